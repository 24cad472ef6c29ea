"""What a ledger file will not hold: refused with the line, the column and the remedy, and nothing written."""

from dataclasses import replace

import pytest

from invoicing.ledger.file import write
from invoicing.ledger.layout import Column, Layout
from invoicing.ledger.presets import PLAIN, PRESETS, UNIT4, XERO
from invoicing.ledger.rows import Batch, LedgerRefused
from tests.ledger.rows import BATCH, DAY, posting, sale


def refused(layout, rows, batch=BATCH):
    with pytest.raises(LedgerRefused) as caught:
        write(layout, batch, rows)
    return caught.value


def test_a_code_too_long_for_its_place_is_never_cut():
    rows = posting(81)
    rows[1] = replace(rows[1], segments={"cost_centre": "MKTX1", "subjective": "4410"})
    refusal = refused(UNIT4, rows)
    assert (refusal.row, refusal.field) == (2, "Cost centre")
    assert refusal.message == (
        "Line 2 (81 MKT-4410), Cost centre: “MKTX1” is 5 characters and 4 fit. "
        "Shorten it, or widen the column in the layout."
    )


def test_an_amount_too_long_for_its_place_is_never_cut():
    assert refused(UNIT4, posting(pence=10**15)).field == "Amount"


def test_a_batch_number_of_eight_characters_does_not_go_to_unit4():
    assert refused(UNIT4, posting(), Batch("J2026001", DAY)).field == "Batch"


def test_a_row_without_a_code_is_named():
    rows = posting(7)
    rows[0] = replace(rows[0], code=" ")
    assert "Line 1 (posting 7) has no budget code. Give it one." in refused(PLAIN, rows).message


def test_a_code_without_the_segment_the_ledger_needs_is_missing():
    refusal = refused(PRESETS["sage_journal"], [replace(row, segments={}) for row in posting()])
    assert (refusal.row, refusal.field) == (2, "Nominal A/C Ref")
    assert "give its code an account in the layout" in refusal.message


def test_a_code_in_letters_the_encoding_lacks_is_never_respelled():
    rows = posting()
    rows[1] = replace(rows[1], segments={"cost_centre": "TŶB", "subjective": "4410"})
    assert "'Ŷ'" in refused(UNIT4, rows).message


@pytest.mark.parametrize("code", ["=1+1", "-4410", "@SUM", "+44", "MKT\n4410", "MKT\t44"])
def test_a_code_that_would_break_a_spreadsheet_is_refused(code):
    rows = posting()
    rows[1] = replace(rows[1], code=code)
    assert refused(PLAIN, rows).row == 2


def test_a_code_with_the_delimiter_is_refused_where_nothing_is_quoted():
    layout = replace(PLAIN, quoting="none")
    rows = posting(text='a, "b"')
    assert b"a b" in write(layout, BATCH, rows)
    rows[1] = replace(rows[1], code="MKT,4410")
    assert "','" in refused(layout, rows).message


def test_a_journal_that_does_not_balance_is_refused_with_both_totals():
    message = refused(PLAIN, posting(pence=2083)[:1]).message
    assert message.startswith("The debits come to £20.83 and the credits to £0.00.")


def test_a_vat_rate_the_layout_has_no_word_for_is_refused():
    refusal = refused(XERO, [sale(rate=1250)])
    assert (refusal.field, "no word for “S1250”" in refusal.message) == ("TaxType", True)


def test_an_invoice_without_a_customer_is_refused():
    message = refused(XERO, [sale(), sale("INV-2", customer=" ")]).message
    assert message.startswith("Line 2 (INV-2 MKT-4410), ContactName: it is missing.")


def test_more_invoices_than_one_file_holds_are_not_put_in_one():
    refusal = refused(replace(XERO, documents_per_file=1), [sale(), sale("INV-2")])
    assert "needs 2 files" in refusal.message


def test_a_pattern_is_kept_from_end_to_end():
    column = Column("Account", "code", holds="code", pattern=r"[A-Z]{3}-\d{4}")
    layout = Layout("Ours", "journal", (column,))
    assert refused(layout, posting()).message.startswith("Line 1 (1 DEBTORS), Account: “DEBTORS” is not in the form")


@pytest.mark.parametrize("amount", [10.5, True, "10"])
def test_an_amount_is_whole_pence(amount):
    with pytest.raises(TypeError, match="whole pence"):
        replace(posting()[0], amount=amount)


@pytest.mark.parametrize("wrong", [{"amount": 0}, {"amount": -5}, {"side": "X"}])
def test_a_journal_row_has_a_side_and_an_amount(wrong):
    with pytest.raises(LedgerRefused, match="Posting 1"):
        replace(posting()[0], **wrong)


def test_a_sale_is_of_an_invoice_or_a_credit():
    with pytest.raises(LedgerRefused, match="an invoice or a credit"):
        sale(document="quote")


def test_a_line_whose_vat_goes_the_other_way_is_refused_where_signs_are_left_out():
    assert refused(PRESETS["sage_invoices"], [sale(net=2500, vat=-500)]).field == "Tax Amount"


@pytest.mark.parametrize(("change", "said"), [
    ({"form": "xml"}, "form is one of"), ({"encoding": "utf-16"}, "encoding is one of"),
    ({"source": "payroll"}, "source is one of"), ({"columns": ()}, "has no columns"),
    ({"delimiter": "--"}, "set apart by"), ({"line_ending": "cr"}, "line_ending"),
    ({"trailer": "{amount}"}, "names {amount}"), ({"trailer": "{count.__class__}"}, "names {count.__class__}"),
    ({"trailer": "{count:9999999999d}"}, "in the form"), ({"header": "{"}, "a brace that names nothing"),
    ({"header": "a\nb"}, "a line's end"), ({"file_name": "{debits}.csv"}, "names {debits}"),
    ({"form": "fixed"}, "one byte a character"), ({"form": "fixed", "encoding": "cp1252"}, "needs a width"),
    ({"columns": (Column("A", "code", constant="x"),)}, "both a field and a constant"),
    ({"columns": (Column("A", "shoe_size"),)}, "no field shoe_size"),
    ({"columns": (Column("A", "net"),)}, "no field net"), ({"columns": (Column("A", "code", pattern="("),)}, "pattern"),
    ({"columns": (Column("A", "code", pad=""),)}, "filled up"),
    ({"columns": (Column("A", places=9),)}, "decimal places"),
    ({"columns": (Column("A", holds="money"),)}, "holds is one of"),
    ({"columns": (Column("A", "amount"),)}, "cannot hold amount as text"),
    ({"columns": (Column("A", "customer", holds="amount"),)}, "cannot hold customer as amount"),
    ({"columns": (Column("A", "text", holds="date"),)}, "cannot hold text as date"),
    ({"columns": (Column("A", "code", holds="number"),)}, "cannot hold code as number"),
    ({"columns": (Column("A", "line", holds="number", words=(("1", "x"),)),)}, "has words"),
    ({"columns": (Column("A", "amount", holds="amount", places=2.0),)}, "places cannot be 2.0"),
    ({"columns": (Column("A", "date", holds="date", date_format="%d\n"),)}, "ordinary characters"),
    ({"columns": (Column("A", constant="{amount}"),)}, "names {amount}"), ({"headings": 1}, "headings cannot be 1"),
    ({"documents_per_file": 5}, "Only a file of invoices"),
])  # fmt: skip
def test_a_layout_that_cannot_be_written_is_refused_when_it_is_made(change, said):
    with pytest.raises(LedgerRefused) as caught:
        replace(PLAIN, **change)
    assert said in caught.value.message


@pytest.mark.parametrize("data", [{}, {"columns": 3}, [], PLAIN.to_json() | {"colour": "red"},
                                  PLAIN.to_json() | {"codes": {"BANK": {"subjective": "1200"}}}])  # fmt: skip
def test_what_is_not_a_layout_is_refused(data):
    with pytest.raises(LedgerRefused):
        Layout.from_json(data)
