"""From a closed batch to the ledger's file: its postings or its invoices as rows, written by the batch's own layout."""

import functools

from invoicing.ledger import code_pattern
from invoicing.ledger.code_pattern import CodeRefused
from invoicing.ledger.file import write_files
from invoicing.ledger.layout import INVOICES, Layout
from invoicing.ledger.rows import CREDIT, CREDIT_NOTE, DEBIT, INVOICE, Batch, JournalRow, SalesRow
from invoicing.models import Charge, Code, CodeForm, CreditLine, Posting

ABOUT = ["booking", "account__customer", "invoice", "credit_note", "till"]
READ = ["entry", "on", "debit", "credit", "amount", "reason", "booking__reference", "account__reference",
        "account__customer__name", "invoice__number", "credit_note__number", "till__number"]  # fmt: skip


def files(batch):
    """The files to hand over, in as many as the ledger takes: [(name, bytes)]. Raises LedgerRefused."""
    layout = Layout.from_json(batch.layout)
    return write_files(layout, header(batch), rows(batch, layout))


def header(batch):
    number = f"{batch.number:05d}" if batch.number else "00000"
    return Batch(number=number, date=batch.until)


def rows(batch, layout):
    """What the layout asks for: both sides of every posting, or every line of the batch's invoices and credit notes."""
    split = segments_of(code_form())
    return sales_rows(batch, split) if layout.source == INVOICES else journal_rows(batch, split)


def code_form():
    """How codes are made up; as shipped, where nobody has said otherwise."""
    kept = CodeForm.objects.last()
    return code_pattern.CodeForm.from_json(kept.form) if kept else code_pattern.DEFAULT


def segments_of(form):
    """A function from a code to its segments: nothing for control accounts, which have none."""
    control = frozenset(Code.values)

    @functools.cache
    def split(code):
        try:
            return {} if code in control else form.split(code)
        except CodeRefused:
            return {}

    return split


def journal_rows(batch, split):
    """Each posting as its debit and its credit, in the order they were posted."""
    reasons = dict(Posting.Reason.choices)
    for posting in batch.postings.select_related(*ABOUT).only(*READ).order_by("pk"):
        reason, about = reasons[posting.reason], reference(posting)
        for side, code in ((DEBIT, posting.debit), (CREDIT, posting.credit)):
            yield JournalRow(
                entry=str(posting.entry), posting=str(posting.pk), date=posting.on, side=side, code=code,
                amount=posting.amount, reason=reason, reference=about,
                account_reference=posting.account.reference or "" if posting.account else "",
                customer=posting.account.customer.name if posting.account else "",
                text=f"{reason} {about}".strip(), segments=split(code),
            )  # fmt: skip


def reference(posting):
    """What the posting names: the credit note, the invoice, the booking, or the till's count."""
    if posting.credit_note:
        return posting.credit_note.number
    if posting.invoice:
        return posting.invoice.number
    if posting.booking:
        return posting.booking.reference
    return f"Z{posting.till.number}" if posting.till and posting.till.number else ""


def sales_rows(batch, split):
    """Each line of the invoices and credit notes that the batch's postings issued."""
    invoices = batch.postings.filter(reason="invoice").values("invoice")
    charges = Charge.objects.filter(invoice__in=invoices).select_related("invoice", "account__customer")
    for charge in charges.order_by("invoice_id", "on", "pk"):
        yield sales_row(charge.invoice, charge, charge.net, charge.vat_amount, INVOICE, split)
    notes = batch.postings.filter(reason="credit").values("credit_note")
    lines = CreditLine.objects.filter(credit_note__in=notes)
    lines = lines.select_related("credit_note__invoice", "charge__account__customer")
    for line in lines.order_by("credit_note_id", "pk"):
        yield sales_row(line.credit_note, line.charge, -line.net, -line.vat_amount, CREDIT_NOTE, split)


def sales_row(document, charge, net, vat, kind, split):
    customer = charge.account.customer
    whole = kind == INVOICE and net % charge.quantity == 0
    return SalesRow(
        number=document.number, document=kind, date=document.issued_on, due=getattr(document, "due_on", None),
        customer=customer.name, description=charge.description, quantity=charge.quantity if whole else 1,
        unit_price=net // charge.quantity if whole else net, net=net, vat=vat, treatment=charge.vat,
        rate=charge.vat_rate, code=charge.budget_code, tax_point=charge.tax_point or document.issued_on,
        reference=charge.account.reference or "", account_reference=charge.account.reference or "",
        email=customer.email, address=customer.address, postcode=customer.postcode, segments=split(charge.budget_code),
    )  # fmt: skip
