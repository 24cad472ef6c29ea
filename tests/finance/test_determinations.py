"""VAT decisions: dated and evidenced, the next one ends the one before, and what was issued never changes."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events import determinations
from events.determinations import NotDetermined
from events.models import Event, VatDetermination
from invoicing.models import Charge
from invoicing.printing import printed
from tests import cast
from tests.finance import desk

TODAY = localdate()
NEW = "/finance/settings/vat/new/"
SENT = {"about": "type:pitch", "treatment": "E", "percent": "", "ground": "rule", "option_reference": "",
        "reason": "Exempt from VAT: licence to occupy land", "evidence": "File 7", "decided_by": "Head of Finance",
        "decided_on": TODAY.isoformat(), "valid_from": TODAY.isoformat(), "valid_to": ""}  # fmt: skip


def record(client, **changed):
    return client.post(NEW, {**SENT, **changed})


def latest():
    return VatDetermination.objects.order_by("pk").last()


def test_a_new_decision_ends_the_one_before_and_edits_nothing_else(client, fay, days):
    earlier = latest()
    assert record(client).status_code == 302
    ended, made = VatDetermination.objects.order_by("pk")
    assert ended.valid_to == TODAY - timedelta(days=1) and made.valid_from == TODAY and made.recorded_by == fay
    for field in ("treatment", "rate", "reason", "evidence", "decided_by", "decided_on", "valid_from"):
        assert getattr(ended, field) == getattr(earlier, field)
    page = desk.words(client.get("/finance/settings/vat/"))
    assert "Ended" in page and "File 7" in page and "Head of Finance" in page


def test_what_was_charged_and_issued_keeps_its_vat(client, fay, invoice, days):
    before, rows = bytes(printed(invoice).pdf), list(Charge.objects.values_list("vat", "vat_rate", "vat_amount"))
    record(client)
    assert bytes(printed(invoice).pdf) == before
    assert list(Charge.objects.values_list("vat", "vat_rate", "vat_amount")) == rows
    desk.charged(cast.trader("ben"), days[:1], number="2")
    assert Charge.objects.order_by("pk").last().vat == "E"


def test_one_performance_is_exempt_by_the_cultural_exemption(client, fay):
    show = cast.show()
    assert record(client, about=f"occurrence:{show.pk}", ground="culture", reason="Exempt: Group 13").status_code == 302
    made = latest()
    assert (made.occurrence, made.event, made.charge_type) == (show, show.event, "ticket")
    page = desk.words(client.get("/finance/settings/vat/"))
    assert "this goes before" in page and "because it is narrower" in page


def test_an_option_to_tax_over_one_market_carries_its_reference(client, fay, days):
    market = days[0].event
    changed = {"about": f"event:{market.pk}", "treatment": "S", "percent": "20", "ground": "option", "reason": ""}
    assert "HMRC&#x27;s reference" in desk.words(record(client, **changed))
    assert record(client, **changed, option_reference="VAT1614A").status_code == 302
    assert (latest().rate, latest().option_reference, latest().reason) == (2000, "VAT1614A", "")


@pytest.mark.parametrize(("changed", "said"), [
    ({"treatment": "S"}, "Enter the rate"), ({"treatment": "S", "percent": "200"}, "Rate"),
    ({"reason": ""}, "printed on the invoice"), ({"evidence": ""}, "rests on"), ({"decided_by": ""}, "who decided"),
    ({"about": ""}, "what it is about"), ({"about": "event:999"}, "event:999"), ({"about": "type:tax"}, "type:tax"),
    ({"ground": "culture", "treatment": "Z"}, "Choose exempt"), ({"ground": "agent"}, "Choose outside the scope"),
    ({"ground": "option", "option_reference": "x"}, "Choose VAT at a rate"),
    ({"decided_on": "2099-01-01"}, "still to come"), ({"valid_to": "2019-01-01"}, "before the first day"),
    ({"valid_from": "2020-01-01"}, "already begins on 1 January 2020"),
    ({"valid_from": "2019-01-01"}, "End this one on 31 December 2019 or before"),
])  # fmt: skip
def test_what_cannot_be_decided_is_refused_with_the_remedy(client, fay, days, changed, said):
    response = record(client, **changed)
    assert response.status_code == 422 and said in desk.words(response)
    assert VatDetermination.objects.count() == 1 and latest().valid_to is None


def test_an_agent_sells_outside_the_scope(client, fay, days):
    changed = {"ground": "agent", "treatment": "O", "reason": "Outside the scope: sold as agent"}
    assert record(client, about=f"event:{days[0].event.pk}", **changed).status_code == 302
    assert (latest().treatment, latest().rate) == ("O", 0)


def test_a_gap_is_said_before_it_comes_and_when_it_is_there(client, fay, days):
    ends = TODAY + timedelta(days=3)
    record(client, valid_to=ends.isoformat())
    page = desk.words(client.get("/finance/settings/vat/"))
    assert f"After {ends:%-d %B %Y} nobody has determined the VAT" in page
    VatDetermination.objects.update(valid_to=TODAY - timedelta(days=1), valid_from=date(2020, 1, 1))
    assert "Nobody has determined the VAT on Thursday market" in desk.words(client.get("/finance/settings/vat/"))


def test_a_decision_that_ends_before_the_next_begins_is_kept(client, fay, days):
    record(client, valid_from=(TODAY + timedelta(days=30)).isoformat())
    between = {"valid_from": TODAY.isoformat(), "valid_to": (TODAY + timedelta(days=29)).isoformat()}
    assert record(client, **between).status_code == 302
    assert VatDetermination.objects.count() == 3


class TestDecisions(TestCase):
    """However decisions are recorded, at most one of the same scope holds on any day."""

    @given(st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60), st.booleans()), max_size=8))
    def test_no_day_has_two_decisions_of_the_same_scope(self, wanted):
        event, _ = Event.objects.get_or_create(slug="fair", title="Fair", charge_type="pitch", budget_code="X")
        start = date(2026, 1, 1)
        for first, length, narrow in wanted:
            valid_from = start + timedelta(days=first)
            valid_to = None if length is None else valid_from + timedelta(days=length)
            try:
                determinations.record(VatDetermination(
                    charge_type="pitch", event=event if narrow else None, treatment="Z", evidence="x", decided_by="x",
                    decided_on=start, valid_from=valid_from, valid_to=valid_to))  # fmt: skip
            except NotDetermined:
                continue
        kept = list(VatDetermination.objects.all())
        for day in (start + timedelta(days=n) for n in range(125)):
            holding = [one.event_id for one in kept if one.valid_from <= day and not determinations.is_over(one, day)]
            assert len(holding) == len(set(holding))
