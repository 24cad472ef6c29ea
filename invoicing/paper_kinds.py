"""Every kind of document that is sent out on paper: its rows, its stored pages, and its pages drawn again as a copy."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import localdate

from events.models import Refused
from invoicing.letters import printed_reminder, printed_statement
from invoicing.models import (
    Account,
    CreditNote,
    Invoice,
    Paper,
    RecoveryHold,
    Reminder,
    ReminderLine,
    ReminderStep,
    Statement,
)
from invoicing.printing import document_of, document_of_credit, pdf, printed, printed_credit

BY_POST = ~Q(account__delivery=Account.Delivery.EMAIL) | Q(account__customer__email="")
STEP, PREFERRED = ReminderStep.Channel, Q(step__channel=ReminderStep.Channel.PREFERRED)


@dataclass(frozen=True)
class PaperKind:
    """One kind. `issued()` are its rows; `printed` draws and stores the pages, `copied` draws them saying COPY.

    `by_post` are those of its rows that go by post: also where e-mail was wanted and there is no address for it.
    `held()` are those that may not be sent today, where there is such a thing.
    """

    one: str
    many: str
    issued: Callable[[], QuerySet]
    printed: Callable[[Model], Paper]
    copied: Callable[[Model], bytes]
    by_post: Q = BY_POST
    held: Callable[[], Q] | None = None

    def going(self):
        """Those of its rows that may be sent today."""
        return self.issued().exclude(self.held()) if self.held else self.issued()

    def may_go(self, document):
        """Whether this one may be sent now; asked of the database anew, as a hold may be placed at any time."""
        return not self.held or self.going().filter(pk=document.pk).exists()


def reminders_held():
    """Reminders of which nothing may be chased any more, though they were made before that was so.

    Breathing space forbids contact on the debt from its first day (Debt Respite Scheme Regulations 2020 reg. 7).
    """
    holds = RecoveryHold.objects.binding(localdate()).order_by()
    invoices = holds.filter(invoice__isnull=False).values("invoice")
    held, free = ReminderLine.objects.filter(invoice__in=invoices), ReminderLine.objects.exclude(invoice__in=invoices)
    every_line = Q(pk__in=held.order_by().values("reminder")) & ~Q(pk__in=free.order_by().values("reminder"))
    return Q(account__in=holds.filter(invoice=None).values("account")) | every_line


def again(printed):
    """A copy that is just the stored pages: a letter is no document that money could be claimed on twice."""
    return lambda letter: bytes(printed(letter).pdf)


KINDS = {
    "invoice": PaperKind(
        "Invoice", "Invoices", lambda: Invoice.objects.issued(), printed,
        lambda invoice: pdf(document_of(invoice, copy=True)),
    ),
    "credit_note": PaperKind(
        "Credit note", "Credit notes", lambda: CreditNote.objects.exclude(issued_at=None), printed_credit,
        lambda note: pdf(document_of_credit(note, copy=True)),
    ),
    "reminder": PaperKind(
        "Reminder", "Reminders", Reminder.objects.all, printed_reminder, again(printed_reminder),
        Q(step__channel=STEP.POST) | PREFERRED & BY_POST | Q(account__customer__email=""), reminders_held,
    ),
    "statement": PaperKind(
        "Statement", "Statements", Statement.objects.all, printed_statement, again(printed_statement)
    ),
}  # fmt: skip


def found(keys, going=False):
    """The documents that these keys, such as invoice-12, stand for: [(kind, document)]. Refused where one is wrong.

    With `going` only those that may be sent today.
    """
    by_kind = {}
    for key in keys:
        kind, _, pk = str(key).rpartition("-")
        if kind not in KINDS or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
            raise Refused("That is no document that can be printed. Choose from the list.")
        by_kind.setdefault(kind, []).append(int(pk))
    return [(kind, document) for kind, pks in by_kind.items() for document in rows(kind, pks, going)]


def rows(kind, pks, going=False):
    """Issued documents of one kind, with whom they go to; five hundred at a time, which every database bears."""
    for start in range(0, len(pks), 500):
        chosen = (KINDS[kind].going() if going else KINDS[kind].issued()).filter(pk__in=pks[start : start + 500])
        yield from chosen.select_related("account__customer").order_by("pk")
