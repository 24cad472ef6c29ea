"""What a reported absence counts as at a moment, and what share of the price each way of reporting leaves to pay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now

from events.dates import day as in_words
from events.dates import day_clock
from events.holidays import HolidayBalance, holiday_balance
from events.models import AskedTooMuch, BookingLine, ChargePolicy, DayOff, ExtraLine, StandingBooking
from events.money import Priced, pounds, tax, total_of
from invoicing.cancelling_by_rule import check_let_by_day
from invoicing.lessening import share

Why = DayOff.Why
NO_POLICY = {Why.HOLIDAY: 0}  # a holiday is one without charge, whatever else a market has decided


@dataclass(frozen=True)
class Choice:
    """One way a trader may report an absence at this moment: `kept` pence of `price` stay charged, VAT included."""

    why: str
    percent: int
    price: int
    kept: int
    in_time_until: datetime
    balance: HolidayBalance | None = None

    @property
    def label(self):
        """What the trader calls it."""
        return {Why.HOLIDAY: "As a holiday", Why.SICK: "I am sick"}.get(self.why, "For another reason")

    @property
    def words(self):
        """The rule, and what it comes to: This uses 1 of your 3 holidays left. No charge."""
        return {
            Why.HOLIDAY: f"This uses 1 of your {self.balance.left if self.balance else 0} holidays left. {self.charge}",
            Why.NOTIFIED: f"You tell us in time (until {day_clock(self.in_time_until)}). {self.charge}",
            Why.LATE_NOTICE: f"The time to tell us ran out on {day_clock(self.in_time_until)}. {self.charge}",
            Why.SICK: f"Once we have seen your certificate: {self.charge[0].lower()}{self.charge[1:]} "
                      "Until then it counts as any other absence.",
        }[self.why]  # fmt: skip

    @property
    def charge(self):
        if not self.price:
            return "Nothing is charged yet."
        return f"{pounds(self.kept)} of {pounds(self.price)} stays charged." if self.kept else "No charge."


def choices(customer, occurrence, at=None):
    """The ways a trader may report an absence at this moment, the one that costs least first: [Choice].

    Sickness is offered too: it counts as such once we have seen a certificate.
    """
    at = at or now()
    lines = live_lines(customer, occurrence, at)
    sold = sold_of(lines)
    whys = [in_time(occurrence, at)]
    in_time_until = notice_until(occurrence)
    balance = holiday_balance(customer, occurrence.event, occurrence.day)
    if whys == [Why.NOTIFIED] and balance and balance.left:
        whys.insert(0, Why.HOLIDAY)
    found = []
    for why in [*whys, Why.SICK]:
        percent = percent_of(occurrence.event, why)
        found.append(Choice(why, percent, gross(sold, 100), gross(sold, percent), in_time_until,
                            balance if why == Why.HOLIDAY else None))  # fmt: skip
    return found


def in_time(occurrence, at):
    """Whether an absence reported now is in time: NOTIFIED, or LATE_NOTICE."""
    return Why.NOTIFIED if at <= notice_until(occurrence) else Why.LATE_NOTICE


def notice_until(occurrence):
    """The last moment that is in time: MarketRules.absence_notice_hours before set-up (Mansfield asks for 48)."""
    return (occurrence.opens_at or occurrence.starts_at) - timedelta(hours=occurrence.event.rules.absence_notice_hours)


def percent_of(event, why):
    """The share of the price that stays charged: the market's policy; without one all of it, of a holiday none."""
    policy = ChargePolicy.objects.filter(event=event, presence=why).first()
    return policy.percent if policy else NO_POLICY.get(why, 100)


def gross(rows, percent):
    """What a share of these lines and extras comes to, VAT included, as one document."""
    return total_of(tax([Priced(kept_of(row, percent), row.basis, row.vat, row.vat_rate) for row in rows])).gross


def kept_of(row, percent):
    """Pence of a line's or an extra's price that stay to be paid."""
    return row.price - share(row.price, 100 - percent)


def live_lines(customer, occurrence, at):
    """What they hold on the day, a reservation that ran out left aside."""
    lines = BookingLine.objects.claiming(at).filter(booking__customer=customer, occurrence=occurrence)
    return list(lines.select_related("booking", "place__area", "price_type", "occurrence__event").order_by("pk"))


def extras_of(lines):
    beside = BookingLine.objects.filter(pk__in=[line.pk for line in lines])
    return list(ExtraLine.objects.beside(beside).with_parts().order_by("pk"))


def sold_of(lines):
    return [*lines, *extras_of(lines)]


def check_reportable(customer, occurrence, lines, at):
    """Raise AskedTooMuch where there is nothing to report, or it is too late for that."""
    if occurrence.cancelled_at:
        raise AskedTooMuch(f"{occurrence} is cancelled. You need not tell us anything.")
    if occurrence.starts_at <= at:
        raise AskedTooMuch(f"{occurrence} has begun. Telephone the market officer.")
    for line in lines:
        check_let_by_day(line.booking)
    claims = StandingBooking.objects.running(occurrence.day).filter(customer=customer, event=occurrence.event)
    if not lines and not any(str(occurrence.day.weekday()) in one.weekdays for one in claims):
        raise AskedTooMuch(f"You have no pitch on {in_words(occurrence.starts_at)}, so there is nothing to report.")


def judge(customer, occurrence, why, evidence, at):
    """What the absence counts as. Raises AskedTooMuch where that is not what the customer was shown."""
    timely = in_time(occurrence, at)
    if why == Why.SICK:
        return Why.SICK if evidence else timely
    if why == Why.HOLIDAY:
        balance = holiday_balance(customer, occurrence.event, occurrence.day)
        if timely != Why.NOTIFIED:
            raise AskedTooMuch(f"A holiday had to be reported by {day_clock(notice_until(occurrence))}. "
                               "Report it as an absence, or telephone us.")  # fmt: skip
        if not balance or not balance.left:
            raise AskedTooMuch("You have no holidays left this year. Report it as an absence, or telephone us.")
        return Why.HOLIDAY
    if why == Why.NOTIFIED and timely != Why.NOTIFIED:
        raise AskedTooMuch(f"The time to tell us ran out on {day_clock(notice_until(occurrence))}. "
                           "Look again at what it costs now.")  # fmt: skip
    return timely
