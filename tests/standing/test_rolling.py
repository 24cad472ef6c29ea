"""Rolling forward: each day booked and charged once, refused in the refusal's own words, and tried again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import Booking, BookingLine, Document, Hold, HoldType, Message, Occurrence, StandingDay
from invoicing import rolling, standing_tasks
from invoicing.cancellation import cancel
from invoicing.models import Account, Charge
from tests import cast
from tests.invariants.stage import broken
from tests.standing.conftest import pitch, running

pytestmark = pytest.mark.django_db


def outcomes(standing):
    return list(standing.days.order_by("occurrence__starts_at").values_list("outcome", flat=True))


def test_every_day_is_booked_and_charged_and_a_booking_a_month(days, licence, amy):
    assert rolling.roll_forward(days[-1].day) == {"booked": 6}
    assert amy.account.balance() == 6 * 2450
    months = {day.day.month for day in days}
    assert Booking.objects.filter(status="confirmed").count() == len(months)
    lines = BookingLine.objects.live().filter(booking__customer=amy, place=pitch(days[0]))
    assert sorted(lines.values_list("occurrence", flat=True)) == sorted(day.pk for day in days)
    assert broken() == {}


def test_rolling_again_books_and_charges_nothing_again(days, rolled, amy):
    assert rolling.roll_forward(days[-1].day) == {}
    assert (Charge.objects.count(), BookingLine.objects.count(), StandingDay.objects.count()) == (6, 6, 6)


def test_a_part_rolled_first_leaves_no_gap_and_no_double(days, licence):
    assert rolling.roll(licence, days[2].day) == {"booked": 3}
    assert rolling.roll(licence, days[-1].day) == {"booked": 3}
    assert outcomes(licence) == ["booked"] * 6


def test_days_reach_to_the_end_of_next_month():
    assert rolling.horizon(localdate().replace(year=2026, month=11, day=22)).isoformat() == "2026-12-31"
    assert rolling.horizon(localdate().replace(year=2026, month=12, day=31)).isoformat() == "2027-01-31"
    assert rolling.horizon(localdate().replace(year=2027, month=1, day=31)).isoformat() == "2027-02-28"


def test_only_its_own_weekdays_between_its_first_and_last_day(days, amy):
    standing = running(days, amy, starts_on=days[1].day)
    friday = Occurrence.objects.get(pk=days[2].pk)
    friday.pk, friday.starts_at, friday.ends_at = None, days[2].starts_at + timedelta(days=1), days[2].ends_at + timedelta(days=1)  # fmt: skip  # noqa: E501
    friday.save()
    standing.end_on(days[3].day, "Retires")
    assert rolling.roll(standing, days[-1].day) == {"booked": 3}


def test_missing_papers_are_said_in_their_words_told_once_and_tried_again(days, licence, amy):
    Document.objects.update(expires_on=days[1].day)
    assert rolling.roll(licence, days[-1].day) == {"booked": 2, "refused": 4}
    assert "insurance is needed" in licence.days.filter(outcome="refused").first().words
    assert "We try again every day" in Message.objects.get().body
    assert rolling.roll(licence, days[-1].day) == {"refused": 4}
    assert Message.objects.count() == 1
    Document.objects.update(expires_on=days[-1].day)
    assert rolling.roll(licence, days[-1].day) == {"booked": 4}
    assert (outcomes(licence), amy.account.balance()) == (["booked"] * 6, 6 * 2450)


def test_a_day_they_booked_by_themselves_is_theirs_already(days, amy):
    booking = Booking.objects.reserve([(days[1], pitch(days[0]), cast.price_type("regular"))], channel="portal",
                                      customer=amy)  # fmt: skip
    amy.account.charge(booking)
    licence = running(days, amy)
    assert rolling.roll(licence, days[-1].day) == {"booked": 6}
    assert licence.days.get(occurrence=days[1]).line.booking == booking
    assert amy.account.balance() == 6 * 2450 and broken() == {}


def test_as_many_days_as_the_credit_limit_allows_are_booked(days, licence, amy):
    Account.objects.update(credit_limit=2450 * 3)
    assert rolling.roll(licence, days[-1].day) == {"booked": 3, "refused": 3}
    assert outcomes(licence) == ["booked"] * 3 + ["refused"] * 3
    assert "whose limit is £73.50" in licence.days.filter(outcome="refused").first().words
    assert amy.account.balance() == 2450 * 3 and broken() == {}


def test_a_place_that_is_somebody_elses_is_left_to_them(days, licence):
    bob = cast.trader("bob")
    Hold.objects.filter(occurrence=days[1]).delete()
    booking = Booking.objects.reserve([(days[1], pitch(days[0]), cast.price_type("regular"))], channel="portal",
                                      customer=bob)  # fmt: skip
    bob.account.charge(booking)
    assert rolling.roll(licence, days[-1].day) == {"booked": 5, "refused": 1}
    assert "gone to somebody else" in licence.days.get(outcome="refused").words
    cancel(booking, reason="ill")
    assert rolling.roll(licence, days[-1].day) == {"booked": 1}


def test_holds_that_keep_the_place_are_booked_through_and_others_are_not(days, licence):
    Hold.objects.filter(occurrence=days[2]).delete()
    days[2].hold([pitch(days[0])], HoldType.objects.create(name="Fire lane", letter="F"))
    assert rolling.roll(licence, days[-1].day) == {"booked": 5, "refused": 1}
    assert "held back (Fire lane)" in licence.days.get(outcome="refused").words
    assert list(Hold.objects.values_list("hold_type__name", flat=True)) == ["Fire lane"]


def test_without_an_account_each_day_is_reserved_until_it_is_over(days):
    bob = cast.trader("bob")
    Account.objects.filter(customer=bob).delete()
    standing = running(days, bob, number=2)
    assert rolling.roll(standing, days[-1].day) == {"booked": 6}
    bookings = Booking.objects.filter(customer=bob)
    assert Counter(bookings.values_list("status", flat=True)) == {"reserved": 6}
    assert sorted(one.reserved_until.date() for one in bookings) == [day.day for day in days]
    assert Booking.objects.lapse(at=days[0].starts_at) == 0


def test_a_cancelled_day_is_passed_over_and_a_cancelled_booking_is_not_made_again(days, licence, amy):
    Occurrence.objects.filter(pk=days[0].pk).update(cancelled_at=now())
    assert rolling.roll(licence, days[-1].day) == {"booked": 5}
    for booking in Booking.objects.all():
        cancel(booking, reason="Not this month")
    assert rolling.roll(licence, days[-1].day) == {}
    assert amy.account.balance() == 0
    Occurrence.objects.filter(pk=days[0].pk).update(cancelled_at=None)
    assert rolling.roll(licence, days[-1].day) == {"booked": 1}
    assert amy.account.balance() == 2450


def test_a_day_that_is_not_on_sale_yet_waits(days, licence):
    Occurrence.objects.filter(pk=days[4].pk).update(on_sale_from=days[3].starts_at)
    assert rolling.roll(licence, days[-1].day) == {"booked": 5}
    assert rolling.roll(licence, days[-1].day, at=days[3].starts_at) == {"booked": 1}


def test_one_that_breaks_does_not_stop_the_others(days, licence, monkeypatch):
    other = running(days, cast.trader("bob"), number=2)
    take = rolling.take

    def fail_for_amy(standing, *args):
        if standing.pk == licence.pk:
            raise ZeroDivisionError
        return take(standing, *args)

    monkeypatch.setattr(rolling, "take", fail_for_amy)
    assert rolling.roll_forward(days[-1].day) == {"failed": 1, "booked": 6}
    assert not licence.days.exists() and other.days.count() == 6


def test_the_days_work_twice_does_nothing_twice(days, licence):
    assert standing_tasks.every_day()["booked"] == len([d for d in days if d.day <= rolling.horizon(localdate())])
    assert not standing_tasks.every_day().get("booked")


def test_what_could_not_be_booked_goes_back_to_everybody_the_day_before(days, licence):
    Document.objects.update(expires_on=localdate() - timedelta(days=1))
    rolling.roll(licence, days[-1].day)
    standing_tasks.let_go_of_refused(days[0].starts_at - timedelta(days=2))
    assert Hold.objects.count() == 6
    assert standing_tasks.let_go_of_refused(days[0].starts_at - timedelta(days=1)) == 1
    assert not Hold.objects.filter(occurrence=days[0]).exists()
