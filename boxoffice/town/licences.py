"""The demo town's licences: every regular's pitch as a licence, an offer, a notice, a successor, and days away."""

import random
from datetime import timedelta

from boxoffice.town.clock import moment
from events.holidays import anniversary
from events.models import BookingLine, DayOff, HoldType, PriceType, StandingBooking, StandingDay, Trader
from events.vacancies import casuals, vacant_places
from invoicing import absences, rolling, standing_ends

SEED, ROLLED = 1848, 4
DAY = timedelta(days=1)
SHOWN = timedelta(days=92)


def build_licences(square, stalls, people, now, today):
    """Licences of years ago with the days that were booked under them; the rest by the product's own verbs."""
    rnd = random.Random(SEED)
    HoldType.objects.filter(letter="R").update(for_regulars=True)
    regular = PriceType.objects.get(name="Regular trader")
    rows = [licence(rnd, customer, place, event, regular, people["mo"], today)
            for (customer, event), place in square.kept.items()]  # fmt: skip
    standing = {(one.customer_id, one.event_id): one for one in StandingBooking.objects.bulk_create(rows)}
    note_days(standing, now)
    stay_away(rnd, square, stalls, standing, now, today)
    hand_on(rnd, list(standing.values()), people, now, today)


def licence(rnd, customer, place, event, regular, officer, today):
    """One regular's licence, not yet saved: some have stood on their pitch for nine years."""
    began = today - timedelta(days=rnd.randint(380, 3300))
    weekday = event.occurrences.order_by("starts_at").first().day.weekday()
    return StandingBooking(
        customer=customer, place=place, price_type=regular, event=event, weekdays=str(weekday), status="running",
        starts_on=began, seniority_from=began, offered_on=began - 14 * DAY, accept_by=began - 7 * DAY,
        accepted_at=moment(began - 9 * DAY, 11), accepted_by=officer, made_by=officer,
    )  # fmt: skip


def note_days(standing, now):
    """The days of the last three months and those booked ahead, as rolling forward would have noted them."""
    lines = BookingLine.objects.live().filter(booking__customer__in=[pk for pk, _ in standing],
                                              booking__status="confirmed",
                                              occurrence__starts_at__gt=now - SHOWN)  # fmt: skip
    days = []
    for line in lines.select_related("booking", "occurrence"):
        one = standing.get((line.booking.customer_id, line.occurrence.event_id))
        if one and one.place_id == line.place_id:
            days.append(StandingDay(standing=one, occurrence=line.occurrence, outcome="booked", line=line,
                                    at=line.booking.confirmed_at))  # fmt: skip
    StandingDay.objects.bulk_create(days)


def stay_away(rnd, square, stalls, standing, now, today):
    """The days a regular left out this year were holidays, or told us in time; one or two were sick."""
    booked = BookingLine.objects.filter(occurrence__starts_at__lt=now).values_list("booking__customer", "occurrence")
    booked = set(booked)
    rows, used = [], {}
    for stall in stalls:
        for day in square.days_for(stall, [day for day in square.days if day.starts_at < now]):
            one = standing.get((stall.customer.pk, day.event_id))
            if one and (stall.customer.pk, day.pk) not in booked:
                rows.append(day_off(rnd, one, day, square.dates[day], used))
    rows = DayOff.objects.bulk_create(rows)
    recent = [row for row in rows if row.occurrence.starts_at > now - SHOWN]
    StandingDay.objects.bulk_create(
        StandingDay(standing=standing[row.customer_id, row.occurrence.event_id], occurrence=row.occurrence,
                    outcome="day-off", words=row.get_why_display(), at=row.reported_at) for row in recent
    )  # fmt: skip


def day_off(rnd, standing, day, date, used):
    """One day away: a holiday while the licence year has one left."""
    year = standing.pk, date.year - (anniversary(standing.starts_on, date.year) > date)
    why = rnd.choices(["holiday", "notified", "sick"], [6, 3, 1])[0]
    if why == "holiday":
        used[year] = used.get(year, 0) + 1
        why = why if used[year] <= standing.event.rules.concession_days else "notified"
    return DayOff(customer=standing.customer, occurrence=day, why=why, reported_by=standing.customer.user,
                  reported_at=moment(date - rnd.randint(3, 20) * DAY, 18, rnd.randrange(60)))  # fmt: skip


def hand_on(rnd, rows, people, now, today):
    """A successor named, a wish to move, a notice given, an offer made, an absence to come, and some rolled forward."""
    plain = [one for one in rows if one.customer.trader.suspended_on is None and one.customer.user is None]
    heir = Trader.objects.filter(approved_on__isnull=False, suspended_on=None).order_by("-pk").first()
    plain[0].nominate(heir.customer, by=people["mo"], at=now)
    plain[1].ask_transfer("A corner, nearer the Market Hall", by=people["mo"], at=now)
    standing_ends.give_notice(plain[2], by=people["mo"], at=now)
    event = plain[2].event
    leaving = {one.place_id for one in rows if one.ends_on or one.pk == plain[2].pk}
    free = [place for place in vacant_places(event, today) if "f" not in place.flags and place.pk not in leaving]
    first = next((claim for claim in casuals(event, now) if not claim.why_not), None)
    if first and free:
        StandingBooking.objects.offer(first.customer, free[0], plain[2].price_type, event=event, by=people["mo"],
                                      weekdays=plain[2].weekdays, starts_on=today + 7 * DAY, at=now)  # fmt: skip
    next_line = plain[3].days.filter(outcome="booked", occurrence__starts_at__gt=now + 3 * DAY).first()
    if next_line:
        absences.report(plain[3].customer, next_line.occurrence, by=people["mo"], at=now, note="A family wedding")
    for one in [*(one for one in rows if one.customer.user), *plain[4 : 4 + ROLLED]]:
        rolling.roll(one, by=None, at=now)
