"""How often a trader stayed away from a market: this calendar year, and in a row without telling us in time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.models import ABSENT, Attendance, BookingLine, DayOff, Message, Presence, StandingBooking

WITHOUT_NOTICE = {Presence.NO_SHOW.value, Presence.LATE_NOTICE.value}
COUNTED = {*map(str, ABSENT)} - {Presence.SICK.value}
AS_FAR_BACK = timedelta(days=400)


@dataclass(frozen=True)
class Absences:
    """What counts against a trader at one market, and what the market allows."""

    this_year: int
    most: int
    in_a_row: int
    most_in_a_row: int

    @property
    def too_many(self):
        return self.this_year > self.most

    @property
    def row_too_long(self):
        return 0 < self.most_in_a_row <= self.in_a_row

    @property
    def tone(self):
        """ok, or warn as soon as one more would be too many, or bad."""
        if self.too_many or self.row_too_long:
            return "bad"
        near = self.this_year == self.most or (self.most_in_a_row > 1 and self.in_a_row == self.most_in_a_row - 1)
        return "warn" if near else "ok"


def absences_of(customer, event, at=None):
    """The Absences of a customer at a market: days away this calendar year, sickness aside, told ahead or not.

    Days that the market did not need them (cancelled, restricted) count neither way.
    """
    return Records([customer.pk], event, at).of(customer.pk)


class Records:
    """How some customers stood at one market, read in as many queries for sixty of them as for one."""

    def __init__(self, customers, event, at=None):
        self.rules, self.at = event.rules, at or now()
        days = {"occurrence__event": event, "occurrence__cancelled_at": None}
        told = DayOff.objects.live().filter(customer__in=customers, **days)
        seen = Attendance.objects.filter(line__booking__customer__in=customers, line__occurrence__event=event,
                                         line__occurrence__cancelled_at=None)  # fmt: skip
        lines = BookingLine.objects.live().filter(booking__customer__in=customers, booking__status="confirmed", **days)
        lines = lines.filter(occurrence__starts_at__range=(self.at - AS_FAR_BACK, self.at))
        self.stood = defaultdict(dict)  # {customer: {when a day began: how they stood on it}}
        for customer, starts_at in lines.order_by().values_list("booking__customer", "occurrence__starts_at"):
            self.stood[customer][starts_at] = ""
        for customer, starts_at, why in told.order_by().values_list("customer", "occurrence__starts_at", "why"):
            self.stood[customer][starts_at] = why
        columns = ["line__booking__customer", "line__occurrence__starts_at", "presence"]
        for customer, starts_at, presence in seen.order_by("pk").values_list(*columns):
            if presence in ABSENT or presence == Presence.NOT_REQUIRED or starts_at in self.stood[customer]:
                self.stood[customer][starts_at] = presence

    def of(self, customer):
        """The Absences of one of them."""
        stood, year = self.stood.get(customer, {}), localdate(self.at).year
        away = [day for day, kind in stood.items() if kind in COUNTED and localdate(day).year == year]
        return Absences(len(away), self.rules.most_absences, self.row(stood), self.rules.absences_in_a_row)

    def row(self, stood):
        """How many of the latest days, counted back from now, they stayed away from without telling us in time."""
        count = 0
        for day in sorted((day for day in stood if day <= self.at), reverse=True):
            if stood[day] in WITHOUT_NOTICE:
                count += 1
            elif stood[day] != Presence.NOT_REQUIRED:
                break
        return count


def warn(customer, event, *, by=None, at=None):
    """Write to the trader when one more absence would be too many, and when it is; each once. The officer decides."""
    at = at or now()
    found = absences_of(customer, event, at)
    if found.tone == "ok":
        return None
    year = localdate(at).year
    once = f"absences {event.pk} {year} {found.this_year} {found.in_a_row}"
    return Message.objects.tell(customer, topic="licence", subject=f"Your absences from {event}", once=once, by=by,
                                at=at, body=letter(found, event, localdate(at)))  # fmt: skip


def letter(found, event, day: date):
    lines = [f"By {in_words(day)} you have been away from {event} on {found.this_year} days this year, sickness aside. "
             f"The market allows {found.most}."]  # fmt: skip
    if found.in_a_row:
        lines.append(f"You stayed away {found.in_a_row} market days in a row without telling us in time. "
                     f"After {found.most_in_a_row} the pitch may be given to somebody else.")  # fmt: skip
    lines.append("If there is a reason, or one of these days is wrong, please tell us: reply, telephone or speak to "
                 "the market officer. Nothing happens before an officer has looked at it.")  # fmt: skip
    return "\n\n".join(lines)


def watched(event, at=None):
    """Licence holders of a market whom an officer should look at: [(standing booking, Absences)], the worst first."""
    holders = list(StandingBooking.objects.seniority(event))
    records = Records([one.customer_id for one in holders], event, at)
    rows = [(one, records.of(one.customer_id)) for one in holders]
    return sorted(((one, found) for one, found in rows if found.tone != "ok"),
                  key=lambda row: (row[1].tone, -row[1].in_a_row, -row[1].this_year))  # fmt: skip
