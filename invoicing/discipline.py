"""A notice with all it does: a penalty charged, licences ended, the letter sent; and what an appeal undoes again."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from events.models import DisciplineStep, NotServed, Place, StandingBooking, VatDetermination
from events.models.transactions import retried
from events.money import Basis, Vat
from events.notices import tell_appealed, tell_decided, tell_heard, tell_served
from invoicing.models import Account, Charge, CreditNote, Penalty
from invoicing.models.credit_note import creditable
from invoicing.rolling import locked, roll
from invoicing.standing_ends import end

A_DAY = timedelta(days=1)
ENDS = ["ends_on", "end_reason", "notice_given_on"]  # how a licence was to end, kept while a termination ends it sooner


@retried
def serve(trader, *, by, **said):
    """Serve a notice (DisciplineStep.objects.serve), do what it does and write to the trader; all of it or nothing.

    Raises NotServed, CreditRefused where the penalty may not be charged (breathing space, an account at its limit),
    and AskedTooMuch where a licence's days are paid for.
    """
    step = DisciplineStep.objects.serve(trader, by=by, **said)
    if step.penalty and not Penalty.objects.filter(step=step).exists():
        charge_penalty(step, by)
    if step.notice == DisciplineStep.Notice.TERMINATION and not step.licences:
        end_licences(step, by)
    tell_served(step, by=by)
    return step


def charge_penalty(step, by):
    """Put a penalty on its trader's account, on the day it takes effect."""
    account = Account.objects.filter(customer=step.trader.customer_id).first()
    if account is None:
        raise NotServed(f"{step.trader} has no account to charge. Ask finance to open one, or choose another notice.")
    if step.event is None:
        raise NotServed("Choose the market: a penalty is booked under its budget code.")
    charge = account.charge_for(
        f"Penalty, {step.event}: {step.rule}"[:200], step.penalty, on=step.takes_effect_on, basis=Basis.GROSS,
        determination=determined(localdate()), budget_code=step.event.budget_code, by=by,
    )  # fmt: skip
    Penalty.objects.create(step=step, charge=charge)


def determined(day):
    """The decision that penalties are outside the scope of VAT. Raises NotServed where nobody took it."""
    held = VatDetermination.objects.filter(charge_type="penalty", event=None, valid_from__lte=day)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=day)).order_by("valid_from", "pk")
    decision = held.last()
    if decision is None or decision.treatment != Vat.OUTSIDE:
        raise NotServed("Nobody has determined that penalties are outside the scope of VAT. Ask finance to record it, "
                        "then serve the notice.")  # fmt: skip
    return decision


def end_licences(step, by):
    """End every running licence of the trader the day before a termination takes effect, and note what they were.

    Days booked after it are given back and credited (invoicing/standing_ends.py). Raises AskedTooMuch where one of
    them is paid for.
    """
    running = StandingBooking.objects.filter(customer=step.trader.customer_id, status="running").exclude(event=None)
    last_day, kept = max(step.takes_effect_on, localdate()) - A_DAY, {}
    for licence in running.order_by("pk"):
        if licence.ends_on is None or licence.ends_on > last_day:
            kept[str(licence.pk)] = {name: getattr(licence, name) for name in ENDS}
            end(licence, last_day, reason_of(step), by=by)
    step.licences = kept
    step.save(update_fields=["licences"])


def reason_of(step):
    return f"Notice {step.pk}: {step.get_notice_display().lower()}"


@retried
def appeal(step, grounds, *, by, on=None):
    """Take a trader's appeal and write that it has come. Raises NotServed."""
    step = step.lodge_appeal(grounds, on=on)
    tell_appealed(step, by=by)
    return step


@retried
def hear(step, on, *, by):
    """Note the hearing and write to the trader by when we decide. Raises NotServed."""
    step = step.hear(on)
    tell_heard(step, by=by)
    return step


@retried
def decide(step, appeal, words, *, by, on=None):
    """Decide an appeal and write to the trader; what a withdrawn notice did is undone, where it still can be.

    Raises NotServed.
    Deciding twice is deciding once: the undoing finds nothing left to undo.
    """
    step = step.decide(appeal, words, by=by, on=on)
    if step.appeal == DisciplineStep.Appeal.QUASHED:
        renew_licences(step, by)
        uncharge(step, by)
    tell_decided(step, by=by)
    return step


def uncharge(step, by):
    """Take a penalty off again: off the next bill, or by credit note where it is invoiced."""
    account = Account.objects.select_for_update().filter(customer=step.trader.customer_id).first()
    penalty = Penalty.objects.filter(step=step, charge__account=account).select_related("charge__invoice").first()
    if penalty is None:
        return
    if penalty.charge.invoice is None:
        Charge.objects.filter(pk=penalty.charge_id).take_off(by=by)
        return
    left = [(one.charge, one.price) for one in creditable(penalty.charge.invoice)
            if one.charge.pk == penalty.charge_id and one.price]  # fmt: skip
    if left:
        CreditNote.objects.issue(penalty.charge.invoice, left, reason=CreditNote.Reason.CANCELLED,
                                 text="Penalty notice withdrawn on appeal", by=by)  # fmt: skip


def renew_licences(step, by):
    """Let the licences that a termination ended run again as they did, where nothing else has ended them since.

    Their days are booked again as far as nobody else has taken them (invoicing/rolling.py). One whose place has gone
    to somebody else meanwhile stays ended, and stays in `step.licences`.
    """
    left = {}
    for pk, before in step.licences.items():
        if not renewed(StandingBooking.objects.get(pk=pk), before, reason_of(step), by):
            left[pk] = before
    step.licences = left
    step.save(update_fields=["licences"])


def renewed(licence, before, ended_for, by):
    """Let one licence run again as it did `before`; False where its place has gone to somebody else."""
    licence = locked(licence)
    Place.objects.select_for_update(no_key=True).get(pk=licence.place_id)
    if licence.end_reason != ended_for:
        return True
    for name, value in before.items():
        setattr(licence, name, value)
    if StandingBooking.objects.rivals(licence):
        return False
    licence.status = StandingBooking.Status.RUNNING
    licence.save(update_fields=["status", *before])
    roll(licence, by=by)
    return True
