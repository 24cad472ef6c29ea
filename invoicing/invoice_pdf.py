"""Invoices as PDF: one document a customer can read, print and keep, or a whole run to put in envelopes."""
import datetime

from reportlab.lib.units import mm

from events.pdf_text import BOLD, REGULAR, fit, wrap
from events.tagged_pdf import TaggedCanvas

from .invoice_document import (
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
from .letterhead import (
    BODY,
    COLUMN,
    LEFT,
    MUTED,
    PAGE_HEIGHT,
    RIGHT,
    Letterhead,
    draw_address,
    draw_fold_mark,
    draw_foot,
    draw_running_head,
    draw_sheet,
    draw_supplier,
)
from .line_table import HEADER_DEPTH, columns_for, draw_header, draw_row, rows_for, share_out
from .payment_panels import (
    SLIP_TOP,
    draw_notes,
    draw_payment,
    draw_slip,
    draw_totals,
    notes_depth,
    payment_depth,
    totals_depth,
    wants_payment,
)

__all__ = ["CREDIT_NOTE", "EXEMPT", "INVOICE", "OUTSIDE", "STANDARD", "VAT_INVOICE", "ZERO", "InvoiceDocument",
           "InvoiceLine", "Letterhead", "VatRow", "render", "render_batch"]

DRAFT_WORDS = "Draft – not an invoice"
BODY_TOP, LATER_TOP, BODY_BOTTOM = 104 * mm, 25 * mm, PAGE_HEIGHT - 18 * mm
FACT_VALUE = COLUMN + 29.5 * mm


def render(document, attachment=None):
    """One invoice's bytes, PDF/UA-1 and PDF/A-3a; the same document always gives the same bytes."""
    canvas = TaggedCanvas()
    draw_invoice(canvas, document)
    return canvas.finished(
        title=f"{document.name}, {document.letterhead.name}", author=document.letterhead.name,
        subject=f"{document.title} to {document.customer_name}", when=_moment(document), attachment=attachment)


def render_batch(documents, duplex=True):
    """Every invoice of a run in one file to print; with duplex, each starts on the front of a sheet."""
    documents = list(documents)
    if not documents:
        raise ValueError("A batch needs at least one invoice.")
    canvas = TaggedCanvas()
    for index, document in enumerate(documents):
        with canvas.element("Part"):
            draw_invoice(canvas, document)
        if duplex and canvas.pages_done % 2 and index + 1 < len(documents):
            canvas.blank_page()
    supplier = documents[0].letterhead.name
    return canvas.finished(title=f"{len(documents)} documents to print, {supplier}", author=supplier,
                           subject=f"From {documents[0].name} to {documents[-1].name}",
                           when=max(filter(None, map(_moment, documents)), default=None))


def _moment(document):
    """The document's own date: the clock's would make every rendering different."""
    return datetime.datetime.combine(document.issue_date, datetime.time()) if document.issue_date else None


def draw_invoice(canvas, document):
    """All pages of one invoice on an open canvas."""
    columns = columns_for(document)
    pages, tail_top, slip = _plan(document, columns)
    count = len(pages)
    _draw_first_head(canvas, document)
    with canvas.element("Sect"):
        canvas.text(LEFT, BODY_TOP + 10, "What this credit is for" if document.is_credit else
                    "What this invoice is for", BOLD, 12.5, "H2", fill=document.letterhead.accent)
        _draw_lines(canvas, document, columns, pages)
        if tail_top is None:
            tail_top = LATER_TOP
        tail_top = draw_totals(canvas, document, tail_top)
    tail_top = draw_notes(canvas, document, tail_top)
    draw_payment(canvas, document, tail_top)
    if slip:
        draw_slip(canvas, document)
    draw_foot(canvas, document.letterhead, count, count)
    canvas.end_page()


def _plan(document, columns):
    """(rows a page, where the totals start on the last page, whether the slip fits below them)."""
    first_top = BODY_TOP + 20
    pages = share_out(rows_for(document, columns), BODY_BOTTOM - first_top, BODY_BOTTOM - LATER_TOP)
    tail = totals_depth(document) + notes_depth(document) + payment_depth(document)
    start = (first_top if len(pages) == 1 else LATER_TOP) + HEADER_DEPTH + sum(row.depth for row in pages[-1]) + 6
    if start + tail > BODY_BOTTOM:
        pages.append([])
        start = LATER_TOP + 4
    slip = wants_payment(document) and start + tail <= SLIP_TOP
    return pages, start, slip


def _draw_lines(canvas, document, columns, pages):
    """The table over its pages; the page that holds the totals is left open."""
    head = document.letterhead
    with canvas.element("Table", summary="Lines: what was supplied, with quantity, price and VAT"):
        top = draw_header(canvas, columns, BODY_TOP + 20, head.accent, head.ground)
        with canvas.element("TBody"):
            for number, rows in enumerate(pages, 1):
                if number > 1:
                    draw_foot(canvas, head, number - 1, len(pages))
                    canvas.end_page()
                    top = _draw_later_head(canvas, document, columns, has_rows=bool(rows))
                for row in rows:
                    top = draw_row(canvas, row, columns, top, head.accent)


def _draw_later_head(canvas, document, columns, has_rows):
    head = document.letterhead
    draw_sheet(canvas, head)
    name = f"{document.heading} {document.number}" if document.number else DRAFT_WORDS
    draw_running_head(canvas, head, head.name if len(head.name) < 50 else head.name[:48] + "…", name)
    return draw_header(canvas, columns, LATER_TOP, head.accent, head.ground, repeated=True) if has_rows else LATER_TOP


def _draw_first_head(canvas, document):
    head = document.letterhead
    draw_sheet(canvas, head)
    draw_fold_mark(canvas, head)
    canvas.text(COLUMN, 21 * mm, document.heading, BOLD, 22 if not document.copy else 17, "H1", fill=head.accent)
    if document.is_draft:
        canvas.panel(COLUMN - 3 * mm, 24.2 * mm, RIGHT - COLUMN + 6 * mm, 7.6 * mm, "#fbe9d0", 3)
        canvas.text(COLUMN, 29.4 * mm, DRAFT_WORDS, BOLD, 12, fill="#6b3a00")
    draw_supplier(canvas, head, show_vat_number=not document.is_outside_scope)
    draw_address(canvas, head, document.customer_name, document.address)
    below = _draw_facts(canvas, document, 38.4 * mm if document.is_draft else 31 * mm)
    _draw_amount(canvas, document, below)


def _facts(document):
    """(term, value) beside the address: what a reader quotes on the telephone."""
    facts = [("Number", document.number), ("Date", long_date(document.issue_date)),
             ("Tax point", "" if document.is_outside_scope else long_date(document.tax_point)),
             ("Credits invoice", document.original), ("Your account", document.account_reference),
             ("Your reference", document.your_reference)]
    return [(term, value) for term, value in facts if value]


def _draw_facts(canvas, document, baseline):
    with canvas.element("Table", summary="Number, dates and references of this document"), canvas.element("TBody"):
        for term, value in _facts(document):
            lines, size = fit(value, BOLD if term == "Number" else REGULAR, BODY, RIGHT - FACT_VALUE, 2, smallest=8)
            with canvas.element("TR"):
                canvas.text(COLUMN, baseline, term, REGULAR, BODY, "TH", fill=MUTED, scope="Row")
                baseline = canvas.lines(FACT_VALUE, baseline, lines, BOLD if term == "Number" else REGULAR, size,
                                        15.6, "TD")
    return baseline


def _draw_amount(canvas, document, top):
    """The amount and when it is due, in the upper third, where a reader looks first."""
    head = document.letterhead
    top = max(top - 4, 66 * mm)
    canvas.panel(COLUMN - 3 * mm, top, RIGHT - COLUMN + 6 * mm, 21 * mm, head.ground, 4)
    if document.is_credit:
        label, amount, below = "Total credit", document.gross, "This is not a demand for payment."
    else:
        label, amount = "To pay", document.to_pay
        below = f"by {long_date(document.due_date)}" if document.due_date and amount > 0 else ""
        if amount <= 0:
            below = "Nothing to pay – thank you." if document.paid else "Nothing to pay."
    canvas.text(COLUMN, top + 25, label, REGULAR, BODY, fill=MUTED)
    canvas.text(RIGHT, top + 25, pounds(amount), BOLD, 20, align="right", fill=head.accent)
    for index, line in enumerate(wrap(below, BOLD, BODY, RIGHT - COLUMN)[:2]):
        canvas.text(RIGHT, top + 45 + 12 * index, line, BOLD, BODY, align="right")
