"""I9: a statement closes with what it opened with and its items, and the next one opens where it closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from invoicing.models import CreditNote, Statement
from tests.invariants.stage import broken, examples, undone

LONDON = ZoneInfo("Europe/London")
DAYS = 60
happenings = st.lists(
    st.tuples(st.integers(0, DAYS - 1), st.sampled_from(["invoice", "pay", "credit"]), st.integers(1, 100_000)),
    max_size=8,
)


def day(n):
    return localdate() - timedelta(days=DAYS - n)


def noon(n):
    return datetime.combine(day(n), datetime.min.time(), LONDON) + timedelta(hours=12)


def happen(books, n, what, pence, invoices):
    if what == "invoice":
        invoices.append(books.invoice(books.charge(pence, "net", "S20", at=noon(n)), at=noon(n)))
    elif what == "pay":
        books.receive(pence, at=noon(n), oldest_first=True)
    elif invoices:
        CreditNote.objects.credit_whole(invoices.pop(), reason="goodwill", by=books.fay, at=noon(n))


@examples(10)
@given(happenings=happenings, cuts=st.sets(st.integers(1, DAYS - 2), max_size=5))
def test_statements_of_any_periods_chain(books, happenings, cuts):
    with undone():
        invoices = []
        for n, what, pence in sorted(happenings):
            happen(books, n, what, pence, invoices)
        firsts = [0, *sorted(cuts)]
        lasts = [cut - 1 for cut in firsts[1:]] + [DAYS]
        before = 0
        for first, last in zip(firsts, lasts, strict=True):
            statement = Statement.objects.make(books.account, day(first), day(last), by=books.fay)
            assert statement.opening == before
            assert statement.closing == statement.opening + sum(entry["pence"] for entry in statement.entries)
            balances = [entry["balance"] for entry in statement.entries]
            assert balances[-1:] == ([statement.closing] if balances else [])
            before = statement.closing
        assert before == books.account.owed()
        assert sum(statement.ages) - books.account.credit() == before
        assert broken() == {}
