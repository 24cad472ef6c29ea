"""What traders are told about a market day: that it is cancelled or restricted, or goes ahead after all."""

from collections import defaultdict

from django.conf import settings

from events.dates import clock, day
from events.models import Booking, BookingLine, Customer, DayDecision, Message
from events.money import pounds

TOPIC = "weather"
State = DayDecision.State
HOW = {
    DayDecision.Restriction.FLAT: "Trade flat: put up no canopy, gazebo or parasol.",
    DayDecision.Restriction.VEHICLE: "Trade from your vehicle only. If you do not come you are not charged: tell us "
                                     "before the day, in your portal or by telephone.",
    DayDecision.Restriction.GAZEBO: "Gazebos must be your own, of professional make, tied down, with weights on every "
                                    "leg.",
}  # fmt: skip


def booked(occurrence):
    """{customer id: [pitch]} of those who have booked."""
    lines = BookingLine.objects.live().filter(occurrence=occurrence, booking__status=Booking.Status.CONFIRMED)
    pitches = defaultdict(list)
    for line in lines.exclude(booking__customer=None).select_related("booking", "place__area"):
        pitches[line.booking.customer_id].append(str(line.place))
    return pitches


def audience(occurrence):
    """Everybody who is told: those booked, and those on the waiting list. [(customer, their pitches)]"""
    pitches = booked(occurrence)
    waiting = occurrence.waiting.filter(left_at=None).values_list("customer", flat=True)
    customers = Customer.objects.filter(pk__in=[*pitches, *waiting]).order_by("name", "pk")
    return [(customer, pitches.get(customer.pk, [])) for customer in customers]


def tell_decided(decision, earlier, *, by, at):
    """Tell everybody once. A day that is simply open, and was never anything else, is no news."""
    if decision.state == State.OPEN and (earlier is None or earlier.state == State.OPEN):
        return
    occurrence, back = decision.occurrence, money_back(decision)
    for customer, pitches in audience(occurrence):
        body = body_of(decision, pitches, back.get(customer.pk, []))
        Message.objects.tell(customer, topic=TOPIC, subject=f"{heading(decision)}: {when(occurrence)}", body=body,
                             occurrence=occurrence, once=decision.told_under[0], by=by, at=at)  # fmt: skip


def tell_reversed(decision, *, by, at):
    """Tell everybody that the day goes ahead after all, or went ahead, and what they are charged again."""
    if decision.state == State.OPEN:
        return
    occurrence, again = decision.occurrence, charged_again(decision)
    over = occurrence.ends_at <= at
    news = f"Our decision about {when(occurrence)} ({decision.words.lower()}) is taken back." if over else (
        f"{when(occurrence)} goes ahead after all, as usual.")  # fmt: skip
    subject = f"{'Taken back' if over else 'Goes ahead after all'}: {when(occurrence)}"
    for customer, pitches in audience(occurrence):
        body = paragraphs(news, f"Why: {decision.reversal_reason}", pitch_words(pitches), *again.get(customer.pk, []),
                          farewell())  # fmt: skip
        Message.objects.tell(customer, topic=TOPIC, subject=subject, body=body, occurrence=occurrence,
                             once=decision.told_under[1], by=by, at=at)  # fmt: skip


def heading(decision):
    headings = {State.CANCELLED: "Cancelled", State.RESTRICTED: "Restricted", State.OPEN: "Goes ahead after all"}
    return headings[decision.state]


def when(occurrence):
    """Thursday market, Thu 5 Dec 2026"""
    return f"{occurrence.event}, {day(occurrence.starts_at)}"


def body_of(decision, pitches, money):
    """The letter: what is decided, why, and what becomes of the money."""
    name, why = when(decision.occurrence), f"Why: {decision.reason}"
    if decision.state == State.CANCELLED:
        money = money or (["The day was cancelled too late to be credited under the market's rules, so what was "
                           "charged for it stays."] if pitches else [])  # fmt: skip
        return paragraphs(f"{name} is cancelled. Please do not come.", why, pitch_words(pitches), *money, farewell())
    if decision.state == State.RESTRICTED:
        times = f"Trading is from {clock(decision.occurrence.starts_at)} to {clock(decision.occurrence.ends_at)}."
        return paragraphs(f"{name} goes ahead, with a restriction.", HOW[decision.restriction], why,
                          pitch_words(pitches), times, farewell())  # fmt: skip
    return paragraphs(f"{name} goes ahead after all, as usual.", why, pitch_words(pitches), farewell())


def pitch_words(pitches):
    """Your pitch: North side N4."""
    return f"Your pitch{'es' if len(pitches) > 1 else ''}: {', '.join(pitches)}." if pitches else ""


def money_back(decision):
    """{customer id: [sentence]} of what each gets back."""
    words, credited = defaultdict(list), defaultdict(int)
    for one in decision.credits.select_related("charge__account"):
        credited[one.charge.account.customer_id] += one.gross
    for customer, pence in credited.items():
        words[customer].append(f"{pounds(pence)} is taken off your account for the day. You need do nothing.")
    for due in decision.refunds.select_related("booking"):
        words[due.booking.customer_id].append(refund_words(due))
    return words


def refund_words(due):
    """What becomes of money that was paid."""
    if due.given_at:
        return f"{pounds(due.amount)} goes back to the card that you paid with, within ten days."
    return f"{pounds(due.amount)} that you paid is waiting for you at our counter. Bring the receipt, or the card."


def charged_again(decision):
    """{customer id: [sentence]} of what each owes again."""
    words, charged = defaultdict(list), defaultdict(int)
    for one in decision.credits.exclude(restored_by=None).select_related("charge__account"):
        charged[one.charge.account.customer_id] += one.gross
    for customer, pence in charged.items():
        words[customer].append(f"{pounds(pence)} is charged to your account again for the day.")
    for due in decision.refunds.given().select_related("booking"):
        words[due.booking.customer_id].append(
            f"We gave {pounds(due.amount)} back to you, so it is to be paid again before you trade."
        )
    return words


def farewell():
    return f"If anything is not clear, telephone us on {settings.COUNCIL['telephone']}."


def paragraphs(*parts):
    return "\n\n".join(part for part in parts if part)
