"""The letter as PDF: plain words to one customer, in the window of the council's envelope."""
import datetime
from dataclasses import dataclass

from reportlab.lib.units import mm

from events.pdf_text import BOLD, fit
from invoicing.papers.flow import Flow
from invoicing.papers.invoice_document import long_date
from invoicing.papers.invoice_pdf import moment
from invoicing.papers.letterhead import COLUMN, LEFT, RIGHT, Letterhead, draw_address, draw_logo, draw_supplier


@dataclass(frozen=True)
class LetterDocument:
    """A letter: whom to, what about, and its paragraphs."""
    subject: str
    customer_name: str
    address: tuple[str, ...]
    reference: str
    issue_date: datetime.date
    paragraphs: tuple[str, ...]
    letterhead: Letterhead
    large_print: bool = False


def render(document):
    """The letter's bytes, PDF/UA-1 and PDF/A-3a; the same document always gives the same bytes."""
    day = long_date(document.issue_date)
    flow = Flow(document.letterhead, "en", document.large_print, f"{document.reference}, {day}")
    flow.fold_mark()
    draw_logo(flow)
    draw_supplier(flow, show_vat_number=False)
    draw_address(flow, document.customer_name, document.address)
    facts = [("Date", day), ("Reference", document.reference)]
    below = flow.letterhead.window.bottom + 16 * mm
    if document.large_print:
        below = flow.draw_facts(facts, LEFT, LEFT + 62 * mm, RIGHT, below, bold_first=False)
    else:
        flow.draw_facts(facts, COLUMN, COLUMN + flow.term_room, RIGHT, flow.letterhead.window.top + 6 * mm)
    flow.top = _subject(flow, document.subject, below + 6 * mm)
    flow.paragraph(f"Dear {document.customer_name},")
    for text in document.paragraphs:
        for line in text.splitlines():
            flow.paragraph(line)
    flow.paragraph("Yours sincerely,")
    flow.paragraph(flow.letterhead.department or flow.letterhead.name, BOLD)
    return flow.finished(f"{document.subject}, {document.letterhead.name}", f"Letter to {document.customer_name}",
                         moment(document.issue_date))


def _subject(flow, subject, baseline):
    """What it is about, as its heading; the answer is where the words begin."""
    lines, size = fit(subject, BOLD, flow.type.heading * 1.2, RIGHT - LEFT, 1, smallest=flow.type.heading)
    below = flow.canvas.lines(LEFT, baseline, lines, BOLD, size, size * 1.25, "H1", fill=flow.accent)
    return below - size + 4 * mm
