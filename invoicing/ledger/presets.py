"""Layouts to start from: Unit4, Xero, Sage 50 and plain journals. A council copies one and changes it.

The ledger's own codes for our control accounts are each council's to give; the ones here are placeholders that
show the shape, except in Sage, where they are those of its usual chart of accounts.
"""

from dataclasses import replace

from invoicing.ledger.layout import AMOUNT, CODE, DATE, FIXED, INVOICES, JOURNAL, NUMBER, SUMMED, Column, Layout, coded

CONTROLS = ["CASH", "CARD-TERMINAL", "CARD-STRIPE", "BANK", "BOOKINGS", "DEBTORS", "UNBILLED", "DEFERRED", "VAT-OUTPUT",
            "TILL-VARIANCE", "SUSPENSE", "BAD-DEBTS", "SAFE", "BANKING", "VOUCHERS", "CREDITS", "DONATIONS",
            "VOUCHERS-EXPIRED"]  # fmt: skip


def text(name, field="", width=0, **more):
    return Column(name, field, width=width, **more)


def code(name, field="", width=0, **more):
    return Column(name, field, width=width, holds=CODE, **more)


def money(name, field, width=0, **more):
    return Column(name, field, width=width, holds=AMOUNT, **more)


def day(name, field="date", date_format="%d/%m/%Y", **more):
    return Column(name, field, holds=DATE, date_format=date_format, **more)


PLAIN = Layout(
    name="Journal as CSV", source=JOURNAL, encoding="utf-8-sig", file_name="journal-{batch}.csv",
    columns=(
        code("Batch", "batch"), code("Entry", "entry"), code("Posting", "posting"), day("Date", date_format="%Y-%m-%d"),
        text("Reason", "reason"), code("Code", "code", required=True), money("Debit", "amount", sign="debit"),
        money("Credit", "amount", sign="credit"), text("Reference", "reference"), code("Account", "account_reference"),
        text("Customer", "customer"), code("VAT", "vat_category"), text("Text", "text"),
    ),
)  # fmt: skip

BY_CODE = replace(PLAIN, name="Journal by code and day as CSV", source=SUMMED, file_name="journal-by-code-{batch}.csv",
                  columns=tuple(column for column in PLAIN.columns if column.field in
                                {"batch", "date", "code", "amount", "text"}))  # fmt: skip

# Widths of batch, cost centre, project, location, payment type and fund as another theatre system hands them to
# Unit4 ERP; every council sets its own flexi-fields, so the widths are made to be changed.
UNIT4 = Layout(
    name="Unit4 ERP, fixed positions", source=JOURNAL, form=FIXED, encoding="iso-8859-1", headings=False,
    file_name="unit4-{batch}.txt",
    header="H{batch:<7}{date:%Y%m%d}{count:07d}{hash_total:012d}",
    trailer="T{count:07d}{debits:015d}{credits:015d}{hash_total:012d}",
    columns=(
        code("Batch", "batch", 7, required=True), code("Transaction series", constant="BOXOFFIC", width=8),
        code("Account", "segments.subjective", 8, required=True),
        code("Cost centre", "segments.cost_centre", 4, required=True), code("Project", "segments.project", 16),
        code("Location", "segments.location", 8), text("Payment type", "reason", 11),
        code("Fund", constant="GF", width=4, required=True), day("Date", date_format="%Y%m%d", width=8, required=True),
        code("Tax code", "vat_category", 2), code("Currency", constant="GBP", width=3),
        code("Debit or credit", "side", 1, required=True),
        money("Amount", "amount", 15, align="right", pad="0", amount_format="implied", required=True),
        text("Reference", "reference", 25), text("Description", "text", 60),
    ),
    codes=coded({ours: {"code": f"BAL-{9100 + i}", "cost_centre": "BAL", "subjective": f"{9100 + i}"}
                 for i, ours in enumerate(CONTROLS)}),
)  # fmt: skip

# Nominal codes of Sage 50's usual chart: 1100 debtors, 1200 bank, 1230 petty cash, 1250 card receipts, 2200 VAT on
# sales, 8100 bad debts, 9998 suspense.
SAGE_NOMINALS = {"CASH": "1230", "CARD-TERMINAL": "1250", "CARD-STRIPE": "1251", "BANK": "1200", "BOOKINGS": "2110",
                 "DEBTORS": "1100", "UNBILLED": "1104", "DEFERRED": "2111", "VAT-OUTPUT": "2200",
                 "TILL-VARIANCE": "8205", "SUSPENSE": "9998", "BAD-DEBTS": "8100", "SAFE": "1231",
                 "BANKING": "1232", "VOUCHERS": "2112", "CREDITS": "2113", "DONATIONS": "4900",
                 "VOUCHERS-EXPIRED": "4901"}  # fmt: skip
SAGE_NOMINAL = code("Nominal A/C Ref", "segments.subjective", 8, required=True, pattern=r"\d{1,8}")
SAGE_DEPARTMENT = code("Department Code", constant="0", width=3)
SAGE_TAX = (("S2000", "T1"), ("E0", "T2"), ("Z0", "T0"), ("S500", "T5"), ("O0", "T9"))

SAGE_JOURNAL = Layout(
    name="Sage 50 audit trail, journals", source=JOURNAL, encoding="cp1252", headings=False,
    file_name="sage-journal-{batch}.csv",
    columns=(
        code("Type", "side", 2, words=(("D", "JD"), ("C", "JC"))), code("Account Reference"), SAGE_NOMINAL,
        SAGE_DEPARTMENT, day("Date"), text("Reference", "reference", 30), text("Details", "text", 60),
        money("Net Amount", "amount", sign="unsigned"), code("Tax Code", constant="T9"),
        code("Tax Amount", constant="0.00"),
    ),
    codes=coded({ours: {"code": nominal, "subjective": nominal} for ours, nominal in SAGE_NOMINALS.items()}),
)  # fmt: skip

SAGE_INVOICES = Layout(
    name="Sage 50 audit trail, invoices and credits", source=INVOICES, encoding="cp1252", headings=False,
    file_name="sage-invoices-{batch}.csv",
    columns=(
        code("Type", "side", 2, words=(("D", "SI"), ("C", "SC"))),
        code("Account Reference", "account_stem", 8, required=True), SAGE_NOMINAL, SAGE_DEPARTMENT, day("Date"),
        code("Reference", "number", 30, required=True), text("Details", "description", 60),
        money("Net Amount", "net", sign="unsigned"), code("Tax Code", "tax", words=SAGE_TAX, required=True),
        money("Tax Amount", "vat", sign="unsigned"),
    ),
)  # fmt: skip

XERO_TAX = (("S2000", "20% (VAT on Income)"), ("S500", "5% (VAT on Income)"), ("Z0", "Zero Rated Income"),
            ("E0", "Exempt Income"), ("O0", "No VAT"))  # fmt: skip
XERO_COLUMNS = (
    Column("ContactName", "customer", required=True), Column("EmailAddress", "email"),
    Column("POAddressLine1", "address_1"), Column("POAddressLine2", "address_2"),
    Column("POAddressLine3", "address_3"), Column("POAddressLine4", "address_4"), Column("POCity", "city"),
    Column("PORegion"), Column("POPostalCode", "postcode"), Column("POCountry"), Column("SAAddressLine1"),
    Column("SAAddressLine2"), Column("SAAddressLine3"), Column("SAAddressLine4"), Column("SACity"),
    Column("SARegion"), Column("SAPostalCode"), Column("SACountry"), code("InvoiceNumber", "number", required=True),
    Column("Reference", "reference"), day("InvoiceDate", required=True), day("DueDate", "due", required=True),
    Column("PlannedDate"), money("Total", "total_gross"), money("TaxTotal", "total_vat"),
    Column("InvoiceAmountPaid"), Column("InvoiceAmountDue"), Column("InventoryItemCode"),
    Column("Description", "description", width=4000, required=True),
    Column("Quantity", "line_quantity", holds=NUMBER, required=True), money("UnitAmount", "line_price", required=True),
    Column("Discount"), money("LineAmount", "net"), code("AccountCode", "segments.subjective", 10, required=True),
    code("TaxType", "tax", words=XERO_TAX, required=True), money("TaxAmount", "vat", required=True),
    Column("TrackingName1", constant="Cost centre"), code("TrackingOption1", "segments.cost_centre", 100),
    Column("TrackingName2"), Column("TrackingOption2"), Column("Currency", constant="GBP"),
    Column("Type", "document", words=(("invoice", "Sales invoice"), ("credit", "Sales credit note"))), Column("Sent"),
    Column("Status"),
)  # fmt: skip

# All prices leave VAT out: choose "Tax exclusive" on import. Xero works the tax out again, so TaxAmount is given to
# reconcile with, and quantity times price is the line's net to the penny.
XERO = Layout(
    name="Xero sales invoices", source=INVOICES, encoding="utf-8", documents_per_file=500,
    file_name="xero-{batch}-{part}.csv", columns=XERO_COLUMNS,
)  # fmt: skip

PRESETS = {"journal": PLAIN, "journal_by_code": BY_CODE, "unit4": UNIT4, "sage_journal": SAGE_JOURNAL,
           "sage_invoices": SAGE_INVOICES, "xero": XERO}  # fmt: skip
