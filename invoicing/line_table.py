"""The table of invoice lines: columns, rows measured and shared out over pages, then drawn with a repeated header."""
from dataclasses import dataclass

from reportlab.lib.units import mm

from events.pdf_text import BOLD, REGULAR, width, wrap

from .invoice_document import exemption_reason, plain_number, pounds, rate_text, short_date, unit_pounds
from .letterhead import BODY, LEADING, LEFT, MUTED, RIGHT

HEADER_DEPTH, ROW_PADDING, DATE_ROOM = 37.0, 5.2, 27 * mm


@dataclass(frozen=True)
class Column:
    """One column: its header, the edge its text is set against, and how the text is set."""
    key: str
    header: tuple[str, ...]
    edge: float
    align: str
    room: float


@dataclass(frozen=True)
class Row:
    """One measured row: its cells' wrapped text by column, or a single line across the table."""
    role: str  # "line", "heading" or "subtotal"
    cells: tuple
    depth: float


def columns_for(document):
    """The columns this document needs, each as wide as its widest figure; the description takes the rest."""
    wanted = [("quantity", ("Qty",)),
              ("unit_price", ("Unit price", "with VAT") if document.price_basis == "gross" else ("Unit", "price"))]
    if document.is_outside_scope:
        wanted.append(("net", ("Amount",)))
    else:
        wanted += [("net", ("Net",)), ("rate", ("VAT", "rate")), ("vat", ("VAT",))]
    values = [_values(line) for line in document.lines]
    values += [{"net": pounds(row.net), "vat": pounds(row.vat)} for row in document.vat_rows]
    columns, edge = [], RIGHT
    for key, header in reversed(wanted):
        room = max([width(words, BOLD, BODY) for words in header]
                   + [width(row[key], BOLD, BODY) for row in values if key in row])
        columns.insert(0, Column(key, header, edge, "right", room))
        edge -= room + 4.5 * mm
    dated = any(line.date for line in document.lines)
    left = LEFT + DATE_ROOM if dated else LEFT
    columns.insert(0, Column("description", ("Description",), left, "left", edge - left))
    if dated:
        columns.insert(0, Column("date", ("Date",), LEFT, "left", DATE_ROOM))
    return columns


def _values(line):
    """What each column prints of a line."""
    return {"date": short_date(line.date), "description": line.description,
            "quantity": plain_number(line.quantity), "unit_price": unit_pounds(line.unit_price),
            "net": pounds(line.net), "rate": rate_text(line.treatment, line.vat_rate_bp), "vat": pounds(line.vat)}


def rows_for(document, columns):
    """Lines under the VAT group they belong to; a group is headed by its reason and, among several, summed."""
    rows, several = [], len(document.vat_rows) > 1
    remaining = list(document.lines)
    for group in document.vat_rows:
        members = [line for line in remaining
                   if (line.treatment, line.vat_rate_bp) == (group.treatment, group.rate_bp)]
        remaining = [line for line in remaining if line not in members]
        reason = exemption_reason(group)
        if reason:
            rows.append(_heading(reason))
        rows += [_line(line, columns) for line in members]
        if several:
            rows.append(_subtotal(group, columns))
    return rows + [_line(line, columns) for line in remaining]


def _heading(text):
    lines = wrap(text, BOLD, BODY, RIGHT - LEFT)
    return Row("heading", tuple(lines), len(lines) * LEADING + ROW_PADDING + 3)


def _subtotal(group, columns):
    values = {"net": pounds(group.net), "rate": rate_text(group.treatment, group.rate_bp), "vat": pounds(group.vat)}
    label = f"Sub-total, {group.label[:1].lower()}{group.label[1:]}" if group.label[:2] != "VA" else \
        f"Sub-total, {group.label}"
    return Row("subtotal", (label, values), LEADING + ROW_PADDING + 7)


def _line(line, columns):
    values = _values(line)
    cells = tuple(wrap(values[column.key], REGULAR, BODY, column.room) if column.align == "left"
                  else [values[column.key]] for column in columns)
    return Row("line", cells, max(map(len, cells)) * LEADING + ROW_PADDING)


def share_out(rows, first_room, later_room):
    """Rows in pages: a heading is never left at the foot of one, nor a sub-total alone at the head of the next."""
    pages, current, room = [], [], first_room - HEADER_DEPTH
    for index, row in enumerate(rows):
        needed = row.depth
        if index + 1 < len(rows) and (row.role == "heading" or rows[index + 1].role == "subtotal"):
            needed += rows[index + 1].depth
        if current and needed > room:
            pages.append(current)
            current, room = [], later_room - HEADER_DEPTH
        current.append(row)
        room -= row.depth
    return [*pages, current]


def draw_header(canvas, columns, top, accent, ground, repeated=False):
    """The header row; on later pages it is a running artifact, so that it is read aloud once."""
    canvas.panel(LEFT - 2 * mm, top, RIGHT - LEFT + 4 * mm, HEADER_DEPTH - 4, ground, 2)
    if repeated:
        with canvas.artifact("Pagination"):
            for column in columns:
                _draw_header_words(canvas, column, top, accent)
    else:
        with canvas.element("THead"), canvas.element("TR"):
            for column in columns:
                with canvas.content("TH", scope="Column"):
                    _draw_header_words(canvas, column, top, accent)
    return top + HEADER_DEPTH


def _draw_header_words(canvas, column, top, accent):
    """One or two lines, standing on the header's lower edge."""
    for index, words in enumerate(column.header):
        last = index + 1 == len(column.header)
        canvas.ink(column.edge, top + (26 if last else 13.5), words if last else words + " ", BOLD, BODY,
                   column.align, accent)


def draw_row(canvas, row, columns, top, accent):
    """One row; the answer is the top of the next."""
    if row.role == "heading":
        with canvas.element("TR"):
            canvas.lines(LEFT, top + 13.5, row.cells, BOLD, BODY, LEADING, "TH", fill=accent,
                         scope="Row", colspan=len(columns))
    elif row.role == "subtotal":
        _draw_subtotal(canvas, row, columns, top)
    else:
        with canvas.element("TR"):
            for column, lines in zip(columns, row.cells, strict=True):
                if len(lines) == 1:
                    canvas.text(column.edge, top + 11, lines[0], REGULAR, BODY, "TD", column.align)
                else:
                    canvas.lines(column.edge, top + 11, lines, REGULAR, BODY, LEADING, "TD")
        canvas.rule(LEFT, RIGHT, top + row.depth - 1.6, "#d3dcdf", 0.4)
    return top + row.depth


def _draw_subtotal(canvas, row, columns, top):
    label, values = row.cells
    leading = [column for column in columns if column.key not in values]
    with canvas.element("TR"):
        canvas.text(LEFT, top + 13, label, BOLD, BODY, "TH", scope="Row", colspan=len(leading))
        for column in columns:
            if column.key in values:
                canvas.text(column.edge, top + 13, values[column.key], BOLD, BODY, "TD", column.align)
    canvas.rule(LEFT, RIGHT, top + row.depth - 3, MUTED, 0.7)
