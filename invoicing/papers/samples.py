"""Sample papers: every type of document in every hard case, made of plain values, to look at and to check."""
import datetime
from dataclasses import replace
from fractions import Fraction

from events.money import apportion
from invoicing.einvoice.writers import attachment
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
)
from invoicing.papers.invoice_pdf import render as render_invoice
from invoicing.papers.letterhead import Letterhead
from invoicing.papers.receipt_pdf import ReceiptDocument, Settlement
from invoicing.papers.receipt_pdf import render as draw_receipt
from invoicing.papers.reminder_pdf import OverdueInvoice, ReminderDocument
from invoicing.papers.reminder_pdf import render as draw_reminder
from invoicing.papers.sample_logo import logo
from invoicing.papers.statement_pdf import StatementDocument, StatementEntry
from invoicing.papers.statement_pdf import render as draw_statement

DAY = datetime.date(2026, 11, 22)
HEAD = Letterhead(
    name="Exampleshire Borough Council", address=("Town Hall", "Market Square", "Exampletown", "EX1 1AA"),
    vat_number="GB 434 0314 94", department="Markets team", telephone="01234 567890",
    email="markets@exampleshire.example", bank_name="Example Bank", sort_code="00-00-00", account_number="12345678",
    iban="GB33BUKB20201555555555", bic="BUKBGB22",
    footer="Exampleshire Borough Council, Town Hall, Market Square, Exampletown EX1 1AA")
LAND = "Exempt from VAT: licence to occupy land (VATA 1994 Sch 9 Group 1 item 1)"
STATUTORY = "Outside the scope of VAT: statutory street trading fee"
KINDS = {  # what a charge is called on paper, its rate in hundredths of a per cent, and why it bears no VAT
    "standard": (STANDARD, 2000, "VAT at 20%", ""), "reduced": (STANDARD, 500, "VAT at 5%", ""),
    "zero": (ZERO, 0, "Zero-rated", ""), "exempt": (EXEMPT, 0, "Exempt from VAT", LAND),
    "outside": (OUTSIDE, 0, "Outside the scope of VAT", STATUTORY)}
LONG_NAME = "The Worshipful Company of Extraordinarily Longwinded Cheesemongers and Preservers of Exampleton"
LONG_ADDRESS = ("Unit 17, The Old Tannery Business Park and Creative Quarter", "Lower Long Lane", "Off Market Street",
                "Exampletown", "Exampleshire", "EX2 2BB")
LONG_COUNCIL = replace(HEAD, name="The Royal Borough and City of Exampleshire, Northern Examples and Isles",
                       colour="#ffcc00")
PITCH = "Market pitch A12 (3 m), Saturday"


def line(description, quantity, unit_price, kind="standard", day=DAY, tax_point=None):
    """A line at a price without VAT, in pence; its VAT is worked out with the rest of the invoice."""
    treatment, rate, _, _ = KINDS[kind]
    net = quantity * unit_price
    return InvoiceLine(description=description, quantity=quantity, unit_price=unit_price, net=net, vat=0, gross=net,
                       treatment=treatment, vat_rate_bp=rate, date=day, price=net, tax_point=tax_point)


def invoice(*lines, **changes):
    """An invoice of these lines, with its VAT worked out for each rate together."""
    rows = [_group(kind, lines) for kind in KINDS if _members(kind, lines)]
    lines = tuple(_apportioned(lines, rows))
    net, vat = sum(row.net for row in rows), sum(row.vat for row in rows)
    taxable = any(row.treatment in (STANDARD, ZERO) for row in rows)
    paid = changes.get("paid", 0)
    document = InvoiceDocument(
        title=VAT_INVOICE if taxable else INVOICE, number="INV-2026-000123", issue_date=DAY, tax_point=DAY,
        due_date=datetime.date(2026, 12, 22), customer_name="Siân Ó Briain, Cheese & Co.",
        address=("4 Long Row", "Exampletown", "EX2 2BB"), account_reference="100042-7", your_reference="PO 7741",
        lines=lines, vat_rows=tuple(rows), net=net, vat=vat, gross=net + vat, to_pay=net + vat - paid, letterhead=HEAD,
        pay_reference="100042-7", pay_url="https://pay.example/k7qm42")
    return replace(document, **changes)


def _members(kind, lines):
    treatment, rate, _, _ = KINDS[kind]
    return [one for one in lines if (one.treatment, one.vat_rate_bp) == (treatment, rate)]


def _group(kind, lines):
    treatment, rate, label, reason = KINDS[kind]
    net = sum(one.net for one in _members(kind, lines))
    return VatRow(treatment, label, rate, net, (net * rate + 5000) // 10000, reason)


def _apportioned(lines, rows):
    """The lines with their VAT, which adds up to that of their rate."""
    left = {(row.treatment, row.rate_bp): iter(apportion(row.vat, [
        Fraction(one.net * one.vat_rate_bp, 10000) for one in lines
        if (one.treatment, one.vat_rate_bp) == (row.treatment, row.rate_bp)])) for row in rows}
    for one in lines:
        vat = next(left[one.treatment, one.vat_rate_bp])
        yield replace(one, vat=vat, gross=one.net + vat)


def credit_note(*lines, **changes):
    """A credit note against the usual invoice."""
    return invoice(*lines, **{
        "title": CREDIT_NOTE, "number": "CN-2026-000007", "to_pay": 0, "due_date": None, "pay_url": "",
        "original": "INV-2026-000123 of 1 November 2026", "original_number": "INV-2026-000123",
        "original_date": datetime.date(2026, 11, 1), "reason": "The market was cancelled. Storm warning",
        **changes})


def schedule():
    """A year's rent, due on the first of each month (VAT Regulations 1995, reg. 90)."""
    dues = [datetime.date(2027 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
    lines = [line(f"Covered stall 7, {due:%B %Y}", 1, 21050, day=None, tax_point=due) for due in dues]
    document = invoice(*lines, tax_point=None, due_date=dues[0])
    parts = tuple((one.tax_point, one.gross) for one in document.lines)
    return replace(document, instalments=parts)


def simplified():
    """A small sale with its prices as published, VAT included (VAT Regulations 1995, reg. 16A)."""
    document = invoice(line("Gazebo hire", 2, 1000), line("Table hire", 3, 500), simplified=True, paid=4200)
    return replace(document, price_basis="gross", pay_url="", lines=tuple(
        replace(one, unit_price=one.gross // one.quantity, price=one.gross) for one in document.lines))


def mixed_lines():
    """Lines of four kinds of VAT."""
    return (line("Pitch A12, licence to occupy", 5, 2500, "exempt"), line("Gazebo hire", 5, 417),
            line("Electricity for the stall", 5, 333, "reduced"), line("Programme book", 12, 500, "zero"))


def welsh_line():
    """A line in Welsh."""
    return line("Llain farchnad ŵ ŷ, dydd Sadwrn – tŷ", 2, 1525)


def invoices():
    """Invoices of every kind, by name."""
    week, pitch = datetime.timedelta(days=7), line(PITCH, 1, 2850)
    six = [replace(pitch, date=DAY + n * week) for n in range(4)]
    six += [line("Electricity", 4, 333, "reduced"), line("Electricity", 1, 350, "reduced")]
    pitches = [line(f"Market pitch A{n}, with electricity and a gazebo from the council", 1, 2083, day=DAY + n * week)
               for n in range(1, 91)]
    return {
        "invoice": invoice(pitch), "invoice-six-lines-two-rates": invoice(*six), "invoice-90-lines": invoice(*pitches),
        "invoice-mixed-vat": invoice(*mixed_lines(), paid=2000),
        "invoice-exempt": invoice(line("Pitch A12, licence to occupy", 4, 2500, "exempt"), tax_point=None),
        "invoice-outside-scope": invoice(line("Street trading consent, 2026 to 2027", 1, 123456, "outside"),
                                         tax_point=None),
        "invoice-reduced-rate": invoice(line("Electricity for the stall", 4, 333, "reduced")),
        "invoice-paid": invoice(pitch, paid=3420), "invoice-simplified": simplified(),
        "invoice-schedule": schedule(), "invoice-copy": invoice(pitch, copy=True),
        "invoice-draft": invoice(pitch, number=None, pay_reference="", pay_url=""),
        "invoice-long-names": invoice(
            line("Pitch " + "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2, 1, 99999999),
            customer_name=LONG_NAME, address=LONG_ADDRESS, letterhead=LONG_COUNCIL,
            your_reference="PURCHASE-ORDER-0000000000000000000042-AMENDED-TWICE",
            pay_url="https://boxoffice.exampleshire.example/pay/q7Zp2VwK9sXt4LmN8bRd3FhJ/"),
        "invoice-many-letters": invoice(welsh_line(), customer_name="Łukasz Żółć, Ðorđe Ćirić, Siŵan Ŷnyr",
                                        address=("4 Łódź Street", "Exampletown", "EX2 2BB"),
                                        notes=("Diolch yn fawr – dziękujemy – Ďakujeme.",)),
        "invoice-bilingual": invoice(welsh_line(), line("Pabell", 1, 1000, "exempt"), language="cy", paid=500),
    }


def invoices_otherwise_set():
    """Invoices in large print, for other envelopes and with a logo."""
    pitch, with_logo = line(PITCH, 1, 2850), replace(HEAD, logo=logo())
    long_names = {"customer_name": LONG_NAME, "address": LONG_ADDRESS}
    return {
        "invoice-large-print": invoice(*mixed_lines(), large_print=True),
        "invoice-large-print-bilingual": invoice(welsh_line(), language="cy", large_print=True),
        "invoice-large-print-schedule": replace(schedule(), large_print=True),
        "invoice-large-print-long-names": invoice(line(PITCH, 1, 99999999), letterhead=LONG_COUNCIL, large_print=True,
                                                  **long_names),
        "invoice-large-print-logo": invoice(pitch, large_print=True, letterhead=with_logo),
        "invoice-c5": invoice(pitch, letterhead=replace(with_logo, envelope="C5")),
        "invoice-logo": invoice(pitch, letterhead=with_logo),
        "invoice-logo-long-names": invoice(pitch, letterhead=replace(LONG_COUNCIL, logo=logo()), **long_names),
    }


def credit_notes():
    """Credit notes, whole and in part."""
    return {
        "credit-note": credit_note(line(PITCH, 1, 2850)),
        "credit-note-partial": credit_note(line(PITCH, 1, 950), line("Pitch A12, licence", 1, 1250, "exempt")),
        "credit-note-change-of-rate": credit_note(line(PITCH, 1, 950), reason="Change of rate",
                                                  notes=("Credit note: change of VAT rate",)),
        "credit-note-bilingual": credit_note(welsh_line(), language="cy", copy=True),
        "credit-note-large-print": credit_note(line(PITCH, 1, 950), large_print=True),
    }


def statement(count, **changes):
    """An account with this many movements, two charges to each payment."""
    balance, entries = 5000, []
    for index in range(count):
        pence = (3420, 1250, -4670)[index % 3]
        balance += pence
        what = "Invoice" if pence > 0 else "Payment"
        entries.append(StatementEntry(DAY + datetime.timedelta(days=index), what, f"INV-2026-{index:06}", pence,
                                      balance))
    document = StatementDocument(
        customer_name="Siân Ó Briain, Cheese & Co.", address=("4 Long Row", "Exampletown", "EX2 2BB"),
        account_reference="100042-7", first=DAY, last=DAY + datetime.timedelta(days=max(count, 28)), opening=5000,
        entries=tuple(entries), closing=balance, ageing=(balance - 3000, 1000, 1000, 0, 1000), letterhead=HEAD,
        pay_url="https://pay.example/k7qm42")
    return replace(document, **changes)


def reminder(**changes):
    """A first reminder of two invoices."""
    return replace(ReminderDocument(
        heading="Reminder: please pay", customer_name="Siân Ó Briain, Cheese & Co.",
        address=("4 Long Row", "Exampletown", "EX2 2BB"), account_reference="100042-7", issue_date=DAY,
        paragraphs=("Dear Siân Ó Briain,", "The invoices below are past the day when they were due. If you have paid "
                    "in the last few days, thank you, and please take no notice of this letter."),
        invoices=(OverdueInvoice("INV-2026-000101", datetime.date(2026, 10, 1), 52, 3420),
                  OverdueInvoice("INV-2026-000119", datetime.date(2026, 11, 1), 21, 123456)),
        closing=("If paying is hard, or something on an invoice is wrong, please ring us: we can agree a plan and stop "
                 "further letters.",), letterhead=HEAD, pay_url="https://pay.example/k7qm42"), **changes)


def receipt(**changes):
    """A payment of two invoices with something over."""
    return replace(ReceiptDocument(
        number="R-2026-000031", customer_name="Siân Ó Briain, Cheese & Co.",
        address=("4 Long Row", "Exampletown", "EX2 2BB"), account_reference="100042-7", paid_on=DAY,
        method="bank transfer", amount=10000, settled=(
            Settlement("INV-2026-000101", 3420, datetime.date(2026, 9, 1)),
            Settlement("INV-2026-000119", 4000, datetime.date(2026, 10, 1))), letterhead=HEAD), **changes)


def draw_invoice(document):
    """An invoice's bytes with its XML inside."""
    return render_invoice(document, attachment(document))


def samples():
    """{name: (document, the function that gives its PDF's bytes)} for every sample."""
    long_names = {"customer_name": LONG_NAME, "address": LONG_ADDRESS, "letterhead": LONG_COUNCIL}
    kinds = (
        (draw_invoice, {**invoices(), **invoices_otherwise_set(), **credit_notes()}),
        (draw_statement, {
            "statement": statement(6), "statement-empty": statement(0, opening=0, closing=0, ageing=(0,) * 5),
            "statement-in-credit": statement(0, opening=-500, closing=-500, ageing=(0,) * 5),
            "statement-long": statement(100), "statement-large-print": statement(20, large_print=True),
            "statement-bilingual": statement(6, language="cy"), "statement-long-names": statement(6, **long_names)}),
        (draw_reminder, {
            "reminder": reminder(), "reminder-large-print": reminder(large_print=True),
            "reminder-bilingual": reminder(language="cy"), "reminder-long-names": reminder(**long_names)}),
        (draw_receipt, {
            "receipt": receipt(), "receipt-copy": receipt(copy=True, settled=()),
            "receipt-large-print": receipt(large_print=True), "receipt-bilingual": receipt(language="cy"),
            "receipt-long-names": receipt(**long_names)}))
    return {name: (document, draw) for draw, documents in kinds for name, document in documents.items()}
