"""How a debt that nobody is chased for at present stands, in words for whoever owes it."""

from dataclasses import dataclass
from datetime import date

from events.dates import day as in_words
from events.money import pounds
from invoicing.models import RecoveryHold

Cause = RecoveryHold.Cause
FIRST = [Cause.BREATHING, Cause.DECEASED, Cause.INSOLVENT, Cause.DISPUTE, Cause.PLAN]  # whose words come first
WAITS = "This is on hold: nobody asks you to pay it now. Telephone us if you have a question."
SAID = {
    Cause.BREATHING: ("Breathing space", WAITS),
    Cause.DECEASED: ("On hold", WAITS),
    Cause.INSOLVENT: ("On hold", WAITS),
    Cause.DISPUTE: ("In dispute", "This is in dispute: nobody asks you to pay it until we have answered."),
    Cause.PLAN: ("Payment plan", "You pay this by a payment plan."),
}


@dataclass(frozen=True)
class OnHold:
    """The hold that binds an invoice, and the next part where it is a payment plan."""

    cause: str
    part: tuple[date, int] | None = None

    @property
    def badge(self):
        return f"{SAID[self.cause][0]}: {self._next}" if self.part else SAID[self.cause][0]

    @property
    def sentence(self):
        return f"{SAID[self.cause][1]} The next part is {self._next}." if self.part else SAID[self.cause][1]

    @property
    def _next(self):
        due_on, pence = self.part
        return f"{pounds(pence)} by {in_words(due_on)}"


def binding_holds(account, day):
    """The holds that bind something of an account on a day, with their parts, for `on_hold`."""
    return list(account.recovery_holds.binding(day).prefetch_related("instalments"))


def on_hold(invoice, owing, holds, day):
    """How an invoice that owes so much is held; None where it is not.

    A plan for the whole account says nothing of an invoice that came after it, until that one is late.
    """
    about = [hold for hold in holds if hold.invoice_id == invoice.pk or (hold.invoice_id is None and not (
        hold.cause == Cause.PLAN and invoice.issued_on > hold.begins_on and invoice.due_on >= day))]  # fmt: skip
    if owing <= 0 or not about:
        return None
    hold = min(about, key=lambda one: FIRST.index(one.cause))
    return OnHold(hold.cause, next_part(hold, owing, day) if hold.cause == Cause.PLAN else None)


def next_part(hold, owing, day):
    """(day, pence) of the first part still to come that is not paid, or what is left of it; None after the last one."""
    parts = list(hold.instalments.all())
    left = owing if hold.invoice_id else hold.account.open_items.owing()
    ahead = sum(part.amount for part in parts) - left
    for part in parts:
        ahead -= part.amount
        if ahead < 0 and part.due_on >= day:
            return part.due_on, min(part.amount, -ahead)
    return None
