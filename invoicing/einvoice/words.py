"""What an e-invoice says in either syntax, by the terms of EN 16931 (BT numbers), taken from the invoice document."""
import re
from dataclasses import dataclass
from decimal import Decimal

from events.money import pounds
from invoicing.einvoice.xml import amount, decimal
from invoicing.papers.invoice_document import EXEMPT, OUTSIDE, STANDARD, ZERO, exemption_reason, long_date

CURRENCY = "GBP"
ONE = "C62"  # UN/ECE Recommendation 20: a unit that is simply counted
TRANSFER, NOT_DEFINED = "30", "1"  # UNTDID 4461
GROUP = re.compile(r"Group (\d+)")  # of VATA 1994 Schedule 9


@dataclass(frozen=True)
class BankAccount:
    """Where to pay (BG-17): an IBAN, or a British account number with its sort code."""
    number: str
    name: str
    branch: str
    is_iban: bool


def type_code(document):
    """BT-3, from UNTDID 1001: an invoice or a credit note."""
    return "381" if document.is_credit else "380"


def tax_point(document):
    """BT-7, only where something on the document is taxable."""
    taxable = any(row.treatment in (STANDARD, ZERO) for row in document.vat_rows)
    return document.tax_point if taxable else None


def due_date(document):
    """BT-9: of several instalments the last; the terms list them all."""
    if document.is_credit:
        return None
    return max((due for due, _ in document.instalments), default=document.due_date)


def buyer_reference(document):
    """BT-10, which Peppol always asks for."""
    return document.your_reference or document.account_reference or document.number


def terms(document):
    """BT-20; with the due date it is what BR-CO-25 asks for."""
    if document.is_credit:
        return "This is not a demand for payment."
    if document.instalments:
        parts = (f"{pounds(pence)} by {long_date(due)}" for due, pence in document.instalments)
        return f"Payable in instalments: {'; '.join(parts)}."
    if document.to_pay <= 0:
        return "Nothing to pay."
    return f"Payable by {long_date(document.due_date)}." if document.due_date else "Payable now."


def note(document):
    """BT-22: why, on what ground without VAT, and the printed notes; one note, as Peppol allows no more (R002)."""
    reasons = (exemption_reason(row) for row in document.vat_rows if row.treatment in (EXEMPT, OUTSIDE))
    return "\n".join(dict.fromkeys(filter(None, (document.reason, *reasons, *document.notes))))


def remittance(document):
    """BT-83: what to write on the payment."""
    return document.pay_reference or document.number


def day(line):
    """BT-134 and BT-135: the day a line is for."""
    return line.date or line.tax_point


def period(document):
    """BT-73 and BT-74: the first and the last day charged, so that every line's day lies inside; None if undated."""
    days = [found for found in map(day, document.lines) if found]
    return (min(days), max(days)) if days else None


def delivered(document):
    """BT-72: the last day charged, or the tax point of a document that names no day."""
    days = period(document)
    return days[1] if days else document.tax_point or document.issue_date


def line_note(document, line):
    """BT-127: the tax point of one line on an invoice that covers many due dates."""
    own = line.tax_point and line.tax_point != document.tax_point and not document.is_credit
    return f"Tax point {long_date(line.tax_point)}" if own else ""


def is_payable(document):
    """Whether the document asks for money, so that how to pay (BG-16) belongs on it."""
    return not document.is_credit and document.to_pay > 0


def account(document):
    """Where to pay, or None where the letterhead names no account."""
    head = document.letterhead
    if not (head.iban or head.account_number):
        return None
    name = head.account_name or head.name
    if head.iban:
        return BankAccount(head.iban.replace(" ", ""), name, head.bic.replace(" ", ""), True)
    return BankAccount(head.account_number, name, re.sub(r"\D", "", head.sort_code), False)


def payment_code(document):
    """BT-81; code 30 asks for an account (BR-61)."""
    return TRANSFER if account(document) else NOT_DEFINED


def quantity(line):
    """BT-129: negative where the line takes money off, as a price never is (BR-27)."""
    return -abs(line.quantity) if line.net < 0 else abs(line.quantity)


def price(line):
    """(BT-146, BT-149): the unit price, or what the line came to for its whole quantity where that is not exact.

    A price with VAT in it has no exact net price for one, and Peppol R120 asks that quantity × price be the net.
    """
    plain = abs(Decimal(line.unit_price))
    if plain * abs(line.quantity) == abs(line.net) and plain == round(plain, 2):
        return decimal(plain / 100), None
    return amount(abs(line.net)), decimal(abs(line.quantity))


def reason_code(row):
    """BT-121. There is none for British land: its reason goes in words alone."""
    if row.treatment == OUTSIDE:
        return "VATEX-EU-O"
    culture = row.treatment == EXEMPT and set(GROUP.findall(row.reason)) == {"13"}
    return "VATEX-EU-132-1N" if culture else ""


def reason(row):
    """BT-120, only where no VAT is charged for a reason (BR-S-10, BR-Z-10)."""
    return exemption_reason(row) if row.treatment in (EXEMPT, OUTSIDE) else ""
