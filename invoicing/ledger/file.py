"""The files a batch is handed over in: a layout, a batch and its rows made bytes, the same ones every time."""

import csv
import io
import re
from dataclasses import replace

from events.money import pounds
from invoicing.ledger.cells import cell, tidy
from invoicing.ledger.layout import FIXED, INVOICES, SUMMED
from invoicing.ledger.rows import LedgerRefused, control_totals, summed
from invoicing.ledger.template import render

QUOTING = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "none": csv.QUOTE_NONE}


def write(layout, batch, rows):
    """The one file of a batch, as bytes. Raises LedgerRefused, with nothing written, naming line, column and remedy."""
    files = write_files(layout, batch, rows)
    if len(files) > 1:
        raise LedgerRefused(f"Batch {batch.number} needs {len(files)} files of at most {layout.documents_per_file} "
                            "invoices each. Take them all.")  # fmt: skip
    return files[0][1]


def write_files(layout, batch, rows):
    """[(name, bytes)] for a batch; more than one where the ledger limits how many documents a file may hold."""
    lines = ledger_lines(layout, rows)
    parts = split_up(layout, lines)
    return [(file_name(layout, batch, part, len(parts)), written(layout, batch, lines))
            for part, lines in enumerate(parts, 1)]  # fmt: skip


def ledger_lines(layout, rows):
    """The rows as they will stand in the file: summed where the layout says, and under the ledger's own codes.

    Control totals in the file are those of these lines. Raises LedgerRefused where debits and credits differ.
    """
    lines = summed(rows) if layout.source == SUMMED else list(rows)
    totals = control_totals(lines)
    if layout.source != INVOICES and totals.debits != totals.credits:
        raise LedgerRefused(f"The debits come to {pounds(totals.debits)} and the credits to {pounds(totals.credits)}. "
                            "Nothing was written: a batch must hold both sides of every posting.")  # fmt: skip
    codes = {ours: dict(theirs) for ours, theirs in layout.codes}
    return [recoded(line, codes.get(line.code)) for line in lines]


def recoded(line, theirs):
    if theirs is None:
        return line
    segments = {name: part for name, part in theirs.items() if name != "code"}
    return replace(line, code=theirs["code"], segments=segments)


def split_up(layout, lines):
    """Lists of lines, one a file; the lines of one document stay together."""
    if not layout.documents_per_file:
        return [lines]
    documents = {}
    for line in lines:
        documents.setdefault(line.number, []).append(line)
    documents = list(documents.values())
    most = layout.documents_per_file
    parts = [documents[i : i + most] for i in range(0, len(documents), most)]
    return [[line for document in part for line in document] for part in parts] or [[]]


def file_name(layout, batch, part, parts):
    """The file's name, in characters any system allows."""
    name = render(layout.file_name, {"batch": batch.number, "date": batch.date, "part": part})
    if parts > 1 and "{part" not in layout.file_name:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem}-{part}{dot}{ending}" if dot else f"{name}-{part}"
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).lstrip(".")


def written(layout, batch, lines):
    """One file, as bytes."""
    cells = [[cell(layout, column, values) for column in layout.columns] for values in each(layout, batch, lines)]
    totals = vars(control_totals(lines)) | {"batch": batch.number, "date": batch.date}
    body = fixed(layout, cells) if layout.form == FIXED else separated(layout, cells)
    ends = (layout.header, layout.trailer)
    header, trailer = (render(line, totals) + layout.newline if line else "" for line in ends)
    try:
        return (header + body + trailer).encode(layout.encoding)
    except UnicodeEncodeError as error:
        raise LedgerRefused(f"The header or trailer has a character {layout.encoding} lacks. Change it.") from error


def each(layout, batch, lines):
    """What the columns choose from, line by line."""
    totals = document_totals(lines) if layout.source == INVOICES else {}
    for number, line in enumerate(lines, 1):
        if not line.code.strip():
            named = getattr(line, "number", None) or f"posting {line.posting}"
            raise LedgerRefused(f"Line {number} ({named}) has no budget code. Give it one.", row=number, field="code")
        segments = {f"segments.{name}": part for name, part in line.segments.items()}
        about = {"line": number, "batch": batch.number, "batch_date": batch.date}
        yield line.values() | segments | about | totals.get(getattr(line, "number", None), {})


def document_totals(lines):
    """{number: its totals in pence}."""
    totals = {}
    for line in lines:
        total = totals.setdefault(line.number, {"total_net": 0, "total_vat": 0, "total_gross": 0})
        for name, pence in (("total_net", line.net), ("total_vat", line.vat), ("total_gross", line.signed)):
            total[name] += pence
    return totals


def fixed(layout, cells):
    return "".join("".join(line) + layout.newline for line in cells)


def separated(layout, cells):
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=layout.delimiter, quoting=QUOTING[layout.quoting],
                       lineterminator=layout.newline)  # fmt: skip
    if layout.headings:
        table.writerow(tidy(column.name, layout) for column in layout.columns)
    table.writerows(cells)
    return text.getvalue()
