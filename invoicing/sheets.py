"""One table as a file for a spreadsheet: CSV, or XLSX with real dates and numbers. The same table, the same bytes."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from events.dates import local
from events.models import Refused

BYTE_ORDER_MARK = "\ufeff"
TEXT, POUNDS, DATE, NUMBER, PERCENT = "text", "pounds", "date", "number", "percent"
FORMATS = {
    POUNDS: "[$£-809]#,##0.00;-[$£-809]#,##0.00", DATE: "d mmm yyyy", NUMBER: "General", PERCENT: "0.##%", TEXT: "@",
}  # fmt: skip
ROOM = {TEXT: 0, POUNDS: 3, DATE: 2, NUMBER: 1, PERCENT: 2}  # What a style adds to a value: a sign, commas, a month.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MOST_ROWS = 1_048_575  # Of a worksheet, its heading left out.
LONGEST_CELL = 32_767
MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # A day that never changes, so neither do the bytes.


@dataclass(frozen=True)
class Column:
    """A heading and what is under it: text, pounds (given in pence), date, number or percent.

    A percent is given in hundredths of a per cent, as VAT rates are: 2000 is 20%.
    """

    heading: str
    kind: str = TEXT

    def __post_init__(self):
        if not FORMATS.get(self.kind):
            raise ValueError(f"A column is one of {', '.join(FORMATS)}, not {self.kind}.")


@dataclass(frozen=True)
class Sheet:
    """A titled table. `rows` is any iterable of rows as long as `columns`; None is an empty cell."""

    title: str
    columns: list
    rows: list


def safe(text):
    """A cell that a spreadsheet takes for words: what would start a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def decimal(pence):
    """1204.50 for 120450: a number to the spreadsheet, without signs or commas."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def plain(number):
    """12.5 for Decimal("12.50"): every digit, and none that says nothing."""
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(kind, value):
    """A value as CSV says it; dates as 2026-11-22."""
    if value is None:
        return ""
    if kind == DATE:
        return day_of(value).isoformat()
    if kind in (NUMBER, PERCENT):
        return plain(value) if kind == NUMBER else f"{plain(Decimal(value) / 100)}%"
    return decimal(value) if kind == POUNDS else safe(words(value))


def words(value):
    """Text that any file can hold: half a character pair becomes a question mark."""
    return str(value).encode("utf-8", "replace").decode()


def day_of(moment):
    """The day of a date, or of a moment on our own clock."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def csv_bytes(sheet):
    """The table in UTF-8 with its mark, lines ended as RFC 4180 has them, and no cell that could run as a formula."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(safe(words(column.heading)) for column in sheet.columns)
    for row in sheet.rows:
        table.writerow(written(column.kind, value) for column, value in zip(sheet.columns, row, strict=True))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def xlsx_bytes(sheet):
    """The table as a workbook: heading frozen and filtered, columns as wide as their words. Raises Refused if too long.

    Rows are written as they come and never held in memory.
    """
    import xlsxwriter  # Heavy, and wanted by exports alone.

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"constant_memory": True}) as book:
        book.set_properties({"title": words(sheet.title), "created": MADE})
        page = book.add_worksheet(tab_name(sheet.title))
        heading = book.add_format({"bold": True, "bottom": 1})
        styles = [book.add_format({"num_format": FORMATS[column.kind]}) for column in sheet.columns]
        widths = [len(column.heading) + 3 for column in sheet.columns]  # Three for the filter's button.
        for i, column in enumerate(sheet.columns):
            page.write_string(0, i, words(column.heading), heading)
        count = _write_rows(page, sheet, styles, widths)
        for i, width in enumerate(widths):
            page.set_column(i, i, min(width + 1, 60))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, count, len(sheet.columns) - 1)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
    return made.getvalue()


def _write_rows(page, sheet, styles, widths):
    """Write every row, widening `widths` as they ask, and say how many there were."""
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        if count > MOST_ROWS:
            raise Refused(f"A spreadsheet holds {MOST_ROWS:,} rows and this table has more. Filter it or take the CSV.")
        for i, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if value is not None:
                WRITE[column.kind](page, count, i, value, styles[i])
                widths[i] = max(widths[i], len(written(column.kind, value)) + ROOM[column.kind])
    return count


def _write_text(page, row, column, value, style):
    page.write_string(row, column, words(value)[:LONGEST_CELL], style)


def _write_hundredths(page, row, column, pence, style):
    page.write_number(row, column, Decimal(pence) / 100, style)


def _write_percent(page, row, column, rate, style):
    page.write_number(row, column, Decimal(rate) / 10_000, style)


def _write_number(page, row, column, number, style):
    page.write_number(row, column, Decimal(number), style)


def _write_date(page, row, column, moment, style):
    page.write_datetime(row, column, day_of(moment), style)


WRITE = {TEXT: _write_text, POUNDS: _write_hundredths, DATE: _write_date, NUMBER: _write_number,
         PERCENT: _write_percent}  # fmt: skip


def tab_name(title):
    """A worksheet's name: 31 characters, without those that Excel forbids there, and never History, its own."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", words(title))[:31].strip(" '")
    return "Table" if not name or name.lower() == "history" else name
