"""How a layout writes: widths, signs, amounts, texts, templates, sums and totals."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from invoicing.ledger.file import write, write_files
from invoicing.ledger.layout import FIXED, Column, Layout
from invoicing.ledger.presets import PLAIN, UNIT4
from invoicing.ledger.rows import ControlTotals, code_hash, control_totals, summed
from tests.ledger.rows import BATCH, WORDS, journals, posting, sale


def written(column, rows=None, **layout):
    """The lines of a file of one column, without its heading."""
    layout = Layout("One column", "journal", (column,), headings=False, **layout)
    return write(layout, BATCH, rows or posting(pence=1050)).decode(layout.encoding).split("\r\n")[:-1]


def amount(**more):
    return Column("Amount", "amount", holds="amount", **more)


@pytest.mark.parametrize(("column", "debit", "credit"), [
    (amount(), "10.50", "-10.50"), (amount(sign="debits negative"), "-10.50", "10.50"),
    (amount(sign="unsigned"), "10.50", "10.50"), (amount(sign="debit", amount_format="pence"), "1050", '""'),
    (amount(sign="credit", amount_format="pence"), '""', "1050"), (amount(amount_format="pence"), "1050", "-1050"),
    (amount(amount_format="implied", places=3), "10500", "-10500"),
])  # fmt: skip
def test_an_amount_takes_the_sign_and_form_of_its_column(column, debit, credit):
    assert written(column) == [debit, credit]


def test_noughts_go_after_the_minus_sign():
    column = amount(width=8, align="right", pad="0", amount_format="implied")
    assert written(column, form=FIXED, encoding="cp1252") == ["00001050", "-0001050"]


def test_text_is_cut_to_its_place_and_filled_up():
    column = Column("Text", "text", width=10)
    lines = written(column, posting(text="Pitch 12, Saturday"), form=FIXED, encoding="cp1252")
    assert lines == ["Pitch 12, "] * 2
    assert written(replace(column, align="right", pad="."), posting(text="Pitch"), form=FIXED,
                   encoding="cp1252") == [".....Pitch"] * 2  # fmt: skip


@pytest.mark.parametrize(("encoding", "said"), [
    ("utf-8", "Tŷ Łódź – £5 李"), ("iso-8859-1", "Ty Lódz - £5 ?"), ("cp1252", "Ty Lódz – £5 ?"),
    ("ascii", "Ty Lodz - GBP5 ?"),
])  # fmt: skip
def test_text_is_spelled_in_the_letters_of_the_encoding(encoding, said):
    assert written(Column("Text", "text"), posting(text="Tŷ Łódź –\n £5 \u200b李"), encoding=encoding) == [said] * 2


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@SUM(A1)", "＝1", " \t=1"])
def test_text_that_would_run_gets_an_apostrophe_and_an_amount_does_not(text):
    assert all(line.startswith("'") for line in written(Column("Text", "text"), posting(text=text)))
    assert written(amount())[1] == "-10.50"


def test_text_that_becomes_a_formula_by_being_respelled_is_made_safe_too():
    assert written(Column("Text", "text"), posting(text="＝1"), encoding="ascii") == ["'=1"] * 2


@given(WORDS, WORDS)
def test_no_text_breaks_a_line_of_fixed_places(text, reference):
    rows = posting(text=text, reference=reference, reason=text)
    lines = write(UNIT4, BATCH, rows).split(b"\r\n")
    assert len(lines) == 5
    assert {len(line) for line in lines[1:3]} == {sum(column.width for column in UNIT4.columns)}


def test_a_constant_may_name_fields():
    column = Column("Key", holds="code", constant="AR{batch:>4}-{date:%Y%m%d}-{segments.cost_centre}{line:03d}")
    assert written(column) == ["AR  12-20261122-001", "AR  12-20261122-MKT002"]


def test_header_and_trailer_tell_the_totals():
    layout = replace(PLAIN, encoding="ascii", line_ending="lf", header="B{batch} {date:%d/%m/%Y}",
                     trailer="{count} {debits:08d} {credits:08d} {hash_total}")  # fmt: skip
    lines = write(layout, BATCH, posting(pence=1050)).decode().split("\n")
    hash_total = code_hash("DEBTORS") + code_hash("MKT-4410")
    assert (lines[0], lines[-2]) == ("B12 30/11/2026", f"2 00001050 00001050 {hash_total}")


def test_a_tab_separated_file_with_everything_quoted():
    layout = replace(PLAIN, columns=(PLAIN.columns[5], amount()), delimiter="\t", quoting="all", encoding="ascii")
    assert write(layout, BATCH, posting()).split(b"\r\n")[2] == b'"MKT-4410"\t"-20.83"'


def test_our_codes_become_the_ledgers():
    layout = replace(PLAIN, codes=(("DEBTORS", (("code", "1100"), ("cost_centre", "BAL"))),),
                     columns=(Column("Code", "code"), Column("Centre", "segments.cost_centre")))  # fmt: skip
    assert write(layout, BATCH, posting()).decode("utf-8-sig").split() == ["Code,Centre", "1100,BAL", "MKT-4410,MKT"]


def test_an_empty_batch_is_its_headings():
    assert write(PLAIN, BATCH, []).count(b"\r\n") == 1
    assert write_files(replace(UNIT4, header=""), BATCH, [])[0][1] == b"T" + b"0" * 49 + b"\r\n"


def test_several_files_have_different_names_whatever_the_layout_says():
    layout = Layout("Two", "invoices", (Column("No", "number"),), documents_per_file=1, file_name="out/../{batch}.csv")
    names = [name for name, _ in write_files(layout, BATCH, [sale(), sale("B")])]
    assert names == ["out-..-12-1.csv", "out-..-12-2.csv"]


@given(journals())
def test_sums_keep_both_sides_and_come_in_order(rows):
    sums = summed(rows)
    before, after = control_totals(rows), control_totals(sums)
    assert (before.debits, before.credits) == (after.debits, after.credits)
    keys = [(row.date, row.code, row.side) for row in sums]
    assert keys == sorted(set(keys))
    assert sums == summed(rows[::-1])


def test_a_sum_says_what_its_rows_share_and_how_many_they_were():
    debit, _ = summed(posting(1, reason="invoice", customer="Amy") + posting(2, reason="invoice", customer="Bo"))[::-1]
    assert (debit.reason, debit.customer, debit.text, debit.amount) == ("invoice", "", "2 postings", 4166)


def test_control_totals_of_sales_are_of_the_customers_accounts():
    rows = [sale(net=2500, vat=500), sale(document="credit", net=-1000, vat=-200)]
    assert control_totals(rows) == ControlTotals(2, 3000, 1200, 2 * code_hash("MKT-4410"))


@pytest.mark.parametrize(("code", "total"), [("12", 5), ("21", 4), ("a-1", 12), ("", 0), ("MKT-4410", 191)])
def test_the_hash_of_a_code_is_worked_out_as_documented(code, total):
    assert code_hash(code) == total


def test_dates_are_written_as_the_column_has_them():
    column = Column("Date", "date", holds="date", date_format="%Y%m%d")
    assert written(column, posting(day=date(2026, 1, 2))) == ["20260102"] * 2
