"""I19: VAT is what was determined for the day of sale, the narrowest determination first; issued VAT stays."""

from datetime import timedelta

from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from events.models import VatDetermination
from events.models.pricing import PriceBook
from invoicing.models import Invoice
from tests import cast
from tests.invariants.stage import examples, undone

scopes = st.sampled_from(["type", "event", "occurrence"])
periods = st.tuples(st.integers(-40, 40), st.none() | st.integers(0, 40))
determinations = st.lists(st.tuples(scopes, periods, st.integers(1, 3000)), min_size=1, max_size=6,
                          unique_by=lambda one: (one[0], one[1][0]))  # fmt: skip
WIDTH = {"type": 0, "event": 1, "occurrence": 2}


def expected(rows, today):
    """The rate by the rules: valid on the day, then the narrowest, then the latest to begin."""
    valid = [(WIDTH[scope], begins, rate) for scope, (begins, lasts), rate in rows
             if begins <= 0 and (lasts is None or begins + lasts >= 0)]  # fmt: skip
    return max(valid)[2] if valid else None


@examples(12)
@given(rows=determinations)
def test_the_narrowest_determination_valid_on_the_day_applies(db, rows):
    with undone():
        performance, other = cast.show(taxed=False), cast.market(weeks=1, vat=("E", 0))[0]
        today = localdate()
        for scope, (begins, lasts), rate in rows:
            event = None if scope == "type" else performance.event
            occurrence = performance if scope == "occurrence" else None
            first = today + timedelta(days=begins)
            cast.determination("ticket", "S", rate, event=event, occurrence=occurrence, valid_from=first,
                               valid_to=None if lasts is None else first + timedelta(days=lasts))  # fmt: skip
        book = PriceBook([performance, other], cast.now())
        wanted = expected(rows, today)
        if wanted is None:
            assert [one for one in book.determinations if one.applies_to(performance)] == []
        else:
            assert book.determination(performance).rate == wanted
        assert book.determination(other).treatment == "E"


def test_ending_a_determination_alters_nothing_that_was_issued(books):
    invoice = books.invoice((1000, "net", "S20"))
    VatDetermination.objects.filter(pk=books.treatments["S20"].pk).update(valid_to=localdate() - timedelta(days=1))
    cast.determination("fee", "S", 2500, valid_from=localdate())
    kept = Invoice.objects.get(pk=invoice.pk)
    assert (kept.vat_amount, kept.charges.get().vat_rate) == (200, 2000)
