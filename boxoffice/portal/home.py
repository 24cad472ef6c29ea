"""What a trader wants to know first: this week's market, what is new, what they owe, whether their papers hold."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Prefetch
from django.utils.timezone import localdate, now

from boxoffice.portal.account import statement_of, with_holds
from boxoffice.portal.news import news_of
from boxoffice.portal.papers import papers_of
from boxoffice.portal.traders import account_of
from events.holidays import holiday_balance
from events.models import BookingLine, DayDecision, Event, Presence, StandingBooking

AGAIN = 3  # invoices that can be paid from here
SOON = timedelta(days=10)  # a cancelled day is shouted about for so long before


@dataclass(frozen=True)
class Weather:
    """What is decided about a day, in the words a trader acts on."""

    tone: str
    badge: str
    words: str
    may_stay_away: bool = False


def open_markets():
    """Markets for traders that have days still to come; not those that are applied for whole."""
    events = Event.objects.filter(audience=Event.Audience.TRADERS, occurrences__ends_at__gt=now(), specialist=None,
                                  occurrences__cancelled_at=None, occurrences__plan__unit="pitch")  # fmt: skip
    return list(events.distinct().order_by("title"))


def coming_lines(customer):
    """The market days to come that this customer has a pitch at, cancelled ones too, with what is decided of them."""
    lines = BookingLine.objects.live().filter(booking__customer=customer, booking__status="confirmed",
                                              occurrence__ends_at__gt=now())  # fmt: skip
    decided = Prefetch("occurrence__decisions", DayDecision.objects.standing(), to_attr="decided")
    lines = lines.with_parts().select_related("booking", "attendance").prefetch_related(decided)
    return lines.order_by("occurrence__starts_at", "place")


def next_days(customer):
    """(the lines of the next day that goes ahead, those of days soon that do not, how many days follow the next)."""
    days = {}
    for line in coming_lines(customer):
        days.setdefault(line.occurrence, []).append(line)
    ahead = [lines for occurrence, lines in days.items() if occurrence.cancelled_at is None]
    soon = [lines for occurrence, lines in days.items()
            if occurrence.cancelled_at and occurrence.starts_at < now() + SOON]  # fmt: skip
    return ahead[0] if ahead else [], soon, max(len(ahead) - 1, 0)


def weather_of(lines):
    """What is decided about the day of these lines; None where nothing is."""
    decision = next(iter(lines[0].occurrence.decided), None) if lines else None
    if decision is None:
        return None
    if decision.state == DayDecision.State.RESTRICTED:
        away = [line for line in lines if presence(line) == Presence.NOT_REQUIRED]
        if away:
            return Weather("warn", "You stay away", "We do not expect you, and you are not charged.")
        may = decision.lets_stay_away and all(presence(line) == Presence.EXPECTED for line in lines)
        return Weather("warn", "Restricted", f"{decision.get_restriction_display()}. {decision.reason}.", may)
    return Weather("ok", "Goes ahead", decision.reason)


def presence(line):
    attendance = getattr(line, "attendance", None)
    return attendance.presence if attendance else Presence.EXPECTED


def holidays_of(customer):
    """[(market, HolidayBalance)] of the licences they hold."""
    events = {one.event for one in StandingBooking.objects.filter(
        customer=customer, status=StandingBooking.Status.RUNNING, event__isnull=False).select_related("event")}
    balances = [(event, holiday_balance(customer, event, localdate())) for event in events]
    return sorted(((event, one) for event, one in balances if one), key=lambda row: row[0].title)


def to_pay(account):
    """[Open] of their invoices with something owing, the first due first."""
    if account is None:
        return []
    rows = account.invoices.owed().with_owing().order_by(F("due_on").asc(nulls_last=True), "pk")
    return with_holds(account, [one for one in rows if one.owing > 0])


def summary(customer):
    """Everything the home page says."""
    markets, account = open_markets(), account_of(customer)
    lines, cancelled, more = next_days(customer)
    statement, invoices = statement_of(account, with_invoices=False), to_pay(account)
    return {
        "customer": customer, "lines": lines, "line": lines[0] if lines else None, "more_days": more,
        "cancelled": cancelled, "weather": weather_of(lines), "markets": markets, "today": localdate(),
        "papers": papers_of(customer.trader, markets), "holidays": holidays_of(customer),
        "why_not": customer.trader.why_not(markets[0], []) if markets else [],
        "news": news_of(customer),
        "statement": statement, "to_pay": invoices[:AGAIN],
        "credit": sum(one.invoice.owing for one in invoices) - statement.owed if invoices else 0,
        "has_booked": customer.bookings.filter(status="confirmed").exists(),
    }  # fmt: skip
