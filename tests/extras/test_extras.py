"""What is sold beside a pitch: priced, taxed by its own determination, as many as there are, within the circuit."""

import pytest

from events.booked_tickets import tickets_of
from events.models import AskedTooMuch, Booking, Extra, OutOfStock
from events.models.booking import ExtraLine
from invoicing.models import Charge, Payment
from tests import cast

pytestmark = pytest.mark.django_db


def reserve(market, *numbers, day=0, customer=None):
    day = market.days[day]
    wanted = [(day, market.places[n - 1], market.regular) for n in numbers]
    return Booking.objects.reserve(wanted, channel="portal", customer=customer or market.amy)


def add(booking, market, extra, count=1, place=1, day=0):
    return booking.add_extras([(extra, market.days[day], market.places[place - 1], count)])


def test_a_gazebo_is_taxed_by_its_own_determination_and_charged_beside_the_pitch(market, holds):
    booking = reserve(market, 1)
    add(booking, market, market.gazebo)
    add(booking, market, market.metres, 7)
    total = booking.total()
    assert (total.gross, total.vat) == (2450 + 800 + 805, 268)  # 1,605p with VAT in it hold 267.5p, half away from zero
    market.amy.account.charge(booking)
    assert market.amy.account.balance() == 4055
    assert set(Charge.objects.values_list("budget_code", "price")) == {("MKT-4410", 2450), ("MKT-4411", 800),
                                                                       ("MKT-4411", 805)}  # fmt: skip


def test_the_stock_of_a_day_is_never_oversold(market):
    for n in (1, 2, 3):
        add(reserve(market, n), market, market.gazebo, place=n)
    assert market.gazebo.left(market.days[0]) == 0
    with pytest.raises(OutOfStock, match="Gazebo: 0 left"):
        add(reserve(market, 4), market, market.gazebo, place=4)
    assert market.gazebo.left(market.days[1]) == 3


def test_what_lapses_is_in_stock_again(market):
    booking = reserve(market, 1)
    add(booking, market, market.gazebo, 3)
    Booking.objects.lapse(at=booking.reserved_until.replace(year=booking.reserved_until.year + 1))
    assert market.gazebo.left(market.days[0]) == 3


def test_a_pitch_gives_no_more_than_its_socket_and_one_without_gives_none(market):
    with pytest.raises(AskedTooMuch, match="N4 has no socket of 16 A"):
        add(reserve(market, 4), market, market.socket, place=4)
    with pytest.raises(AskedTooMuch, match="N1 has no socket of 32 A"):
        add(reserve(market, 1), market, market.big_socket, place=1)
    with pytest.raises(OutOfStock, match="can give 16 A in all"):
        add(reserve(market, 2), market, market.socket, 2, place=2)
    assert not ExtraLine.objects.exists()


def test_the_sockets_of_a_circuit_stay_within_its_rating(market):
    add(reserve(market, 1), market, market.socket, place=1)
    add(reserve(market, 3), market, market.big_socket, place=3)
    with pytest.raises(OutOfStock, match="the circuit of North side N2 has 0 A left"):
        add(reserve(market, 2), market, market.socket, place=2)
    add(reserve(market, 2, day=1), market, market.socket, place=2, day=1)


def test_no_more_than_may_be_in_one_booking(market):
    Extra.objects.filter(pk=market.metres.pk).update(most_each=5)
    with pytest.raises(AskedTooMuch, match="5 at most"):
        add(reserve(market, 1), market, market.metres, 6)


def test_the_permit_names_the_extras(market):
    booking = reserve(market, 1)
    add(booking, market, market.gazebo)
    add(booking, market, market.metres, 4)
    market.amy.account.charge(booking)
    assert "Gazebo, Build-out 4 m²" in tickets_of(booking)[0].notes


def test_paid_on_the_spot_the_extras_are_paid_too(market, holds):
    booking = reserve(market, 1)
    add(booking, market, market.gazebo)
    payment = Payment.objects.take(booking, "cash", till=cast.till(cast.staff("mo", "Market officers")))
    assert payment.amount == 3250
