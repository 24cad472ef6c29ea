"""The calendar of market days, in words."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Booking, Document, Occurrence
from tests import cast

pytestmark = pytest.mark.django_db


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def month_of(day):
    return {"event": day.event.slug, "month": f"{day.day:%Y-%m}"}


def cell(page, day):
    """The square of a day, in words."""
    squares = re.findall(r"<td>(.*?)</td>", page.content.decode(), re.DOTALL)
    squares = [" ".join(re.sub(r"<[^>]+>", " ", square).split()) for square in squares]
    return next(square for square in squares if re.search(rf"\b{day.day.day}\b", square))


def test_a_free_day_is_a_tick_box_with_a_word(client, days):
    page = client.get("/portal/days/", month_of(days[0]))
    assert "Free" in cell(page, days[0])
    assert f'name="day" value="{days[0].pk}"' in page.content.decode()


def test_my_own_day_says_booked_and_leads_there(client, days, booked):
    page = client.get("/portal/days/", month_of(days[0]))
    assert "Booked" in cell(page, days[0])
    assert f'href="/portal/bookings/{booked}/"' in page.content.decode()


def test_a_day_without_free_pitches_says_full(client, days):
    regular = cast.price_type("regular")
    wanted = [(days[0], place, regular) for place in days[0].plan.places.select_related("area")]
    Booking.objects.reserve(wanted, channel="portal", customer=cast.trader("bob"))
    assert "Full" in cell(client.get("/portal/days/", month_of(days[0])), days[0])


def test_a_cancelled_day_says_none(client, days):
    Occurrence.objects.filter(pk=days[0].pk).update(cancelled_at=now())
    assert "None" in cell(client.get("/portal/days/", month_of(days[0])), days[0])


def test_chosen_days_of_other_months_travel_along(client, days):
    page = client.get("/portal/days/", {**month_of(days[0]), "month": "2031-01", "day": [day.pk for day in days]})
    assert page.content.decode().count('type="hidden" name="day"') == 6
    assert "6 days chosen" in text(page)


def test_chosen_days_are_ticked(client, days):
    page = client.get("/portal/days/", {**month_of(days[0]), "day": days[0].pk}).content.decode()
    assert f'name="day" value="{days[0].pk}" checked' in page


def test_every_one_of_the_weekday_is_chosen_at_once(client, days):
    Occurrence.objects.filter(pk=days[1].pk).update(cancelled_at=now())
    page = client.get("/portal/days/", {"event": days[0].event.slug, "every": days[0].day.weekday()}, follow=True)
    assert "5 days chosen" in text(page)
    assert f"Every {days[0].day:%A} until" in text(page)


def test_every_one_of_the_weekday_until_a_day_that_is_chosen(client, days):
    query = {"event": days[0].event.slug, "every": days[0].day.weekday(),
             f"until-{days[0].day.weekday()}": days[2].day.isoformat()}  # fmt: skip
    assert "3 days chosen" in text(client.get("/portal/days/", query, follow=True))


def test_the_same_days_as_a_list(client, days, booked):
    Booking.objects.get().release(Booking.objects.get().lines.filter(occurrence=days[1]), reason="test")
    page = text(client.get("/portal/days/", {"event": days[0].event.slug, "view": "list"}))
    assert "6 pitches free" in page and len(re.findall(r"\d{4} Booked", page)) == 5


def test_days_that_no_paper_covers_are_marked_and_can_be_left_out(client, days):
    Document.objects.update(expires_on=days[2].day)
    late = days[3]
    assert "Papers" in cell(client.get("/portal/days/", month_of(late)), late)
    page = client.get("/portal/check/", {"day": [days[2].pk, late.pk], "place": late.plan.places.first().pk})
    address = re.search(r'href="(/portal/check/\?[^"]+)">Leave out the days', page.content.decode()).group(1)
    assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_insurance_that_ends_before_a_chosen_day_is_told_early(client, days):
    last = days[2].day
    Document.objects.update(expires_on=last)
    page = text(client.get("/portal/days/", {**month_of(days[3]), "day": days[3].pk}))
    assert f"Your public liability insurance ends on {last:%a} {last.day} {last:%b %Y}." in page
    assert "You have chosen days that you cannot book yet" in page
    assert "ends on" in text(client.get("/portal/pitches/", {"day": days[3].pk}))


def test_the_month_asks_as_much_for_many_days_as_for_one(client, amy, django_assert_max_num_queries):
    day = cast.market(weeks=1)[0]
    first = Occurrence.objects.filter(pk=day.pk)
    start = (now() + timedelta(days=40)).replace(day=1, hour=10)
    first.update(starts_at=start, ends_at=start + timedelta(hours=6))
    query = {"event": day.event.slug, "month": f"{start:%Y-%m}"}
    client.get("/portal/days/", query)
    with django_assert_max_num_queries(100) as few:
        client.get("/portal/days/", query)
    for days in range(1, 20):
        Occurrence.objects.create(event=day.event, plan=day.plan, price_list=day.price_list,
                                  starts_at=start + timedelta(days=days),
                                  ends_at=start + timedelta(days=days, hours=6))  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        client.get("/portal/days/", query)


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0001-01", "9999-12"])
def test_a_month_that_is_none_is_answered(client, days, month):
    assert client.get("/portal/days/", {"month": month}).status_code == 200


def test_without_any_market_the_page_says_so(client, amy):
    assert "No market days can be booked just now" in text(client.get("/portal/days/"))
