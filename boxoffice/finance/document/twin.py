"""An invoice or credit note as an HTML page: the accessible twin of its printed pages, and all that became of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from boxoffice.finance.listing.rows import status_of
from events.money import pounds
from invoicing.models import Dispatch, RecoveryHold
from invoicing.papers.invoice_document import exemption_reason, rate_text
from invoicing.printing import document_of, document_of_credit, pay_url


class Printed:
    """What a paper says, from the same document that is printed."""

    @property
    def seller(self):
        head = self.document.letterhead
        return [head.name, *head.address]

    @property
    def lines(self):
        """(line, what its VAT column says)"""
        return [(line, rate_text(line.treatment, line.vat_rate_bp)) for line in self.document.lines]

    @property
    def vat_rows(self):
        """(row, the sentence that says why it bears no VAT, if it bears none)"""
        return [(row, exemption_reason(row)) for row in self.document.vat_rows]


class Twin(Printed):
    """An invoice: what the paper says, what fell due, what settled it, and where it stands today."""

    def __init__(self, invoice, today):
        self.invoice, self.document = invoice, document_of(invoice)
        self.open = dict(invoice.open_items.values_list("due_on", "owing"))
        self.owing = sum(self.open.values())
        self.settled = invoice.gross - self.owing
        self.allocations = list(invoice.allocations.select_related("payment", "credit_note", "by", "released_by"))
        self.live = [each for each in self.allocations if each.released_at is None]
        self.credit_notes = list(invoice.credit_notes.order_by("pk").select_related("issued_by"))
        self.requests = list(invoice.approvals.order_by("pk").select_related("asked_by", "decided_by"))
        self.holds = holds_on(invoice).filter(pk__in=RecoveryHold.objects.stopping(today))
        self.dispatches = list(Dispatch.objects.filter(paper__invoice=invoice).select_related("by"))
        self.reminded = list(invoice.reminder_lines.select_related("reminder__sent_by").order_by("pk"))
        invoice.settled, invoice.owing = self.settled, self.owing
        self.tone, self.status = status_of(invoice, today)

    @property
    def parts(self):
        """(due day, pence due, pence of it still open)"""
        return [(due_on, pence, self.open.get(due_on, 0)) for due_on, pence in self.invoice.parts()]

    @property
    def by_money(self):
        return sum(each.amount for each in self.live if each.payment_id)

    @property
    def by_credit(self):
        return sum(each.amount for each in self.live if each.credit_note_id)

    @property
    def waiting(self):
        return [request for request in self.requests if request.decided_at is None]

    @property
    def written_off(self):
        return self.invoice.written_off_total()

    @property
    def pay_url(self):
        return pay_url(self.invoice)

    @property
    def history(self):
        """Everything that happened to it, first to last."""
        return sorted(happened(self), key=lambda event: event.at)


class CreditTwin(Printed):
    """A credit note: what the paper says, and what it settles."""

    def __init__(self, note):
        self.note, self.document = note, document_of_credit(note)
        self.live = list(note.allocations.live().select_related("invoice", "by"))
        self.left = note.unallocated()
        self.dispatches = list(Dispatch.objects.filter(paper__credit_note=note).select_related("by"))


def holds_on(invoice):
    """Holds on an invoice, and those on the whole of its account."""
    about = Q(invoice=invoice) | Q(invoice=None)
    return invoice.account.recovery_holds.filter(about).select_related("placed_by", "lifted_by")


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, and who did it where it was somebody."""

    at: datetime
    words: str
    who: object = None


def happened(twin):
    """The events of an invoice's life, in no order."""
    invoice = twin.invoice
    yield Event(invoice.issued_at, f"Issued for {pounds(invoice.gross)}", invoice.issued_by)
    for sent in twin.dispatches:
        yield Event(sent.at, f"E-mailed to {sent.to}" if sent.to else "Printed and posted", sent.by)
    for note in twin.credit_notes:
        yield Event(note.issued_at, f"Credit note {note} for {pounds(note.gross)}", note.issued_by)
    for part in twin.allocations:
        yield Event(part.at, f"{pounds(part.amount)} settled by {source_of(part)}", part.by)
        if part.released_at:
            yield Event(part.released_at, f"{pounds(part.amount)} of {source_of(part)} taken off again",
                        part.released_by)  # fmt: skip
    for line in twin.reminded:
        yield Event(line.reminder.sent_at, f"{line.reminder.title} sent", line.reminder.sent_by)
    yield from held(invoice)
    yield from asked(twin.requests)


def held(invoice):
    for hold in holds_on(invoice):
        yield Event(hold.placed_at, f"On hold. {hold}", hold.placed_by)
        if hold.lifted_at:
            yield Event(hold.lifted_at, f"Hold lifted. {hold}", hold.lifted_by)


def asked(requests):
    for request in requests:
        yield Event(request.asked_at, f"{request} asked for: {request.reason}", request.asked_by)
        if request.decided_at:
            yield Event(request.decided_at, f"{request} {'granted' if request.granted else 'refused'}",
                        request.decided_by)  # fmt: skip


def source_of(allocation):
    """What settles: “Bank transfer, line 1” or “credit note CN-2026-00001”."""
    payment = allocation.payment
    if payment is None:
        return f"credit note {allocation.credit_note}"
    return ", ".join(filter(None, [payment.get_method_display(), payment.reference]))
