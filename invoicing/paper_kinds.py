"""Every kind of document that is sent out on paper: its rows, its stored pages, and its pages drawn again as a copy."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from events.models import Refused
from invoicing.letters import printed_reminder, printed_statement
from invoicing.models import Account, CreditNote, Invoice, Paper, Reminder, ReminderStep, Statement
from invoicing.printing import document_of, document_of_credit, pdf, printed, printed_credit

BY_POST = ~Q(account__delivery=Account.Delivery.EMAIL) | Q(account__customer__email="")
STEP, PREFERRED = ReminderStep.Channel, Q(step__channel=ReminderStep.Channel.PREFERRED)


@dataclass(frozen=True)
class PaperKind:
    """One kind. `issued()` are its rows; `printed` draws and stores the pages, `copied` draws them saying COPY.

    `by_post` are those of its rows that go by post: also where e-mail was wanted and there is no address for it.
    """

    one: str
    many: str
    issued: Callable[[], QuerySet]
    printed: Callable[[Model], Paper]
    copied: Callable[[Model], bytes]
    by_post: Q = BY_POST


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
        Q(step__channel=STEP.POST) | PREFERRED & BY_POST | Q(account__customer__email=""),
    ),
    "statement": PaperKind(
        "Statement", "Statements", Statement.objects.all, printed_statement, again(printed_statement)
    ),
}  # fmt: skip


def found(keys):
    """The documents that these keys, such as invoice-12, stand for: [(kind, document)]. Refused where one is wrong."""
    by_kind = {}
    for key in keys:
        kind, _, pk = str(key).rpartition("-")
        if kind not in KINDS or not pk.isascii() or not pk.isdigit():
            raise Refused("That is no document that can be printed. Choose from the list.")
        by_kind.setdefault(kind, []).append(int(pk))
    return [(kind, document) for kind, pks in by_kind.items() for document in rows(kind, pks)]


def rows(kind, pks):
    """Issued documents of one kind, with whom they go to; five hundred at a time, which every database bears."""
    for start in range(0, len(pks), 500):
        chosen = KINDS[kind].issued().filter(pk__in=pks[start : start + 500])
        yield from chosen.select_related("account__customer").order_by("pk")
