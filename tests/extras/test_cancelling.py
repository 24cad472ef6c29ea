"""Days given back by the market's rule: what stays is the rule's share to the penny, in whatever order they go."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from events.models import AskedTooMuch, Booking, BookingLine, ExtraLine
from events.money import Priced, tax, total_of
from invoicing.cancellation import cancel
from invoicing.cancelling_by_rule import cancel_days, stays_of, terms_of
from invoicing.ledger.vat_explained import SUPPLIES, supplies
from invoicing.ledger.vat_report import journal_vat, vat_rows
from invoicing.lessening import share
from invoicing.models import Charge, CreditNote, Invoice, Payment
from tests import cast
from tests.extras.conftest import Market, broken
from tests.invariants.stage import examples, undone

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def booked(market, days, *, extras=(), pay="account", number=1):
    """Amy's booking of one pitch on some days, with extras [(extra, how many)] on each, charged or paid."""
    days, place = [market.days[n] for n in days], market.places[number - 1]
    booking = Booking.objects.reserve([(day, place, market.regular) for day in days], channel="portal",
                                      customer=market.amy)  # fmt: skip
    if extras:
        booking.add_extras([(extra, day, place, count) for day in days for extra, count in extras])
    if pay == "account":
        market.amy.account.charge(booking)
    else:
        Payment.objects.take(booking, "stripe", reference=f"pi_{booking.reference}")
    return booking


def lines_on(booking, day):
    return list(booking.lines.live().filter(occurrence=day).select_related("occurrence__event"))


def test_free_until_so_many_hours_before_set_up(market):
    day = market.days[0]
    type(day).objects.filter(pk=day.pk).update(opens_at=day.starts_at - 2 * HOUR)
    day.refresh_from_db()
    market.rule(cancel_free_hours=48, late_cancel_percent=50)
    until = day.starts_at - 50 * HOUR
    assert (terms_of(day, until).percent, terms_of(day, until + timedelta(seconds=1)).percent) == (0, 50)
    assert "Free until" in terms_of(day, until).words and "After that 50%" in terms_of(day, until).words
    assert "Now 50% of the price stays" in terms_of(day, until + HOUR).words
    assert "began at" in terms_of(day, day.starts_at).why_not


def test_one_day_of_many_comes_off_the_account_with_its_extras(market, holds):
    booking = booked(market, [0, 1, 2], extras=[(market.gazebo, 1)])
    cancel_days(booking, lines_on(booking, market.days[1]), at=market.days[1].starts_at - 100 * HOUR)
    assert market.amy.account.balance() == 2 * (2450 + 800)
    assert market.gazebo.left(market.days[1]) == 3
    booking.refresh_from_db()
    assert booking.status == "confirmed"
    assert booking.lines.live().count() == booking.extra_lines.live().count() == 2


def test_too_late_the_share_stays_charged_and_says_why(market, holds):
    market.rule(late_cancel_percent=50)
    booking = booked(market, [0], extras=[(market.gazebo, 1)])
    at = market.days[0].starts_at - HOUR
    assert stays_of(booking, lines_on(booking, market.days[0]), at).gross == 1625
    cancel_days(booking, lines_on(booking, market.days[0]), at=at)
    booking.refresh_from_db()
    assert (booking.status, market.amy.account.balance()) == ("cancelled", 1225 + 400)
    words = Charge.objects.uninvoiced(market.days[0].day).values_list("description", flat=True)
    assert all("late, 50% to pay: Thursday market" in each for each in words) and len(words) == 2


def test_a_stopped_account_may_still_cancel(market, holds):
    market.rule(late_cancel_percent=50)
    booking = booked(market, [0])
    type(market.amy.account).objects.update(stopped_at=now(), stop_reason="arrears", credit_limit=0)
    cancel_days(booking, lines_on(booking, market.days[0]), at=market.days[0].starts_at - HOUR)
    assert market.amy.account.balance() == 1225


def test_what_is_invoiced_is_credited_but_for_the_share(market, holds):
    market.rule(late_cancel_percent=50)
    booking = booked(market, [0, 1], extras=[(market.metres, 3)])
    invoice = Invoice.objects.issue(market.amy.account, list(market.amy.account.charges.all()))
    cancel_days(booking, lines_on(booking, market.days[0]), at=market.days[0].starts_at - HOUR)
    note = CreditNote.objects.get()
    assert (note.gross, note.reason) == (1225 + 345 - 173, "withdrawn")
    assert invoice.owing_total() == 2 * (2450 + 345) - note.gross


def test_a_card_gets_back_all_but_the_share_and_the_worker_sends_it(market, holds):
    market.rule(late_cancel_percent=50)
    booking = booked(market, [0, 1], extras=[(market.gazebo, 1)], pay="card")
    refunds = cancel_days(booking, lines_on(booking, market.days[0]), at=market.days[0].starts_at - HOUR)
    assert [(refund.amount, refund.method) for refund in refunds] == [(-1625, "stripe")]
    assert cancel_days(booking, booking.lines.filter(occurrence=market.days[0]), at=now()) == []
    cancel(booking, reason="market ends", by=cast.staff("mo", "Market officers"))
    assert booking.payments.total() == 1625  # what was kept before stays kept


def test_what_was_paid_in_cash_or_has_begun_is_refused_and_nothing_changes(market, holds):
    booking = booked(market, [0])
    with pytest.raises(AskedTooMuch, match="began at"):
        cancel_days(booking, lines_on(booking, market.days[0]), at=market.days[0].starts_at)
    other = Booking.objects.reserve([(market.days[0], market.places[3], market.regular)], channel="market",
                                    customer=market.amy)  # fmt: skip
    Payment.objects.take(other, "terminal")
    with pytest.raises(AskedTooMuch, match="refunded there"):
        cancel_days(other, lines_on(other, market.days[0]), at=now())
    assert BookingLine.objects.live().count() == 2


STEPS = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=5)
SOLD = st.lists(st.tuples(st.sampled_from(["gazebo", "metres"]), st.integers(1, 2)), max_size=2,
                unique_by=lambda one: one[0])  # fmt: skip


def expected(rows):
    """What the rule says is to be paid: {row: pence kept of it, or its whole price}, VAT as one document."""
    return total_of(tax([Priced(pence, row.basis, row.vat, row.vat_rate) for row, pence in rows.items()]))


@examples(10)
@given(steps=STEPS, sold=SOLD, percent=st.integers(0, 100), price=st.integers(1, 9999), paid=st.booleans(),
       basis=st.sampled_from(["net", "gross"]), vat=st.sampled_from([("E", 0), ("S", 2000)]))  # fmt: skip
def test_in_any_order_balance_and_refunds_are_the_rules_share_to_the_penny(
    db, steps, sold, percent, price, paid, basis, vat
):
    with undone():
        market = Market(basis, vat, basis)
        market.days[0].price_list.prices.update(amount=price)
        market.rule(late_cancel_percent=percent)
        extras = [(getattr(market, name), count) for name, count in sold]
        booking = booked(market, range(4), extras=extras, pay="card" if paid else "account")
        rows = {row: row.price for row in [*booking.lines.all(), *booking.extra_lines.all()]}
        first = expected(rows)
        for day, late in steps:
            day = market.days[day]
            at = day.starts_at - (HOUR if late else 100 * HOUR)
            lines = lines_on(booking, day)
            cancel_days(booking, lines, at=at)
            share_kept = share_of(percent if late else 0)
            rows.update({row: share_kept(row.price) for row in rows if lines and row.occurrence_id == day.pk})
        due = expected(rows)
        if paid:
            assert booking.payments.total() == due.gross
            assert booking.payments.filter(refund_of=None).total() == first.gross
        else:
            assert market.amy.account.balance() == sum(expected({row: pence}).gross for row, pence in rows.items())
        check_vat()
        assert broken() == {}


def share_of(percent):
    return lambda price: share(price, percent)


def check_vat():
    """The VAT report agrees with the journal, and each of its figures with the documents behind it."""
    first, last = localdate() - timedelta(days=400), localdate() + timedelta(days=400)
    found = vat_rows(first, last)
    assert sum(row.taxed.vat for row in found) == journal_vat(first, last)
    for row in found:
        behind = supplies(row.source, row.treatment, row.rate, first, last)
        assert total_of([each.taxed for each in behind]) == row.taxed
    assert set(SUPPLIES) >= {row.source for row in found}


@examples(6)
@given(order=st.permutations([0, 1, 2]), percent=st.integers(0, 100), price=st.integers(1, 9999),
       basis=st.sampled_from(["net", "gross"]))  # fmt: skip
def test_invoiced_days_are_credited_to_the_rules_share_in_any_order(db, order, percent, price, basis):
    with undone():
        market = Market(basis, ("S", 2000), basis)
        market.days[0].price_list.prices.update(amount=price)
        market.rule(late_cancel_percent=percent)
        booking = booked(market, range(3), extras=[(market.metres, 1)])
        rows = {row: row.price for row in [*booking.lines.all(), *booking.extra_lines.all()]}
        invoice = Invoice.objects.issue(market.amy.account, list(market.amy.account.charges.all()))
        for n in order[:2]:
            cancel_days(booking, lines_on(booking, market.days[n]), at=market.days[n].starts_at - HOUR)
            rows.update({row: share(row.price, percent) for row in rows if row.occurrence_id == market.days[n].pk})
        off, notes = expected({row: row.price - kept for row, kept in rows.items()}), invoice.credit_notes.all()
        credited = sum(note.gross for note in notes)
        if basis == "gross":
            assert credited == off.gross
        else:  # a line credited whole takes the penny of VAT that the invoice had given it
            assert sum(note.net for note in notes) == off.net
            assert abs(credited - off.gross) <= 1
        assert market.amy.account.balance() == invoice.gross - credited
        assert broken() == {}


def test_nothing_is_left_of_a_cancelled_booking(market, holds):
    booking = booked(market, [0, 1], extras=[(market.gazebo, 1)])
    for day in market.days[:2]:
        cancel_days(booking, lines_on(booking, day), at=now())
    booking.refresh_from_db()
    assert booking.status == "cancelled"
    assert not ExtraLine.objects.live().exists()
    assert market.amy.account.balance() == 0
