"""The demo town's season tickets: last season's holders are offered their seats again, and one has renewed."""

from datetime import timedelta

from events.models import BookingLine, Hold, PriceType, Series, StandingBooking
from invoicing import rolling

HOLDERS = 4
DAY = timedelta(days=1)


def sell_season_tickets(season, house, customers, people, now, today):
    """The first evening of each of the last three plays, and of those to come."""
    first = [performances[0] for _, performances in season if performances and performances[0].plan_id == house.pk]
    past = [one for one in first if one.ends_at < now][-3:]
    ahead = [one for one in first if one.starts_at > now + DAY]
    if len(past) < 2 or len(ahead) < 2:
        return
    last = Series.objects.make("First nights, last season", past)
    coming = Series.objects.make("First nights, this season", ahead, follows=last, renew_by=today + 14 * DAY)
    gone = BookingLine.objects.live().filter(occurrence__in=ahead).values("place")
    held = Hold.objects.filter(occurrence__in=ahead).values("place")
    seats = house.places.filter(flags="").exclude(pk__in=gone).exclude(pk__in=held).order_by("appeal", "pk")
    adult = PriceType.objects.get(name="Adult")
    StandingBooking.objects.bulk_create(
        StandingBooking(
            customer=customer, place=seat, price_type=adult, series=last, status="ended",
            starts_on=past[0].day, ends_on=past[-1].day, end_reason="The series is over", made_by=people["pat"],
            seniority_from=past[0].day, offered_on=past[0].day - 60 * DAY, accepted_at=now - 200 * DAY,
        )
        for customer, seat in zip(customers[:HOLDERS], seats[:HOLDERS], strict=False)
    )  # fmt: skip
    offers, _ = coming.renew(by=people["pat"], at=now)
    if offers:
        rolling.accept(offers[0], by=people["pat"], at=now)
