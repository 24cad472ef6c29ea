"""The statement of account as PDF: what was owed, what came and went, what is owed and for how long."""
import datetime
from dataclasses import dataclass

from events.money import pounds
from invoicing.papers.flow import Flow
from invoicing.papers.invoice_document import long_date, short_date
from invoicing.papers.invoice_pdf import moment
from invoicing.papers.letterhead import Letterhead
from invoicing.papers.payment_panels import Payment, draw_payment
from invoicing.papers.remittance_slip import draw_slip
from invoicing.papers.table import Column, PaperTable, Row

AGES = ("Up to 30 days", "31 to 60 days", "61 to 90 days", "91 to 120 days", "Over 120 days")


@dataclass(frozen=True)
class StatementEntry:
    """One movement: pence are what it added to the account (less than 0: paid or credited), balance what it left."""
    date: datetime.date
    what: str
    reference: str
    pence: int
    balance: int


@dataclass(frozen=True)
class StatementDocument:
    """An account from one day to another, in integer pence; a balance under 0 is money kept for the customer.

    `ageing` has five amounts: up to 30 days (what is not yet due with them), then to 60, 90, 120, and over;
    it is empty where the last day was past when the statement was made.
    """
    customer_name: str
    address: tuple[str, ...]
    account_reference: str
    first: datetime.date
    last: datetime.date
    opening: int
    entries: tuple[StatementEntry, ...]
    closing: int
    ageing: tuple[int, ...]
    letterhead: Letterhead
    issue_date: datetime.date | None = None  # the last day where None
    pay_reference: str = ""
    pay_url: str = ""
    notes: tuple[str, ...] = ()
    language: str = "en"
    large_print: bool = False

    @property
    def name(self):
        return f"Statement of account {self.account_reference}, {long_date(self.last)}"


def render(document):
    """The statement's bytes, PDF/UA-1 and PDF/A-3a; the same document always gives the same bytes."""
    flow = Flow(document.letterhead, document.language, document.large_print,
                f"Statement of {long_date(document.last)}")
    say = flow.say
    flow.open(say("Statement"), document.customer_name, document.address, _facts(say, document),
              _amount(say, document), show_vat_number=False)
    with flow.canvas.element("Sect"):
        flow.titled(say("What came and went"), _movements(flow, document))
    if any(document.ageing):
        with flow.canvas.element("Sect"):
            flow.top += 8
            flow.titled(say("How long it has been owed"), _ageing(flow, document))
            flow.top += 8
    for note in document.notes:
        flow.paragraph(note)
    payment = _payment(document)
    draw_payment(flow, payment)
    draw_slip(flow, payment)
    return flow.finished(f"{document.name}, {document.letterhead.name}", f"Account of {document.customer_name}",
                         moment(document.issue_date or document.last))


def _facts(say, document):
    period = say("{} to {}", short_date(document.first), short_date(document.last))
    return [(say("Your account"), document.account_reference), (say("Period"), period),
            (say("Date"), long_date(document.issue_date or document.last))]


def _amount(say, document):
    if document.closing < 0:
        return say("In credit"), pounds(-document.closing), say("Nothing to pay.")
    return say("Owed now"), pounds(document.closing), "" if document.closing else say("Nothing to pay – thank you.")


def _movements(flow, document):
    say = flow.say
    columns = [Column("date", say("Date"), "left", folded=True), Column("what", say("Description"), "left", wide=True),
               Column("charge", say("Charge")), Column("credit", say("Paid or credited")),
               Column("balance", say("Balance"))]
    rows = [Row({"date": short_date(document.first), "what": say("Opening balance"),
                 "balance": pounds(document.opening)})]
    rows += [_movement(entry) for entry in document.entries]
    if not document.entries:
        rows.append(Row({"what": say("Nothing happened in this period.")}))
    rows.append(Row({"balance": pounds(document.closing)}, "subtotal", say("Closing balance")))
    return PaperTable(flow, columns, rows, "Movements on the account, with the balance after each")


def _movement(entry):
    side = "charge" if entry.pence > 0 else "credit"
    what = f"{entry.what}, {entry.reference}" if entry.reference else entry.what
    return Row({"date": short_date(entry.date), "what": what, side: pounds(abs(entry.pence)),
                "balance": pounds(entry.balance)}, folded=short_date(entry.date))


def _ageing(flow, document):
    """The five ages side by side; in large print one below the other."""
    say, amounts = flow.say, [pounds(pence) for pence in document.ageing]
    if flow.type.large:
        columns = [Column("age", say("Days late"), "left", wide=True), Column("owing", say("Owing"))]
        rows = [Row({"age": say(age), "owing": amount}) for age, amount in zip(AGES, amounts, strict=True)]
    else:
        columns = [Column("total", say("Owing"), "left", wide=True), *(Column(age, say(age)) for age in AGES)]
        rows = [Row({"total": pounds(sum(document.ageing)), **dict(zip(AGES, amounts, strict=True))})]
    return PaperTable(flow, columns, rows, "What is owed, by how many days it is late")


def _payment(document):
    if document.closing <= 0:
        return None
    return Payment(document.closing, document.customer_name, document.account_reference,
                   ("Statement", long_date(document.last)), document.pay_reference or document.account_reference,
                   None, document.pay_url, document.name)
