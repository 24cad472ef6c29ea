"""Invoices of every kind as plain values, taxed by the product's own arithmetic, and the official rules' hard cases."""
import datetime
from dataclasses import replace

from events.money import Basis, Priced, tax
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
from invoicing.papers.letterhead import Letterhead

DAY = datetime.date(2026, 11, 22)
HEAD = Letterhead(
    name="Exampleshire Borough Council", address=("Town Hall", "Market Square", "Exampletown", "EX1 1AA"),
    vat_number="GB 434 0314 94", telephone="01234 567890", email="markets@exampleshire.gov.uk",
    bank_name="Example Bank", sort_code="00-00-00", account_number="12345678")
WITH_IBAN = replace(HEAD, iban="GB33 BUKB 2020 1555 5555 55", bic="BUKBGB22", department="Sundry income")
LAND = "licence to occupy land (VATA 1994 Sch 9 Group 1 item 1)"
CULTURE = "admission to a cultural performance (VATA 1994 Sch 9 Group 13 item 2)"
STATUTE = "Outside the scope of VAT: statutory street trading licence"
REASONS = {EXEMPT: LAND, OUTSIDE: STATUTE}
RATES = {STANDARD: 2000, ZERO: 0, EXEMPT: 0, OUTSIDE: 0}


def sale(description, quantity, unit_price, treatment=STANDARD, rate=None, **changes):
    """One supply as asked for: quantity times a published price in pence."""
    rate = RATES[treatment] if rate is None else rate
    return {"description": description, "quantity": quantity, "unit_price": unit_price, "treatment": treatment,
            "vat_rate_bp": rate, **changes}


def lines_of(sales, basis):
    priced = [Priced(one["quantity"] * one["unit_price"], one.pop("basis", basis), one["treatment"],
                     one["vat_rate_bp"]) for one in sales]
    return tuple(InvoiceLine(net=taxed.net, vat=taxed.vat, gross=taxed.gross, price=price.price,
                             **{"date": DAY, **one})
                 for one, price, taxed in zip(sales, priced, tax(priced), strict=True))


def rows_of(lines, reasons):
    for treatment, rate in dict.fromkeys((line.treatment, line.vat_rate_bp) for line in lines):
        members = [line for line in lines if (line.treatment, line.vat_rate_bp) == (treatment, rate)]
        yield VatRow(treatment, f"{treatment} {rate}", rate, sum(line.net for line in members),
                     sum(line.vat for line in members), reasons.get(treatment, ""))


def paper(*sales, basis=Basis.NET, reasons=None, **changes):
    """An issued document of these sales."""
    lines = lines_of([dict(one) for one in sales], basis)
    rows = tuple(rows_of(lines, reasons or REASONS))
    net, vat = sum(row.net for row in rows), sum(row.vat for row in rows)
    document = InvoiceDocument(
        title=VAT_INVOICE if vat else INVOICE, number="INV-2026-000123", issue_date=DAY, tax_point=DAY,
        due_date=datetime.date(2026, 12, 22), customer_name="Siân Ó Briain, Cheese & Co.",
        address=("4 Łódź Street", "Exampletown", "EX2 2BB"), account_reference="TRADER-00042", lines=lines,
        vat_rows=rows, net=net, vat=vat, gross=net + vat, to_pay=net + vat - changes.get("paid", 0), letterhead=HEAD,
        pay_reference="4400 0001 23", price_basis=basis, customer_vat_number="GB980780684")
    return replace(document, **changes)


CREDIT = {"title": CREDIT_NOTE, "number": "CN-2026-000007", "original_number": "INV-2026-000123", "due_date": None,
          "original_date": datetime.date(2026, 11, 1), "original": "INV-2026-000123 of 1 November 2026", "to_pay": 0,
          "reason": "The market was cancelled because of the weather."}
PITCH = sale("Market pitch A12 (3 m), Saturday", 1, 2850)
DUE = [datetime.date(2026, month, 1) for month in range(4, 13)]
YEAR = [sale(f"Pitch A12, rent due {due}", 1, 10417, date=due, tax_point=due) for due in DUE]
RENT = paper(*YEAR)


PAPERS = {
    "one line": paper(PITCH),
    "one line to an account with an IBAN": paper(PITCH, letterhead=WITH_IBAN, your_reference="PO 7741"),
    "no account to pay into": paper(PITCH, letterhead=replace(HEAD, account_number="")),
    "ninety lines": paper(*(sale(f"Market pitch A{n}, with electricity", 1, 2083,
                                 date=DAY + datetime.timedelta(days=n)) for n in range(1, 91))),
    "mixed VAT": paper(sale("Pitch A12, licence to occupy", 5, 2500, EXEMPT), sale("Gazebo hire", 5, 417),
                       sale("Programme book", 3, 250, ZERO), sale("Electricity, domestic", 7, 333, rate=500)),
    "exempt": paper(sale("Pitch A12, licence to occupy", 4, 2500, EXEMPT), tax_point=None),
    "exempt culture": paper(sale("A Christmas Carol, stalls C14", 2, 1850, EXEMPT), reasons={EXEMPT: CULTURE}),
    "outside scope": paper(sale("Street trading consent, 2026 to 2027", 1, 123456, OUTSIDE)),
    "zero rate": paper(sale("Programme book", 3, 250, ZERO)),
    "reduced rate": paper(sale("Electricity for one stall", 3, 1111, rate=500)),
    "part paid": paper(PITCH, paid=1000),
    "paid": paper(PITCH, paid=3420, pay_reference=""),
    "credit note": paper(sale("Market cancelled for wind: pitch A12", 1, 2083), **CREDIT),
    "credit note of exempt rent": paper(sale("Market cancelled: pitch A12", 1, 2500, EXEMPT), **CREDIT),
    "credit note with a line the other way": paper(PITCH, sale("Electricity used all the same", -1, 250), **CREDIT),
    "gross basis": paper(sale("Foyer stall", 7, 1000), sale("Table", 3, 333), sale("Chair", 1, 1, rate=500),
                         basis=Basis.GROSS),
    "schedule": replace(RENT, tax_point=None, due_date=None, instalments=tuple(
        (due, line.gross) for due, line in zip(DUE, RENT.lines, strict=True))),
    "a line that takes money off": paper(PITCH, sale("Regular trader's discount", 1, -285)),
    "more taken off than charged": paper(PITCH, sale("Goodwill", 2, -2000)),
    "a free line": paper(PITCH, sale("Table, free of charge", 2, 0)),
    "no days, no due date": paper(sale("Advertisement", 1, 9999, date=None), due_date=None, tax_point=None),
    "a customer with no VAT number and no address": paper(PITCH, customer_vat_number="", address=()),
    "a customer with no name": paper(PITCH, customer_name="\x00", simplified=True, account_reference=""),
    "a long address without a postcode": paper(PITCH, address=(
        "Unit 17", "The Old Tannery", "Lower Long Lane", "Off Market Street", "Exampletown")),
    "very long names": paper(
        sale("Pitch " + "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 9, 1, 99_999_999),
        customer_name="The Worshipful Company of Extraordinarily Longwinded Cheesemongers of Exampleton " * 5,
        your_reference="PURCHASE-ORDER-0000000000000000000042-AMENDED-TWICE"),
    "Welsh and other letters": paper(
        sale("Llain farchnad ŵ ŷ, dydd Sadwrn – tŷ <caws> & “llaeth” 𝔐", 2, 1525), customer_name="Siŵan Ŷnyr 王 Ελένη",
        address=("Tŷ'r Ffair", "Llanfair-ym-Muallt", "LD2 3DL"), notes=("Diolch yn fawr 🧀.",), language="cy"),
    "characters that XML forbids": paper(
        sale("Pitch\x00 A12\x0b \ud800\ufffe, Saturday", 1, 2850), customer_name="Amy\x1f\x08 Trader",
        notes=("A note\x0c over\ntwo lines",)),
}
