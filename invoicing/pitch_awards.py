"""A pitch at a specialist market: awarded for all its days, invoiced at once, paid by a plan where one is agreed."""

from django.utils.timezone import localdate, now

from events.dates import day
from events.models import Application, Booking, Hold, HoldType, Refused, Wanted
from events.models.transactions import retried
from events.money import pounds
from events.whole_price import WholePrice
from invoicing import deposits
from invoicing.acceptance import make_sign_in, next_steps, take_over, tell
from invoicing.decision_letters import decided_about
from invoicing.models import Account, Charge, Deposit, Invoice, RecoveryHold
from invoicing.models.arrears import ArrearsPolicy
from invoicing.models.recovery_hold import months_after

KEPT = "For applicants"  # the hold that keeps the pitches of a market that is applied for


class NotAwarded(Refused):
    """The pitch cannot be given to this applicant as things stand."""

    code = "not_awarded"


@retried
def award(application, place, *, parts=1, words="", by, at=None):
    """Accept an application with this pitch on every day of its market, and invoice it, less the deposit. The Booking.

    `parts` is how many equal monthly parts the rest is paid in; 1 is one sum by the account's terms. Accepting twice is
    once. Raises NotAwarded, NotYours, PlaceTaken and what invoicing raises, with nothing kept.
    """
    at = at or now()
    account = Account.objects.select_for_update().get(pk=deposits.account_for(application.customer).pk)
    application = Application.objects.with_parts().get(pk=application.pk)
    market, deposit = application.event.specialist, deposit_of(application)
    check_award(application, market, deposit, account, parts, localdate(at))
    if not application.accept(f"Accepted: pitch {place}. {words}".strip(), by=by, at=at):
        return application.booking
    take_over(application, by=by, at=at)
    booking = book(application, market, place, by, at)
    invoice = bill(account, booking, by, at)
    if deposit.payment:
        free = min(deposits.free_of(deposit.payment), invoice.owing_total())
        account.allocate(deposit.payment, [(invoice, free)], by=by, at=at)
    deposit.price, application.booking = invoice, booking
    deposit.save(update_fields=["price"])
    application.save(update_fields=["booking"])
    plan = agree_plan(account, invoice, parts, by, at)
    said = [letter(application, place, invoice, plan, words), next_steps(make_sign_in(application.customer))]
    body = "\n\n".join(said)
    tell(application, f"Your pitch at {application.event}", body, by=by, at=at)
    return booking


@retried
def award_all(awards, *, by, at=None):
    """Accept several at once, [(application, place, parts)]: all of them or none. Raises what award raises."""
    customers = sorted({application.customer for application, *_ in awards}, key=lambda one: one.pk)
    accounts = [deposits.account_for(customer).pk for customer in customers]
    list(Account.objects.select_for_update().filter(pk__in=accounts).order_by("pk"))  # everybody locks in one order
    return [award(application, place, parts=parts, by=by, at=at) for application, place, parts in awards]


def deposit_of(application):
    return Deposit.objects.select_for_update().get(application=application)


def check_award(application, market, deposit, account, parts, today):
    """Raise NotAwarded where it cannot be accepted yet; not for papers, which are asked for again on the day."""
    if application.status == Application.Status.ACCEPTED:
        return
    if deposit.is_due:
        raise NotAwarded(f"{application.name()} has not paid the deposit of {pounds(deposit.amount)}. Record it first.")
    days = [one.day for one in market.days]
    if barred := application.customer.trader.barred_on(days):
        raise NotAwarded(f"{application.name()}: {barred}")
    if account.stopped_at or ArrearsPolicy.current().stops_credit(account, today):
        raise NotAwarded(f"The account of {application.name()} is stopped, or too long overdue. Ask finance.")
    if not 1 <= parts <= market.most_parts(today):
        raise NotAwarded(f"Choose between 1 and {market.most_parts(today)} parts: the last must fall due before "
                         "the first market day.")  # fmt: skip


def keep_for_applicants(occurrence, places):
    """Hold pitches of one day so that nobody books them by themselves; those held or taken already stay as they are."""
    kill, _ = HoldType.objects.get_or_create(name=KEPT, defaults={"letter": "A", "kill": True})
    gone = {*occurrence.holds.values_list("place", flat=True), *occurrence.lines.live().values_list("place", flat=True)}
    Hold.objects.keep([Hold(occurrence=occurrence, place=place, hold_type=kill) for place in places
                       if place.pk not in gone])  # fmt: skip


def book(application, market, place, by, at):
    """The pitch on every day that is still to run, released from what kept it for applicants."""
    days, price_type = list(market.days), market.price_type()
    if not days:
        raise NotAwarded(f"{market.event} has no days. Add them first.")
    kept = Hold.objects.filter(occurrence__in=days, place=place, hold_type__name=KEPT)
    kept.give_back(reason=f"awarded to {application.name()}", by=by, at=at)
    wanted = [Wanted(one, place, price_type) for one in days]
    price = WholePrice(market, days, application.submitted_at, at)
    return Booking.objects.reserve(wanted, channel=Booking.Channel.MARKET, by=by, customer=application.customer, at=at,
                                   book=price, vetted=True)  # fmt: skip


def bill(account, booking, by, at):
    """Charge a reserved booking and invoice it at once. A credit limit is for days booked as one goes, not for this."""
    charges = Charge.for_booking(account, booking)
    booking.confirm(at=at)
    Charge.objects.bulk_create(charges)
    account.post_charges(charges, by=by, at=at, booking=booking)
    return Invoice.objects.issue(account, charges, by=by, at=at)


def agree_plan(account, invoice, parts, by, at):
    """The instalments of a payment plan for what is left to pay; none where it is paid in one sum."""
    owing, today = invoice.owing_total(), localdate(at)
    if parts == 1 or owing == 0:
        return []
    hold = RecoveryHold.objects.create(account=account, invoice=invoice, cause=RecoveryHold.Cause.PLAN, begins_on=today,
                                       reason=f"{parts} monthly parts", placed_by=by, placed_at=at)  # fmt: skip
    return hold.plan(owing, parts, months_after(today, 1))


def letter(application, place, invoice, plan, words):
    """What an accepted applicant reads: the pitch, the price, what is paid, when the rest is due."""
    owing, paid = invoice.owing_total(), invoice.settled_total()
    days = [one.day for one in application.event.specialist.days]
    when = f"from {day(days[0])} to {day(days[-1])}" if days[1:] else day(days[0])
    lines = [f"{decided_about(application)}: yes. Pitch {place} is yours on all its days, {when}. {words}".strip(),
             f"The price is {pounds(invoice.gross)} with VAT (invoice {invoice}). "
             f"{pounds(paid)} of it is paid by your deposit; {pounds(owing)} is still to pay."]  # fmt: skip
    if plan:
        lines.append("Pay in parts: " + "; ".join(f"{pounds(one.amount)} by {day(one.due_on)}" for one in plan) + ".")
    elif owing:
        lines.append(f"Please pay by {day(invoice.due_on)}.")
    return "\n\n".join(lines)
