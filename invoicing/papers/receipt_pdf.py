"""The receipt as PDF: what was paid, when and how, and what it settled."""
import datetime
from dataclasses import dataclass

from events.money import pounds
from invoicing.papers.flow import Flow
from invoicing.papers.invoice_document import long_date
from invoicing.papers.invoice_pdf import moment
from invoicing.papers.letterhead import Letterhead
from invoicing.papers.table import Column, PaperTable, Row


@dataclass(frozen=True)
class Settlement:
    """What a payment settled: the invoice and how many pence of it."""
    number: str
    pence: int
    date: datetime.date | None = None  # of the invoice


@dataclass(frozen=True)
class ReceiptDocument:
    """A payment as received, in integer pence. What it did not settle is kept on the account."""
    number: str
    customer_name: str
    address: tuple[str, ...]
    account_reference: str
    paid_on: datetime.date
    method: str  # in words: "card", "bank transfer", "cash"
    amount: int
    settled: tuple[Settlement, ...]
    letterhead: Letterhead
    reference: str = ""
    notes: tuple[str, ...] = ()
    copy: bool = False
    language: str = "en"
    large_print: bool = False

    @property
    def kept(self):
        return self.amount - sum(one.pence for one in self.settled)

    @property
    def name(self):
        return f"Receipt {self.number}"


def render(document):
    """The receipt's bytes, PDF/UA-1 and PDF/A-3a; the same document always gives the same bytes."""
    flow = Flow(document.letterhead, document.language, document.large_print, document.name)
    say = flow.say
    heading = f"{say('Receipt')} ({say('copy')})" if document.copy else say("Receipt")
    facts = [("Number", document.number), ("Paid on", long_date(document.paid_on)),
             ("Paid by", document.method[:1].upper() + document.method[1:]),
             ("Your reference", document.reference), ("Your account", document.account_reference)]
    flow.open(heading, document.customer_name, document.address,
              [(say(term), value) for term, value in facts if value],
              (say("Received"), pounds(document.amount), say("Thank you.")), show_vat_number=False)
    with flow.canvas.element("Sect"):
        flow.titled(say("What this payment settled"), _table(flow, document))
    flow.top += 10
    for note in document.notes:
        flow.paragraph(note)
    return flow.finished(f"{document.name}, {document.letterhead.name}", f"Receipt to {document.customer_name}",
                         moment(document.paid_on))


def _table(flow, document):
    say = flow.say
    columns = [Column("number", say("Invoice"), "left", wide=True), Column("date", say("Date"), folded=True),
               Column("settled", say("Settled"))]
    rows = [Row({"number": one.number, "date": long_date(one.date), "settled": pounds(one.pence)},
                folded=long_date(one.date)) for one in document.settled]
    if document.kept > 0:
        rows.append(Row({"number": say("Kept on your account"), "settled": pounds(document.kept)}))
    total = Row({"settled": pounds(document.amount)}, "subtotal", say("Total"))
    return PaperTable(flow, columns, [*rows, total], "What the payment settled")
