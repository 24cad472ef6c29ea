"""Invoices and credit notes as PDF: what a customer can read, print and keep, one by one or many to a file."""
import datetime

from events.tagged_pdf import TaggedCanvas
from invoicing.papers.flow import Flow
from invoicing.papers.invoice_document import (
    CREDIT_NOTE,
    EXEMPT,
    INVOICE,
    OUTSIDE,
    STANDARD,
    VAT_INVOICE,
    ZERO,
    InvoiceDocument,
    InvoiceLine,
    VatRow,
    long_date,
    pounds,
)
from invoicing.papers.letterhead import Letterhead
from invoicing.papers.line_table import line_table, schedule_table
from invoicing.papers.payment_panels import draw_payment, payment_of
from invoicing.papers.remittance_slip import draw_slip
from invoicing.papers.totals_panel import draw_totals, notes_of

__all__ = ["CREDIT_NOTE", "EXEMPT", "INVOICE", "OUTSIDE", "STANDARD", "VAT_INVOICE", "ZERO", "InvoiceDocument",
           "InvoiceLine", "Letterhead", "VatRow", "render"]

DRAFT_WORDS = "Draft – not an invoice"
SCHEDULE_NOTE = ("Each date is the tax point of its payment, unless you pay earlier. If the rate of VAT changes, this "
                 "is no VAT invoice for the dates after that (VAT Regulations 1995, regulation 90).")


def render(document, attachment=None):
    """One invoice's bytes, PDF/UA-1 and PDF/A-3a; the same document always gives the same bytes."""
    canvas = TaggedCanvas()
    draw_invoice(canvas, document)
    return canvas.finished(
        title=f"{document.name}, {document.letterhead.name}", author=document.letterhead.name,
        subject=f"{document.title} to {document.customer_name}", when=moment(document.issue_date),
        attachment=attachment)


def moment(date):
    """The document's own date as the time it was made: the clock's would make every rendering different."""
    return datetime.datetime.combine(date, datetime.time()) if date else None


def draw_invoice(canvas, document):
    """All sheets of one invoice on an open canvas."""
    flow = Flow(document.letterhead, document.language, document.large_print, _running(document), canvas)
    say = flow.say
    flow.open(_heading(say, document), document.customer_name, document.address, _facts(say, document),
              _amount(say, document), say(DRAFT_WORDS) if document.is_draft else "", not document.is_outside_scope)
    table = line_table(flow, document)
    with canvas.element("Sect"):
        flow.heading(say("What this credit is for" if document.is_credit else "What this invoice is for"),
                     table.opening_depth)
        if document.reason:
            flow.paragraph(f"{say('Reason')}: {document.reason}")
        table.draw()
        draw_totals(flow, document)
    for note in notes_of(document):
        flow.paragraph(note)
    if document.simplified:
        flow.paragraph(say("Simplified VAT invoice: every amount has its VAT in it."))
    if document.instalments:
        _draw_schedule(flow, document)
    payment = payment_of(document)
    draw_payment(flow, payment)
    draw_slip(flow, payment)
    flow.finish()


def _draw_schedule(flow, document):
    with flow.canvas.element("Sect"):
        flow.titled(flow.say("When to pay"), schedule_table(flow, document))
        flow.top += 4
        if document.title == VAT_INVOICE:
            flow.paragraph(SCHEDULE_NOTE)


def _heading(say, document):
    return f"{say(document.title)} ({say('copy')})" if document.copy else say(document.title)


def _running(document):
    copy = " (copy)" if document.copy else ""
    return f"{document.title} {document.number}{copy}" if document.number else DRAFT_WORDS


def _facts(say, document):
    """(term, value) beside the address: what a reader quotes on the telephone."""
    dated = document.original_number and document.original_date
    facts = [("Number", document.number), ("Date", long_date(document.issue_date)),
             ("Tax point", "" if document.is_outside_scope else long_date(document.tax_point)),
             ("Credits", document.original_number or document.original),
             ("Of", long_date(document.original_date) if dated else ""), ("Your account", document.account_reference),
             ("Your reference", document.your_reference),
             ("Your VAT number", "" if document.is_outside_scope else document.customer_vat_number)]
    return [(say(term), value) for term, value in facts if value]


def _amount(say, document):
    """(label, money, words below): the bottom line of the paper."""
    if document.is_credit:
        return say("Total credit"), pounds(document.gross), say("This is not a demand for payment.")
    words = say("by {}", long_date(document.due_date)) if document.due_date else ""
    if document.to_pay <= 0:
        words = say("Nothing to pay – thank you." if document.paid else "Nothing to pay.")
    elif len(document.instalments) > 1:
        words = say("{} payments, first by {}", len(document.instalments), long_date(document.instalments[0][0]))
    return say("To pay"), pounds(document.to_pay), words
