"""The reminder letter as PDF: what is overdue, in plain words, and how to pay it."""
import datetime
from dataclasses import dataclass

from events.money import pounds
from invoicing.papers.flow import Flow
from invoicing.papers.invoice_document import long_date
from invoicing.papers.invoice_pdf import moment
from invoicing.papers.letterhead import Letterhead
from invoicing.papers.payment_panels import Payment, draw_payment
from invoicing.papers.remittance_slip import draw_slip
from invoicing.papers.table import Column, PaperTable, Row


@dataclass(frozen=True)
class OverdueInvoice:
    """One invoice that a letter reminds of; owing is pence."""
    number: str
    due_date: datetime.date
    days_late: int
    owing: int


@dataclass(frozen=True)
class ReminderDocument:
    """A letter: its heading and paragraphs as the council wrote them, and the invoices that it is about."""
    heading: str
    customer_name: str
    address: tuple[str, ...]
    account_reference: str
    issue_date: datetime.date
    paragraphs: tuple[str, ...]
    invoices: tuple[OverdueInvoice, ...]
    letterhead: Letterhead
    closing: tuple[str, ...] = ()  # paragraphs after the table: what happens next, who signs
    pay_reference: str = ""
    pay_url: str = ""
    language: str = "en"
    large_print: bool = False

    @property
    def total(self):
        return sum(invoice.owing for invoice in self.invoices)

    @property
    def name(self):
        return f"{self.heading}, {self.account_reference}"


def render(document):
    """The letter's bytes, PDF/UA-1 and PDF/A-3a; the same document always gives the same bytes."""
    flow = Flow(document.letterhead, document.language, document.large_print,
                f"{document.account_reference}, {long_date(document.issue_date)}")
    say = flow.say
    facts = [(say("Your account"), document.account_reference), (say("Date"), long_date(document.issue_date))]
    flow.open(say(document.heading), document.customer_name, document.address, facts,
              (say("Overdue"), pounds(document.total), say("Please pay now.")), show_vat_number=False)
    for text in document.paragraphs:
        flow.paragraph(text)
    with flow.canvas.element("Sect"):
        flow.top += 4
        flow.titled(say("What is owed"), _table(flow, document))
        flow.top += 6
    for text in document.closing:
        flow.paragraph(text)
    payment = Payment(document.total, document.customer_name, document.account_reference,
                      ("Date", long_date(document.issue_date)), document.pay_reference or document.account_reference,
                      None, document.pay_url, document.name) if document.total > 0 else None
    draw_payment(flow, payment)
    draw_slip(flow, payment)
    return flow.finished(f"{document.name}, {document.letterhead.name}", f"Letter to {document.customer_name}",
                         moment(document.issue_date))


def _table(flow, document):
    say = flow.say
    columns = [Column("number", say("Invoice"), "left", wide=True), Column("due", say("Due"), folded=True),
               Column("late", say("Days late"), folded=True), Column("owing", say("Owing"))]
    rows = [Row({"number": one.number, "due": long_date(one.due_date), "late": f"{one.days_late:,}",
                 "owing": pounds(one.owing)},
                folded=f"{say('Due')} {long_date(one.due_date)}, {say('Days late').lower()}: {one.days_late:,}")
            for one in document.invoices]
    total = Row({"owing": pounds(document.total)}, "subtotal", say("Total"))
    return PaperTable(flow, columns, [*rows, total], "Invoices that are overdue, with how late each one is")
