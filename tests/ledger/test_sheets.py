"""Tables as spreadsheets, opened again: the same words, real numbers, real dates, and nothing that runs."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from events.models import Refused
from invoicing import sheets
from invoicing.sheets import Column, Sheet, csv_bytes, tab_name, xlsx_bytes

COLUMNS = [Column("Trader"), Column("Owed", "pounds"), Column("Due", "date"), Column("Pitches", "number"),
           Column("VAT", "percent")]  # fmt: skip
ROWS = [["Tŷ Bara", 120450, date(2026, 11, 22), 3, 2000], ["=HYPERLINK(1)", -1070, None, Decimal("2.50"), 1250]]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELLS = st.tuples(st.text(max_size=40), st.integers(-(10**12), 10**12), st.dates(date(1901, 1, 1)),
                  st.integers(-(10**9), 10**9), st.integers(0, 10_000))  # fmt: skip


def table(rows=ROWS, title="Aged debt"):
    return Sheet(title, COLUMNS, rows)


def part(made, name):
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        return etree.fromstring(book.read(name))


def cells(made):
    """Every row of the first worksheet: words as text, everything else as Decimal."""
    page = part(made, "xl/worksheets/sheet1.xml")
    return [[value(cell) for cell in row] for row in page.iter(f"{MAIN}row")]


def value(cell):
    assert cell.find(f"{MAIN}f") is None, "a formula"
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    return Decimal(cell.findtext(f"{MAIN}v"))


def test_a_csv_says_everything_and_runs_nothing():
    made = csv_bytes(table())
    assert made == (
        "\ufeffTrader,Owed,Due,Pitches,VAT\r\n"
        "Tŷ Bara,1204.50,2026-11-22,3,20%\r\n"
        "'=HYPERLINK(1),-10.70,,2.5,12.5%\r\n"
    ).encode()


def test_a_workbook_has_words_numbers_and_dates():
    heading, first, second = cells(xlsx_bytes(table()))
    assert heading == ["Trader", "Owed", "Due", "Pitches", "VAT"]
    assert first == ["Tŷ Bara", Decimal("1204.5"), (date(2026, 11, 22) - date(1899, 12, 30)).days, 3, Decimal("0.2")]
    assert second == ["=HYPERLINK(1)", Decimal("-10.7"), Decimal("2.5"), Decimal("0.125")]


def test_pounds_and_dates_are_shown_as_such():
    styles = part(xlsx_bytes(table()), "xl/styles.xml")
    formats = {one.get("formatCode") for one in styles.iter(f"{MAIN}numFmt")}
    assert {"[$£-809]#,##0.00;-[$£-809]#,##0.00", "d mmm yyyy"} <= formats


def test_the_heading_stays_and_filters_and_columns_are_wide_enough():
    page = part(xlsx_bytes(table()), "xl/worksheets/sheet1.xml")
    pane = next(page.iter(f"{MAIN}pane"))
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert next(page.iter(f"{MAIN}autoFilter")).get("ref") == "A1:E3"
    widths = [float(column.get("width")) for column in page.iter(f"{MAIN}col")]
    assert widths[0] > len("=HYPERLINK(1)")
    assert widths[1] > len("-£1,204.50")


def test_the_workbook_is_titled():
    made = xlsx_bytes(table())
    assert "Aged debt" in list(part(made, "docProps/core.xml").itertext())
    assert next(part(made, "xl/workbook.xml").iter(f"{MAIN}sheet")).get("name") == "Aged debt"


def test_the_same_table_gives_the_same_bytes():
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        once = xlsx_bytes(table())
    with time_machine.travel(datetime(2031, 3, 4, 17, 30, tzinfo=UTC)):
        assert xlsx_bytes(table(iter(ROWS))) == once
    assert csv_bytes(table()) == csv_bytes(table(iter(ROWS)))


@given(st.lists(CELLS, max_size=8))
def test_any_table_reads_back(rows):
    read = list(csv.reader(io.StringIO(csv_bytes(table(rows)).decode("utf-8-sig"), newline="")))[1:]
    assert [Decimal(line[1]) * 100 for line in read] == [row[1] for row in rows]
    assert [line[2] for line in read] == [row[2].isoformat() for row in rows]
    assert not any(line[0].startswith(("=", "+", "-", "@")) for line in read)
    made = cells(xlsx_bytes(table(rows)))[1:]
    assert [round(line[-4] * 100) for line in made] == [row[1] for row in rows]
    assert [date(1899, 12, 30) + timedelta(int(line[-3])) for line in made] == [row[2] for row in rows]


@pytest.mark.parametrize("text", ["\x00\x07 bell", "\ud800 half", "a\nb", "x" * 40_000, "_x0041_", "{=1}", "http://a.b"])
def test_any_words_make_a_workbook_that_opens(text):
    read = cells(xlsx_bytes(table([[text, 1, None, 1, 1]])))[1][0]
    assert read
    assert len(read) <= 33_000


def test_a_moment_counts_as_the_day_on_our_clock():
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert b"2026-07-01" in csv_bytes(Sheet("Moments", [Column("When", "date")], [[late]]))


def test_a_row_of_another_length_is_a_mistake():
    with pytest.raises(ValueError, match="zip"):
        csv_bytes(table([["Amy"]]))


def test_a_kind_of_column_that_is_not_there_is_a_mistake():
    with pytest.raises(ValueError, match="not money"):
        Column("Owed", "money")


def test_a_table_longer_than_a_spreadsheet_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    with pytest.raises(Refused, match="Filter it or take the CSV"):
        xlsx_bytes(table())


def test_an_empty_table_is_its_headings():
    assert len(cells(xlsx_bytes(table([])))) == 1
    assert csv_bytes(table([])).count(b"\r\n") == 1


@pytest.mark.parametrize(("title", "name"), [
    ("Aged debt", "Aged debt"), ("Invoices: 1/2 [all]?*", "Invoices  1 2  all"), ("'quoted'", "quoted"), ("", "Table"),
    ("History", "Table"), ("x" * 40, "x" * 31),
])  # fmt: skip
def test_a_worksheet_has_a_name_excel_takes(title, name):
    assert tab_name(title) == name
    xlsx_bytes(table(title=title))
