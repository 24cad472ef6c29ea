"""Invoices and tickets that the PDF tests render, made of plain values."""
import datetime
from dataclasses import replace

from events.tickets import Ticket
from invoicing.invoice_pdf import (
    CREDIT_NOTE,
    EXEMPT,
    INVOICE,
    OUTSIDE,
    STANDARD,
    VAT_INVOICE,
    InvoiceDocument,
    InvoiceLine,
    Letterhead,
    VatRow,
)

HEAD = Letterhead(
    name="Exampleshire Borough Council", address=("Town Hall", "Market Square", "Exampletown", "EX1 1AA"),
    vat_number="GB 434 0314 94", telephone="01234 567890", email="markets@exampleshire.gov.uk",
    bank_name="Example Bank", sort_code="00-00-00", account_number="12345678",
    footer="Exampleshire Borough Council, Town Hall, Market Square, Exampletown EX1 1AA")
DAY = datetime.date(2026, 11, 22)
LAND = "Exempt from VAT: licence to occupy land (VATA 1994 Sch 9 Group 1 item 1)"
LABELS = {STANDARD: "Standard rate 20%", EXEMPT: "Exempt", OUTSIDE: "Outside the scope"}
REASONS = {EXEMPT: LAND, OUTSIDE: "Outside the scope of VAT: statutory street trading fee"}


def line(description, quantity, unit_price, treatment=STANDARD, day=DAY):
    net = quantity * unit_price
    rate = 2000 if treatment == STANDARD else 0
    vat = (net * rate + 5000) // 10000
    return InvoiceLine(description=description, quantity=quantity, unit_price=unit_price, net=net, vat=vat,
                       gross=net + vat, treatment=treatment, vat_rate_bp=rate, date=day, budget_code="4410-SECRET")


def invoice(lines, **changes):
    rows = []
    for treatment in dict.fromkeys(entry.treatment for entry in lines):
        members = [entry for entry in lines if entry.treatment == treatment]
        rows.append(VatRow(treatment, LABELS[treatment], members[0].vat_rate_bp, sum(m.net for m in members),
                           sum(m.vat for m in members), REASONS.get(treatment, "")))
    net, vat = sum(row.net for row in rows), sum(row.vat for row in rows)
    paid = changes.get("paid", 0)
    document = InvoiceDocument(
        title=VAT_INVOICE if vat else INVOICE, number="INV-2026-000123", issue_date=DAY, tax_point=DAY,
        due_date=datetime.date(2026, 12, 22), customer_name="Siân Ó Briain, Cheese & Co.",
        address=("4 Łódź Street", "Exampletown", "EX2 2BB"), account_reference="TRADER-00042",
        your_reference="PO 7741", lines=tuple(lines), vat_rows=tuple(rows), net=net, vat=vat, gross=net + vat,
        to_pay=net + vat - paid, letterhead=HEAD, pay_reference="INV-2026-000123")
    return replace(document, **changes)


PITCH = line("Market pitch A12 (3 m), Saturday", 1, 2850)
SAMPLES = {
    "one line": invoice([PITCH]),
    "ninety lines": invoice([line(f"Market pitch A{n}, with electricity and a gazebo from the council", 1, 2083,
                                  day=DAY + datetime.timedelta(days=n)) for n in range(1, 91)]),
    "mixed VAT": invoice([line("Pitch A12, licence to occupy", 5, 2500, EXEMPT), line("Gazebo hire", 5, 417),
                          line("Pitch B2, licence to occupy", 1, 2500, EXEMPT)], paid=2000),
    "exempt": invoice([line("Pitch A12, licence to occupy", 4, 2500, EXEMPT)], tax_point=None),
    "outside scope": invoice([line("Street trading consent, 2026 to 2027", 1, 123456, OUTSIDE)]),
    "credit note": invoice([line("Market cancelled for wind: pitch A12", 1, 2083)], title=CREDIT_NOTE,
                           number="CN-2026-000007", to_pay=0, due_date=None,
                           original="INV-2026-000123 of 1 November 2026"),
    "draft": invoice([PITCH], number=None, pay_reference=""),
    "very long names": invoice(
        [line("Pitch " + "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2, 1, 99999999)],
        customer_name="The Worshipful Company of Extraordinarily Longwinded Cheesemongers and Preservers of Exampleton",
        address=("Unit 17, The Old Tannery Business Park and Creative Quarter", "Lower Long Lane", "Off Market Street",
                 "Exampletown", "Exampleshire", "EX2 2BB"),
        your_reference="PURCHASE-ORDER-0000000000000000000042-AMENDED-TWICE",
        letterhead=replace(HEAD, name="The Royal Borough and City of Exampleshire, Northern Examples and Isles",
                           envelope="C5", colour="#ffcc00")),
    "Welsh names": invoice([line("Llain farchnad ŵ ŷ, dydd Sadwrn – tŷ", 2, 1525)],
                           customer_name="Siŵan Ŷnyr, Caws y Tŷ", notes=("Diolch yn fawr i chi gyd 🧀.",),
                           copy=True, pay_url="https://pay.example/INV-2026-000123"),
}

TICKET = Ticket(
    token="q7Zp2VwK9sXt4LmN8bRd3FhJ", title="A Christmas Carol", venue="The Winding Wheel, Exampletown",
    starts="Saturday 5 December 2026, 7.30 pm", doors="Doors open 6.45 pm", place="C14", area="Stalls",
    price_type="Adult", price="£18.50", reference="K7QM-42", holder="Siŵan Ŷnyr",
    notes="Please leave by the side door in Holywell Street.", unit="seat")
TICKETS = [TICKET, replace(TICKET, place="C15", token="b8RdTQ7Zp2VwK9sXt4LmN3FhJ", price_type="Child", price="£9.00"),
           replace(TICKET, place="C16", token="LmN8bR2VwK9sXt4d3FhJq7Zp", holder="", notes=""),
           replace(TICKET, title="The Exampletown Christmas Craft and Farmers’ Market and Lantern Procession",
                   place="A12", area="Market Square, north side", unit="pitch", token="Xt4LmN8bRd3FhJq7Zp2VwK9s",
                   price_type="Regular trader with electricity and gazebo", price="£28.50")]
