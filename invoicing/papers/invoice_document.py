"""What an invoice says, as plain values in integer pence, and how money, dates and rates are written."""
import datetime
from dataclasses import dataclass, field
from decimal import Decimal

from events.money import pounds
from invoicing.papers.letterhead import Letterhead

STANDARD, ZERO, EXEMPT, OUTSIDE = "S", "Z", "E", "O"
VAT_INVOICE, INVOICE, CREDIT_NOTE = "VAT invoice", "Invoice", "Credit note"


@dataclass(frozen=True)
class InvoiceLine:
    """One supply. unit_price is pence (a Decimal where a price is a fraction of a penny)."""
    description: str
    quantity: int | Decimal
    unit_price: int | Decimal
    net: int
    vat: int
    gross: int
    treatment: str = STANDARD
    vat_rate_bp: int = 0
    date: datetime.date | None = None
    budget_code: str = ""  # for the ledger; never printed
    price: int | None = None  # pence for the whole line as published, on the document's price_basis; net where None
    tax_point: datetime.date | None = None  # of this line alone, on an invoice that covers many due dates


@dataclass(frozen=True)
class VatRow:
    """The sub-total of one VAT treatment and rate; reason says why no VAT is charged."""
    treatment: str
    label: str
    rate_bp: int
    net: int
    vat: int
    reason: str = ""


@dataclass(frozen=True)
class InvoiceDocument:
    """An invoice or credit note as issued; number is None while it is a draft."""
    title: str
    number: str | None
    issue_date: datetime.date | None
    customer_name: str
    address: tuple[str, ...]
    lines: tuple[InvoiceLine, ...]
    vat_rows: tuple[VatRow, ...]
    net: int
    vat: int
    gross: int
    letterhead: Letterhead
    paid: int = 0
    to_pay: int = 0
    tax_point: datetime.date | None = None
    due_date: datetime.date | None = None
    account_reference: str = ""
    your_reference: str = ""
    pay_reference: str = ""
    pay_url: str = ""
    notes: tuple[str, ...] = field(default=())
    copy: bool = False
    price_basis: str = "net"  # "gross" where unit prices are published with VAT in them
    original: str = ""  # on a credit note: the number and date of the invoice it corrects
    original_number: str = ""
    original_date: datetime.date | None = None
    reason: str = ""  # on a credit note: why
    customer_vat_number: str = ""
    instalments: tuple[tuple[datetime.date, int], ...] = ()  # (due, pence); VAT Regulations 1995, reg. 90(2)
    large_print: bool = False
    simplified: bool = False  # VAT Regulations 1995, reg. 16A: £250 or less, VAT included
    language: str = "en"  # "cy" prints every heading in Welsh and English

    @property
    def is_draft(self):
        return not self.number

    @property
    def is_credit(self):
        return self.title == CREDIT_NOTE

    @property
    def is_outside_scope(self):
        """A document of statutory fees alone: nothing on it may look like VAT, the VAT number included."""
        return bool(self.lines) and all(line.treatment == OUTSIDE for line in self.lines)

    @property
    def heading(self):
        return f"{self.title} (copy)" if self.copy else self.title

    @property
    def name(self):
        return f"{self.title} {self.number}" if self.number else f"Draft {self.title[0].lower()}{self.title[1:]}" \
            if self.title != VAT_INVOICE else "Draft VAT invoice"


def unit_pounds(pence):
    """A unit price, with up to four places where it is not a whole number of pence."""
    if pence == int(pence):
        return pounds(int(pence))
    places = f"{abs(Decimal(pence)) / 100:,.4f}".rstrip("0")
    return ("−£" if pence < 0 else "£") + places


def long_date(date):
    """22 November 2026."""
    return f"{date.day} {date:%B %Y}" if date else ""


def short_date(date):
    """22 Nov 2026, for the date column of a table."""
    return f"{date.day} {date:%b %Y}" if date else ""


def plain_number(quantity):
    """A quantity without needless noughts."""
    text = f"{quantity:,f}" if isinstance(quantity, Decimal) else f"{quantity:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate_text(treatment, rate_bp):
    """What the VAT rate column says."""
    if treatment == EXEMPT:
        return "Exempt"
    if treatment == OUTSIDE:
        return "No VAT"
    return f"{plain_number(Decimal(rate_bp) / 100)}%"


def exemption_reason(row):
    """The sentence that says why a group bears no VAT, or nothing."""
    if not row.reason or row.treatment not in (EXEMPT, OUTSIDE):
        return row.reason
    opening = "Exempt from VAT" if row.treatment == EXEMPT else "Outside the scope of VAT"
    if row.reason.lower().startswith(("exempt", "outside")):
        return row.reason
    return f"{opening}: {row.reason}"
