"""Every preset, read back by a stranger to it: what the file says is what the journal says."""

import csv
import io
import json
from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given

from invoicing.ledger.file import ledger_lines, write, write_files
from invoicing.ledger.layout import FIXED, INVOICES, Layout
from invoicing.ledger.presets import PRESETS, UNIT4, XERO
from invoicing.ledger.rows import control_totals
from invoicing.models import Code
from tests.ledger.rows import BATCH, journals, posting, sale, sales

JOURNALS = [name for name, layout in PRESETS.items() if layout.source != INVOICES]


def pence(pounds):
    return int(Decimal(pounds or 0) * 100)


def table(made, encoding="utf-8", **more):
    return list(csv.reader(io.StringIO(made.decode(encoding), newline=""), **more))


def named(made, encoding="utf-8"):
    """Each line as {heading: cell}, and no line longer or shorter than the headings."""
    headings, *lines = table(made, encoding)
    return [dict(zip(headings, line, strict=True)) for line in lines]


def sides(rows):
    totals = control_totals(rows)
    return totals.debits, totals.credits


@given(journals())
def test_the_plain_journal_reads_back_to_the_penny(rows):
    lines = named(write(PRESETS["journal"], BATCH, rows), "utf-8-sig")
    read = [(line["Posting"], line["Code"], pence(line["Debit"]) - pence(line["Credit"])) for line in lines]
    assert read == [(row.posting, row.code, row.signed) for row in rows]
    assert sum(amount for _, _, amount in read) == 0


@given(journals())
def test_a_journal_by_code_and_day_adds_up_to_the_same_on_both_sides(rows):
    lines = named(write(PRESETS["journal_by_code"], BATCH, rows), "utf-8-sig")
    assert (sum(pence(x["Debit"]) for x in lines), sum(pence(x["Credit"]) for x in lines)) == sides(rows)
    expected = Counter()
    for row in rows:
        expected[row.date.isoformat(), row.code, row.side] += row.amount
    read = {(x["Date"], x["Code"], "D" if x["Debit"] else "C"): pence(x["Debit"] or x["Credit"]) for x in lines}
    assert read == dict(expected)


@given(journals())
def test_sage_journals_read_back_to_the_penny(rows):
    lines = table(write(PRESETS["sage_journal"], BATCH, rows), "cp1252")
    assert all(len(line) == 10 for line in lines)
    totals = {kind: sum(pence(line[7]) for line in lines if line[0] == kind) for kind in ("JD", "JC")}
    assert (totals["JD"], totals["JC"]) == sides(rows)
    assert all(line[2].isdigit() and line[8:] == ["T9", "0.00"] for line in lines)


@given(journals())
def test_the_unit4_file_keeps_its_places_and_its_trailer_tells_the_truth(rows):
    header, *lines, trailer = write(UNIT4, BATCH, rows).decode("iso-8859-1").split("\r\n")[:-1]
    assert {len(line) for line in lines} <= {sum(column.width for column in UNIT4.columns)}
    read = [slices(line) for line in lines]
    for line, row in zip(read, rows, strict=True):
        assert (line["Debit or credit"], abs(int(line["Amount"]))) == (row.side, row.amount)
        assert datetime.strptime(line["Date"], "%Y%m%d").date() == row.date
    assert sum(int(line["Amount"]) for line in read) == 0
    totals = control_totals(ledger_lines(UNIT4, rows))
    assert trailer == f"T{len(rows):07d}{totals.debits:015d}{totals.credits:015d}{hashed(read):012d}"
    assert header == f"H12     20261130{len(rows):07d}{hashed(read):012d}"


def slices(line):
    """A fixed line cut at the widths of its columns."""
    cut, at = {}, 0
    for column in UNIT4.columns:
        cut[column.name] = line[at : at + column.width].strip()
        at += column.width
    return cut


def hashed(lines):
    """The hash total as the receiver works it out, from the cost centres and accounts in the file."""
    codes = [line["Cost centre"] + line["Account"] for line in lines]
    return sum(i * int(c, 36) for code in codes for i, c in enumerate(code, 1))


@given(sales())
def test_sage_invoices_read_back_to_the_penny(rows):
    lines = table(write(PRESETS["sage_invoices"], BATCH, rows), "cp1252")
    signs = [1 if line[0] == "SI" else -1 for line in lines]
    assert [s * pence(line[7]) for s, line in zip(signs, lines, strict=True)] == [row.net for row in rows]
    assert [s * pence(line[9]) for s, line in zip(signs, lines, strict=True)] == [row.vat for row in rows]
    assert not any("-" in line[7] + line[9] for line in lines)


@given(sales())
def test_xero_lines_multiply_and_add_up(rows):
    lines = named(write(XERO, BATCH, rows))
    assert [pence(line["LineAmount"]) for line in lines] == [row.net for row in rows]
    assert [pence(line["TaxAmount"]) for line in lines] == [row.vat for row in rows]
    for line in lines:
        assert pence(Decimal(line["Quantity"]) * Decimal(line["UnitAmount"])) == pence(line["LineAmount"])
        whole = [other for other in lines if other["InvoiceNumber"] == line["InvoiceNumber"]]
        assert pence(line["Total"]) == sum(pence(x["LineAmount"]) + pence(x["TaxAmount"]) for x in whole)


@given(journals(), sales())
def test_writing_again_from_what_was_kept_gives_the_same_bytes(journal, invoices):
    for layout in PRESETS.values():
        rows = invoices if layout.source == INVOICES else journal
        kept = Layout.from_json(json.loads(json.dumps(layout.to_json())))
        assert kept == layout
        assert write(kept, BATCH, list(rows)) == write(layout, BATCH, rows)


@pytest.mark.parametrize("name", JOURNALS)
def test_every_control_account_has_an_account_in_each_preset(name):
    rows = [row for i, code in enumerate(Code.values) for row in posting(i + 1, code, "MKT-4410")]
    assert write(PRESETS[name], BATCH, rows)


def test_the_journal_presets_write_something_different_for_each_control_account():
    for layout in (PRESETS["sage_journal"], UNIT4):
        theirs = [dict(their)["code"] for _, their in layout.codes]
        assert len(set(theirs)) == len(theirs)


@pytest.mark.parametrize(("treatment", "rate", "sage", "xero"), [
    ("S", 2000, "T1", "20% (VAT on Income)"), ("S", 500, "T5", "5% (VAT on Income)"),
    ("Z", 0, "T0", "Zero Rated Income"), ("E", 0, "T2", "Exempt Income"), ("O", 0, "T9", "No VAT"),
])  # fmt: skip
def test_each_treatment_has_the_ledgers_own_word(treatment, rate, sage, xero):
    rows = [sale(treatment=treatment, rate=rate, vat=0)]
    assert table(write(PRESETS["sage_invoices"], BATCH, rows))[0][8] == sage
    assert named(write(XERO, BATCH, rows))[0]["TaxType"] == xero


def test_xero_has_its_columns_in_its_order():
    (line,) = named(write(XERO, BATCH, [sale()]))
    assert ",".join(line) == (
        "ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,PORegion,"
        "POPostalCode,POCountry,SAAddressLine1,SAAddressLine2,SAAddressLine3,SAAddressLine4,SACity,SARegion,"
        "SAPostalCode,SACountry,InvoiceNumber,Reference,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,"
        "InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,Quantity,UnitAmount,Discount,LineAmount,"
        "AccountCode,TaxType,TaxAmount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2,Currency,Type,"
        "Sent,Status"
    )
    assert (line["InvoiceDate"], line["DueDate"]) == ("22/11/2026", "22/12/2026")
    assert (line["POAddressLine1"], line["POCity"], line["POPostalCode"]) == ("1 High Street", "Alderbrook", "AL1 1AA")
    assert (line["AccountCode"], line["TrackingOption1"], line["Type"]) == ("4410", "MKT", "Sales invoice")


def test_a_credit_note_is_negative_in_xero_and_an_sc_in_sage():
    rows = [sale("CN-1", document="credit", net=-2500, vat=-500)]
    (line,) = named(write(XERO, BATCH, rows))
    assert (line["Type"], line["UnitAmount"], line["TaxAmount"]) == ("Sales credit note", "-25.00", "-5.00")
    assert table(write(PRESETS["sage_invoices"], BATCH, rows))[0][::7] == ["SC", "25.00"]


def test_a_price_that_does_not_multiply_to_the_line_is_sent_as_one_of_the_line():
    (line,) = named(write(XERO, BATCH, [sale(quantity=Decimal(3), unit_price=833, net=2500)]))
    assert (line["Quantity"], line["UnitAmount"]) == ("1", "25.00")


def test_the_five_hundred_and_first_invoice_starts_another_file():
    rows = [line for i in range(501) for line in [sale(f"INV-{i:03}"), sale(f"INV-{i:03}", code="THE-3000")]]
    (first, one), (second, two) = write_files(XERO, BATCH, rows)
    assert (first, second) == ("xero-12-1.csv", "xero-12-2.csv")
    assert len({line["InvoiceNumber"] for line in named(one)}) == 500
    assert [line["InvoiceNumber"] for line in named(two)] == ["INV-500", "INV-500"]


def test_only_one_preset_has_fixed_places():
    assert [name for name, layout in PRESETS.items() if layout.form == FIXED] == ["unit4"]
