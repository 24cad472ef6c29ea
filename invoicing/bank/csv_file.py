"""A bank's CSV file as entries, by a column mapping: the whole of it, or a line and a remedy."""

import codecs
import csv
import io
from string import ascii_uppercase

from invoicing.bank.mapping import ENCODINGS
from invoicing.bank.statement import MOST_LINES, BankFileRefused, Entry, check_file
from invoicing.bank.values import read_date, read_money, read_side

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
WIDEST_CELL = 10_000


def read_csv(data, mapping):
    """The entries of a CSV file, in its order. Raises BankFileRefused, which names the line."""
    check_file(data)
    rows = table(data, mapping)
    where = places(rows, mapping)
    width = max(where.values()) + 1
    entries = []
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            try:
                entries.append(entry(line, row_of(cells, where, width), mapping))
            except ValueError as error:
                raise BankFileRefused(str(error), line) from None
    if not entries:
        raise BankFileRefused("The file has no lines of money. Download it again for another period.")
    return entries


def columns_of(data, mapping):
    """The columns a person may choose from: headings, or letters where the file has none."""
    rows = table(data, mapping)
    return [name for name in first_row(rows, mapping)[1] if name]


def decoded(data, encoding):
    """The text of a file. A byte order mark is believed before the mapping."""
    for mark, name in MARKS.items():
        if data.startswith(mark):
            encoding = name
    try:
        text = data.decode("utf-16-le" if encoding == "utf-16" and data[:2] not in MARKS else encoding)
    except UnicodeDecodeError as error:
        remedy = "Choose another encoding; for Windows exports it is Windows (1252)."
        name = ENCODINGS.get(encoding, "UTF-8")
        line = data.count(b"\n", 0, error.start) + 1
        raise BankFileRefused(f"A letter cannot be read as {name}. {remedy}", line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BankFileRefused("The file is not in this encoding. Choose UTF-16.", line)
    return text


def table(data, mapping):
    """Each row as (its first line in the file, its cells), from below the skipped lines on."""
    lines = io.StringIO(decoded(data, mapping.encoding), newline="")
    for _ in range(mapping.skip):
        lines.readline()
    reader = csv.reader(lines, delimiter=mapping.delimiter, strict=True)
    before = 0
    while True:
        line = mapping.skip + before + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            quotation = "A quotation mark is out of place or is not closed. Correct the file."
            raise BankFileRefused(quotation, line) from None
        if cells is None:
            return
        if mapping.skip + reader.line_num > MOST_LINES:
            raise BankFileRefused("The file has more than 100,000 lines. Ask the bank's site for a shorter period.")
        if any(len(cell) > WIDEST_CELL for cell in cells):
            raise BankFileRefused("A column is longer than 10,000 letters. Correct the file.", line)
        before = reader.line_num
        yield line, cells


def first_row(rows, mapping):
    """(line, column names): the headings, which are taken from `rows`, or letters for as many as there can be."""
    if not mapping.headings:
        return mapping.skip + 1, [*ascii_uppercase, *("A" + letter for letter in ascii_uppercase)]
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            return line, [cell.strip() for cell in cells]
    raise BankFileRefused("No headings were found. Skip fewer lines, or say that the file has no headings.")


def places(rows, mapping):
    """Where each chosen column stands, from 0. Raises BankFileRefused where one is missing or there are two."""
    line, names = first_row(rows, mapping)
    for column in mapping.columns:
        if (count := names.count(column)) != 1:
            what = f"has no column “{column}”" if not count else f"has {count} columns “{column}”"
            found = ", ".join(f"“{name}”" for name in names[:20] if name) if mapping.headings else "A to AZ"
            raise BankFileRefused(f"The file {what}. Its columns are {found[:500]}. Choose the columns again.", line)
    where = {column: names.index(column) for column in mapping.columns}
    return where | ({"": len(names) - 1} if mapping.headings else {})


def row_of(cells, where, width):
    """{column: text}. Raises ValueError for too few cells, or for more than there are headings."""
    chosen = max(place for column, place in where.items() if column)
    if len(cells) <= chosen:
        raise ValueError(f"The row has {counted(len(cells))} where {width} are expected. Correct or remove the line.")
    if "" in where and any(cell.strip() for cell in cells[width:]):
        raise ValueError(
            f"The row has {counted(len(cells))} under {width} headings. "
            "Put text that holds a separator in quotation marks, or choose another separator."
        )
    return {column: cells[place].strip() for column, place in where.items() if column} | {"": ""}


def counted(number):
    return f"{number} column" if number == 1 else f"{number} columns"


def entry(line, row, mapping):
    """One row as an Entry. Raises ValueError with the sentence to show."""
    if (currency := row[mapping.currency].upper()) not in ("", "GBP", "£"):
        raise ValueError(f"{currency} is not pounds sterling. Take foreign money out of the file; enter it by hand.")
    on = read_date(row[mapping.date], mapping.date_form)
    pence = signed(row, mapping) if mapping.amount else in_or_out(row, mapping)
    return Entry(
        line=line, on=on, amount=-pence if mapping.turned_round else pence, payer=row[mapping.payer],
        reference=" ".join(text for column in mapping.reference if (text := row[column])),
        bank_id=row[mapping.bank_id], account=row[mapping.account],
    )  # fmt: skip


def signed(row, mapping):
    """Pence from the amount column, and from a column of CR and DR where there is one."""
    if not row[mapping.amount]:
        raise ValueError("The row has no amount. Correct or remove the line.")
    pence = read_money(row[mapping.amount], decimal_comma=mapping.decimal_comma)
    if not mapping.direction:
        return pence
    side = read_side(row[mapping.direction])
    if pence < 0 < side:
        raise ValueError("The amount is negative but marked as money in. Correct the file or choose other columns.")
    return side * abs(pence)


def in_or_out(row, mapping):
    """Pence from one column of money in and one of money out; banks write the latter with or without a minus."""
    texts = row[mapping.credit], row[mapping.debit]
    credit, debit = (read_money(text, decimal_comma=mapping.decimal_comma) for text in texts)
    if not any(texts):
        raise ValueError("The row has no amount. Correct or remove the line.")
    if credit < 0:
        raise ValueError("The money in is negative. Correct the file or choose the amount column.")
    if credit and debit:
        raise ValueError("The row has both money in and money out. Correct the file or choose other columns.")
    return credit - abs(debit)
