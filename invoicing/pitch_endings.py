"""How an application for a specialist market ends: refused, cancelled by the trader, or the market does not run.

Refused, or the market does not run: everything paid goes back. Cancelled by the trader: of what was paid or had fallen
due, the per cent of the market's table goes back and the rest stays, as price, with its VAT (Revenue and Customs Brief
13/2018); what had not fallen due yet is not owed any more.
"""

from django.db.models import Q
from django.utils.timezone import localdate, now

from events.models import Application, AskedTooMuch, Customer, DayDecision, PriceBook
from events.models.transactions import retried
from events.money import Basis, pounds
from invoicing import deposits, weather
from invoicing.acceptance import tell
from invoicing.cancellation import uncharge
from invoicing.decision_letters import refusal_subject, refused
from invoicing.models import Account, Charge, CreditNote, Deposit, Invoice, RecoveryHold
from invoicing.models.credit_note import creditable
from invoicing.pitch_awards import deposit_of, keep_for_applicants


@retried
def refuse(application, reason, *, by, at=None):
    """Refuse an application for a specialist market; its deposit goes back. Raises NotYours, TooLate."""
    at = at or now()
    locked_account(application)
    deposit_of(application)
    application.refuse(reason, by=by, at=at)
    back = return_deposit(application, by=by, at=at)
    said = f"\n\nYour deposit of {pounds(back)} goes back to you." if back else ""
    tell(application, refusal_subject(application), f"{refused(application)}{said}", by=by, at=at)


def locked_account(application):
    """The applicant's account, or None; locked before deposit and application, as whoever accepts does."""
    return Account.objects.select_for_update().filter(customer=application.customer_id).first()


def return_deposit(application, *, by, at):
    """All of a deposit that was paid goes back, whatever it was set against meanwhile. Returns pence."""
    payment = deposit_of(application).payment
    if payment is None:
        return 0
    deposits.free(payment, by=by, at=at)
    return send_back(application, {payment: payment.amount}, by, at)


def send_back(application, amounts, by, at):
    """Ask that {payment: pence} go back. Returns pence."""
    return sum(deposits.ask_back(application, payment, pence, by=by, at=at) for payment, pence in amounts.items())


def fallen_due(deposit, today):
    """Pence of the price that were to be paid by a day: the deposit, and the parts or the whole whose day has come."""
    invoice = deposit.price
    if invoice is None:
        return 0
    settled = invoice.allocations.live()
    beforehand = settled.filter(payment=deposit.payment_id).total() if deposit.payment_id else 0
    plan = RecoveryHold.objects.filter(invoice=invoice, cause=RecoveryHold.Cause.PLAN, lifted_at=None).first()
    if plan:
        return beforehand + sum(part.amount for part in plan.instalments.all() if part.due_on <= today)
    return invoice.gross if invoice.due_on <= today else beforehand


def paid_for(deposit):
    """{payment: pence} that was paid: what settles the pitch's invoice, or the deposit while there is none."""
    if deposit.price is None:
        payment = deposit.payment
        return {payment: deposits.left_of(payment)} if payment else {}
    found = {}
    for one in deposit.price.allocations.live().exclude(payment=None).select_related("payment").order_by("pk"):
        found[one.payment] = found.get(one.payment, 0) + one.amount
    return found


def if_cancelled(application, today):
    """(pence that stay with us, pence that go back, pence still to pay) if the trader cancelled on a day."""
    deposit = Deposit.objects.filter(application=application).first()
    if deposit is None:  # a draft that was never sent
        return 0, 0, 0
    paid = sum(paid_for(deposit).values())
    due = max(paid, fallen_due(deposit, today))
    if deposit.price:  # days credited meanwhile, for weather, are not kept
        due = min(due, sum(each.gross for each in creditable(deposit.price)))
    kept = application.event.specialist.kept_of(due, today)
    return kept, max(paid - kept, 0), max(kept - paid, 0)


@retried
def cancel(application, *, by=None, at=None):
    """The trader cancels, before or after being accepted: their places go back and the money by rule. Once.

    Returns (kept, back, still to pay) in pence; None where it had ended. Raises AskedTooMuch once the market has begun.
    """
    at = at or now()
    account = locked_account(application)
    application = Application.objects.with_parts().get(pk=application.pk)
    first = application.event.specialist.first_day
    if first and first <= localdate(at) and application.booking_id:
        raise AskedTooMuch(f"{application.event} has begun, so it cannot be cancelled here. Ring us.")
    kept, back, owed = if_cancelled(application, localdate(at))
    if not application.withdraw(f"You cancelled. {ending(kept, back, owed)}", by=by, at=at):
        return None
    if account:
        unwind(account, application, kept, reason="Cancelled by the trader", by=by, at=at)
    if application.customer:
        body = f"You have cancelled. {ending(kept, back, owed)}"
        tell(application, f"Cancelled: {application.event}", body, by=by, at=at)
    return kept, back, owed


def ending(kept, back, owed):
    """How the money ends, in words."""
    said = [f"{pounds(kept)} of the price stays with us."] if kept else []
    said += [f"{pounds(back)} goes back to you."] if back else []
    said += [f"{pounds(owed)} had fallen due and is still to pay."] if owed else []
    return " ".join(said) or "There is nothing to pay."


def unwind(account, application, kept, *, reason, by, at):
    """Take a pitch back with all its money, then keep `kept` pence of it, and give back the rest of what was paid.

    Nothing of a draft that was never sent: it has no deposit.
    """
    if not Deposit.objects.filter(application=application).exists():
        return
    deposit = deposit_of(application)
    paid, left = paid_for(deposit), kept
    if application.booking:
        lift_plan(deposit.price, by, at)
        give_pitch_back(account, application.booking, deposit.price, reason, by, at)
    elif deposit.payment:
        deposits.free(deposit.payment, by=by, at=at)
    if kept:
        deposit.kept = keep(account, application, kept, by, at)
        deposit.save(update_fields=["kept"])
    for payment, pence in paid.items():
        part = min(left, pence)
        if part:
            account.allocate(payment, [(deposit.kept, part)], by=by, at=at)
        left, paid[payment] = left - part, pence - part
    send_back(application, {payment: pence for payment, pence in paid.items() if pence}, by, at)


def lift_plan(invoice, by, at):
    for hold in RecoveryHold.objects.filter(invoice=invoice, cause=RecoveryHold.Cause.PLAN, lifted_at=None):
        hold.lift(by=by, at=at)


def give_pitch_back(account, booking, invoice, reason, by, at):
    """Credit the invoice for the pitch, take what was paid off it, and keep the pitch for other applicants again.

    Days given back before, for an absence, are charged no more either.
    """
    lines = list(booking.live_lines)
    sold = [*booking.lines.all(), *booking.extra_lines.all()]
    uncharge(sold, reason=CreditNote.Reason.WITHDRAWN, text=reason, by=by, at=at)
    for allocation in invoice.allocations.live().exclude(payment=None).select_related("invoice"):
        account.release(allocation, by=by, at=at)
    for note in CreditNote.objects.filter(invoice=invoice).order_by("pk"):
        part = min(note.unallocated(), invoice.owing_total())
        if part:
            account.allocate(note, [(invoice, part)], by=by, at=at, appropriated_by="creditor")
    booking.cancel(reason=reason, by=by, at=at)
    for line in lines:
        if not line.occurrence.cancelled_at:
            keep_for_applicants(line.occurrence, [line.place])


def keep(account, application, kept, by, at):
    """An invoice for what stays with us, VAT in it as in the market's price: exactly so many pence."""
    event = application.event
    occurrence = event.occurrences.with_parts().order_by("starts_at").first()
    vat = PriceBook([occurrence], at).determination(occurrence)
    charge = Charge(account=account, on=localdate(at), description=f"{event}: kept after cancelling", quantity=1,
                    price=kept, basis=Basis.GROSS, determination=vat, vat=vat.treatment, vat_rate=vat.rate,
                    vat_reason=vat.reason, budget_code=event.budget_code)  # fmt: skip
    charge.save()
    account.post_charges([charge], by=by, at=at)
    return Invoice.objects.issue(account, [charge], by=by, at=at)


@retried
def call_off(market, *, reason, by, at=None):
    """The market does not run: its days are cancelled, every pitch is taken back and every penny given back. Once.

    Whoever booked one of its days without an application is credited and told as for any day that is cancelled; days
    cancelled before, and over, stay as they were settled. Returns how many applications were ended. Those refused or
    cancelled before stay as they ended.
    """
    at = at or now()
    if not reason.strip():
        raise AskedTooMuch("Say why the market does not run: applicants read it.")
    ids = market.event.applications.exclude(customer=None).values("customer")
    # Whoever opens an account for an applicant (pitch_awards.award) waits for this, or is waited for.
    list(Customer.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    charged = Charge.objects.filter(line__occurrence__event=market.event).values("account")
    payers = Account.objects.filter(Q(customer__in=ids) | Q(pk__in=charged)).order_by("pk")
    accounts = {one.customer_id: one for one in payers.select_for_update(of=["self"])}
    days = list(market.event.occurrences.filter(cancelled_at=None))
    market.event.occurrences.filter(cancelled_at=None).update(cancelled_at=at)
    ended = sum(end(one, accounts.get(one.customer_id), reason, by, at)
                for one in market.event.applications.with_parts().order_by("pk"))  # fmt: skip
    for occurrence in days:
        if occurrence.ends_at > at:
            weather.decide(occurrence, DayDecision.State.CANCELLED, reason=reason, by=by, at=at,
                           ground=CreditNote.Reason.CANCELLED)  # fmt: skip
    return ended


def end(application, account, reason, by, at):
    """End one application because its market does not run; whether that was still to be done."""
    words = f"{application.event} does not run. {reason}"
    if not application.withdraw(words, by=by, at=at):
        return False
    if account:
        unwind(account, application, 0, reason=f"{application.event} does not run", by=by, at=at)
    if application.customer:
        paid = "" if application.submitted_at is None else "\n\nEverything you paid for it goes back to you."
        body = f"We are sorry: {words}{paid}"
        tell(application, f"{application.event} does not run", body, by=by, at=at)
    return True
