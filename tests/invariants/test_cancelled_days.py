"""I13: a cancelled market day is credited to every trader in one action; twice is once."""

import pytest

from events.models import Booking
from invoicing.cancellation import cancel, credit_day
from invoicing.models import BillingRun, Charge, CreditNote
from tests import cast
from tests.invariants.stage import broken


@pytest.fixture
def market(db):
    """Three traders on two days: the first two days billed for two of them, Cal still to be billed."""
    days, fay = cast.market(weeks=2, vat=("S", 2000)), cast.staff("fay", "Finance")
    pitches = list(days[0].plan.places.select_related("area"))
    bookings = []
    for name, pitch in zip(("amy", "ben", "cal"), pitches, strict=False):
        customer = cast.trader(name)
        wanted = [(day, pitch, cast.price_type("regular")) for day in days]
        bookings.append(Booking.objects.reserve(wanted, channel="portal", customer=customer))
        customer.account.charge(bookings[-1])
    run = BillingRun.objects.create(until=days[-1].day, created_by=fay)
    run.left_out.add(bookings[2].customer.account)
    run.issue(by=fay)
    return days, bookings, fay


def balances(bookings):
    return [booking.customer.account.balance() for booking in bookings]


def test_a_day_is_credited_to_everybody_charged_for_it_once(market):
    days, bookings, fay = market
    assert balances(bookings) == [5880] * 3
    notes = credit_day(days[0], reason="weather", text="Storm", by=fay)
    assert sorted(note.gross for note in notes) == [2940, 2940]
    assert {note.invoice.account for note in notes} == {booking.customer.account for booking in bookings[:2]}
    assert balances(bookings) == [2940] * 3
    assert credit_day(days[0], reason="weather", by=fay) == []
    assert balances(bookings) == [2940] * 3
    assert broken() == {}


def test_a_booking_cancelled_after_its_day_was_credited_loses_only_the_other_day(market):
    days, bookings, fay = market
    credit_day(days[0], reason="weather", by=fay)
    for booking in bookings:
        cancel(booking, reason="ill", by=fay)
    assert balances(bookings) == [0, 0, 0]
    assert credit_day(days[1], reason="weather", by=fay) == []
    assert balances(bookings) == [0, 0, 0] and broken() == {}


def test_all_or_nobody_is_credited(market, monkeypatch):
    days, bookings, fay = market
    seal = CreditNote.seal
    sealed = []

    def seal_the_first(note, *args):
        if sealed:
            raise ZeroDivisionError
        sealed.append(note)
        seal(note, *args)

    monkeypatch.setattr(CreditNote, "seal", seal_the_first)
    with pytest.raises(ZeroDivisionError):
        credit_day(days[0], reason="weather", by=fay)
    assert not CreditNote.objects.exists() and not Charge.objects.exclude(reverses=None).exists()
    assert balances(bookings) == [5880] * 3 and broken() == {}
