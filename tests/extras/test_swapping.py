"""A booked day swapped for another: the new one is held before the old one goes, and the money follows to the penny."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import AskedTooMuch, Band, Booking, BookingLine, PlaceTaken, Price
from invoicing.cancelling_by_rule import cancel_days
from invoicing.models import CreditNote, CreditRefused, Invoice, Payment
from invoicing.swapping import MoreToPay, swap, swap_day
from tests import cast
from tests.extras.test_cancelling import HOUR, booked, check_vat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everything_holds(holds):
    """What is proven of the live database holds after each of these."""


@pytest.fixture
def corner(market):
    """The sixth pitch is a corner: £5 more."""
    place = market.places[5]
    band = Band.objects.create(plan=market.days[0].plan, name="Corner", position=1)
    Price.objects.create(price_list=market.days[0].price_list, band=band, price_type=market.regular, amount=2950)
    type(place).objects.filter(pk=place.pk).update(band=band)
    place.refresh_from_db()
    return place


def only(booking):
    return booking.lines.live().select_related("occurrence__event", "place__area", "booking__customer",
                                               "price_type").get()  # fmt: skip


def test_the_extras_come_along_and_the_charge_with_them(market):
    booking = booked(market, [0], extras=[(market.gazebo, 1), (market.socket, 1)])
    made = swap(only(booking), market.days[2])
    assert (made.line.occurrence, made.left_behind) == (market.days[2], [])
    assert market.amy.account.balance() == 2450 + 800 + 300
    assert {extra.occurrence for extra in booking.extra_lines.live()} == {market.days[2]}
    assert {charge.on for charge in market.amy.account.charges.filter(reversal=None, reverses=None)} == {
        market.days[2].day
    }


def test_what_is_not_left_stays_behind_and_is_not_paid(market):
    booked(market, [2], extras=[(market.gazebo, 3)], number=2)
    booking = booked(market, [0], extras=[(market.gazebo, 1)])
    before = market.amy.account.balance()
    made = swap(only(booking), market.days[2])
    assert [str(extra.extra) for extra in made.left_behind] == ["Gazebo"]
    assert market.amy.account.balance() == before - 800


def test_who_loses_the_race_for_the_new_day_keeps_the_old_one(market):
    booked(market, [2])
    booking = booked(market, [0])
    before = market.amy.account.balance()
    with pytest.raises(PlaceTaken):
        swap(only(booking), market.days[2])
    assert only(booking).occurrence == market.days[0]
    assert market.amy.account.balance() == before


def test_the_same_tap_sent_twice_swaps_once(market):
    booking = booked(market, [0])
    line = only(booking)
    assert swap(line, market.days[1]).line == swap(line, market.days[1]).line
    with pytest.raises(AskedTooMuch, match="changed already"):
        swap(BookingLine.objects.get(pk=line.pk), market.days[2])
    assert market.amy.account.balance() == 2450


def test_only_while_the_old_day_is_free_to_cancel_but_another_pitch_on_the_day_at_any_time(market):
    booking = booked(market, [0])
    with pytest.raises(AskedTooMuch, match="could be swapped until"):
        swap(only(booking), market.days[1], at=market.days[0].starts_at - HOUR)
    swap(only(booking), market.days[0], market.places[4], at=market.days[0].starts_at + HOUR)
    assert only(booking).place == market.places[4]


def test_invoiced_it_is_credited_and_charged_anew(market, corner):
    booking = booked(market, [0])
    Invoice.objects.issue(market.amy.account, list(market.amy.account.charges.all()))
    swap(only(booking), market.days[1], corner)
    assert CreditNote.objects.get().gross == 2450
    assert market.amy.account.balance() == 2950


def test_a_dearer_pitch_is_within_the_limit_or_nothing_changes(market, corner):
    booking = booked(market, [0])
    type(market.amy.account).objects.update(credit_limit=2600)
    with pytest.raises(CreditRefused, match="whose limit is"):
        swap(only(booking), market.days[1], corner)
    assert (market.amy.account.balance(), only(booking).occurrence) == (2450, market.days[0])


def test_paid_by_card_the_cheaper_day_gives_back_the_difference_and_the_dearer_one_says_how(market, corner):
    booking = booked(market, [0], pay="card", number=6)
    assert [refund.amount for refund in swap(only(booking), market.days[1], market.places[0]).refunds] == [-500]
    with pytest.raises(MoreToPay, match="£5.00 more") as more:
        swap(only(booking), market.days[2], corner)
    assert more.value.pence == 500
    till = cast.till(cast.staff("mo", "Market officers"))
    swap(only(booking), market.days[2], corner, method="cash", till=till, by=till.opened_by)
    assert booking.payments.total() == 2950
    check_vat()


def test_money_is_not_given_back_in_cash_here(market, corner):
    booking = Booking.objects.reserve([(market.days[0], corner, market.regular)], channel="market",
                                      customer=market.amy)  # fmt: skip
    till = cast.till(cast.staff("mo", "Market officers"))
    Payment.objects.take(booking, "cash", till=till)
    with pytest.raises(AskedTooMuch, match="refunded there"):
        swap(only(booking), market.days[1], market.places[0])
    assert only(booking).occurrence == market.days[0]


def test_two_pitches_of_one_day_go_together_or_not_at_all(market):
    wanted = [(market.days[0], place, market.regular) for place in market.places[:2]]
    booking = Booking.objects.reserve(wanted, channel="portal", customer=market.amy)
    market.amy.account.charge(booking)
    booked(market, [1], number=2)
    lines = list(booking.lines.select_related("occurrence__event", "place__area", "booking__customer", "price_type"))
    with pytest.raises(PlaceTaken):
        swap_day(lines, market.days[1], market.places[:2])
    assert {line.occurrence for line in booking.lines.live()} == {market.days[0]}
    swap_day(lines, market.days[2], market.places[:2])
    assert {line.occurrence for line in booking.lines.live()} == {market.days[2]}


def test_swapped_and_then_cancelled_nothing_stays(market):
    booking = booked(market, [0], extras=[(market.gazebo, 1)])
    swap(only(booking), market.days[3], at=now() - timedelta(days=1))
    market.rule(late_cancel_percent=0)
    cancel_days(booking, [only(booking)])
    assert market.amy.account.balance() == 0
