"""A table on a paper: columns as wide as what they hold, rows that turn the sheet, and a header that is repeated."""
from dataclasses import dataclass, field

from reportlab.lib.units import mm

from events.pdf_text import BILINGUAL, BOLD, REGULAR, width, wrap
from invoicing.papers.letterhead import LEFT, MUTED, RIGHT

GAP = 4.5 * mm
MOST_HEADER_LINES, MOST_BILINGUAL_LINES = 2, 3


@dataclass(frozen=True)
class Column:
    """A column: its key in a row's cells and its header. One column is `wide` and takes what the others leave.

    What is `folded` is not a column in large print, but said below the wide column's words.
    """
    key: str
    header: str
    align: str = "right"
    wide: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Row:
    """One row's printed cells; role is "line", "heading" (its `label` alone) or "subtotal" (`label`, then cells)."""
    cells: dict = field(default_factory=dict)
    role: str = "line"
    label: str = ""
    folded: str = ""  # in large print, what the folded columns say


@dataclass(frozen=True)
class Place:
    """A column on the sheet: the edge its text is set against, its room, and its header's lines."""
    column: Column
    edge: float
    room: float
    header: tuple


class PaperTable:
    """A measured table, ready to be drawn where its flow stands."""

    def __init__(self, flow, columns, rows, summary):
        self.flow, self.rows, self.summary = flow, rows, summary
        self.columns = [column for column in columns if not (column.folded and flow.type.large)]
        self.places = self._placed()
        self.header_depth = (max(len(place.header) for place in self.places) * 1.19 + 1.15) * flow.type.body
        self.padding = 5.2 if not flow.type.large else 9
        self.measured = [self._measured(row) for row in self.rows]

    def _placed(self):
        rooms = {column.key: self._room(column) for column in self.columns if not column.wide}
        left = LEFT + sum(rooms[column.key] + GAP for column in self.columns
                          if column.align == "left" and not column.wide)
        edge, placed = RIGHT, []
        for column in reversed([column for column in self.columns if column.align == "right"]):
            placed.insert(0, Place(column, edge, rooms[column.key], self._header(column, rooms[column.key])))
            edge -= rooms[column.key] + GAP
        at, leading = LEFT, []
        for column in (column for column in self.columns if column.align == "left"):
            room = edge - left if column.wide else rooms[column.key]
            leading.append(Place(column, at, room, self._header(column, room)))
            at += room + (0 if column.wide else GAP)
        return leading + placed

    def _room(self, column):
        """As wide as the widest figure, and as a header of few lines needs."""
        size = self.flow.type.body
        values = [(part, BOLD if row.role == "subtotal" else REGULAR)
                  for row in self.rows for part in _parts(row.cells.get(column.key, ""))]
        # The stroke between two languages stays with the word before it; an n stands for the space.
        values += [(word, BOLD) for part in _parts(column.header) for word in part.replace(" /", "n/").split()]
        room = max(width(text, face, size) for text, face in values)
        most = MOST_BILINGUAL_LINES if BILINGUAL in column.header else MOST_HEADER_LINES
        while len(self._header(column, room)) > most:
            room += 4
        return room

    def _header(self, column, room):
        return tuple(wrap(column.header, BOLD, self.flow.type.body, room + 0.1))

    @property
    def opening_depth(self):
        """How much of the table a heading above it is kept together with: the header and the first two rows."""
        return self.header_depth + sum(depth for _, depth in self.measured[:2])

    def draw(self):
        """The table from the flow's place on; the flow stands below it afterwards."""
        flow, measured = self.flow, self.measured
        flow.room(self.opening_depth)
        with flow.canvas.element("Table", summary=self.summary):
            self._draw_header()
            with flow.canvas.element("TBody"):
                for index, (row, (cells, depth)) in enumerate(zip(self.rows, measured, strict=True)):
                    if flow.top + depth + self._kept_with(index, measured) > flow.bottom:
                        flow.turn()
                        self._draw_header(repeated=True)
                    self._draw_row(row, cells, depth)
                    flow.top += depth

    def _kept_with(self, index, measured):
        """A heading is never left at the foot of a sheet, nor a sub-total alone at the head of the next."""
        following = self.rows[index + 1:index + 2]
        if following and (self.rows[index].role == "heading" or following[0].role == "subtotal"):
            return measured[index + 1][1]
        return 0

    def _measured(self, row):
        """(each place's lines, depth of the row)."""
        kind = self.flow.type
        if row.role == "heading":
            lines = wrap(row.label, BOLD, kind.body, RIGHT - LEFT)
            return lines, len(lines) * kind.leading + self.padding + 3
        if row.role == "subtotal":
            lines = wrap(row.label, BOLD, kind.body, self._label_room(row))
            deepest = max(len(lines), *(len(self._amounts(row, place)) for place in self.places))
            return lines, deepest * kind.leading + self.padding + 7
        cells = [self._cell(row, place) for place in self.places]
        return cells, max(map(len, cells)) * kind.leading + self.padding

    def _label_room(self, row):
        first = next(place for place in self.places if place.column.key in row.cells)
        return first.edge - first.room - GAP - LEFT if first.column.align == "right" else first.edge - LEFT

    def _cell(self, row, place):
        text, size = row.cells.get(place.column.key, ""), self.flow.type.body
        lines = wrap(text, REGULAR, size, place.room + 5)
        if place.column.wide and self.flow.type.large and row.folded:
            lines += wrap(row.folded, REGULAR, size, place.room)
        return lines

    def _draw_header(self, repeated=False):
        """On later sheets it is a running artifact, so that it is read aloud once."""
        flow, top = self.flow, self.flow.top
        flow.canvas.panel(LEFT - 2 * mm, top, RIGHT - LEFT + 4 * mm, self.header_depth - 4, flow.letterhead.ground, 2)
        if repeated:
            with flow.canvas.artifact("Pagination"):
                for place in self.places:
                    self._draw_header_words(place, top)
        else:
            with flow.canvas.element("THead"), flow.canvas.element("TR"):
                for place in self.places:
                    with flow.canvas.content("TH", scope="Column"):
                        self._draw_header_words(place, top)
        flow.top += self.header_depth

    def _draw_header_words(self, place, top):
        """A few lines, standing on the header's lower edge."""
        size, last = self.flow.type.body, len(place.header) - 1
        for index, words in enumerate(place.header):
            baseline = top + self.header_depth - 4 - size * 0.55 - (last - index) * size * 1.19
            self.flow.canvas.ink(place.edge, baseline, words if index == last else words + " ", BOLD, size,
                                 place.column.align, self.flow.accent)

    def _draw_row(self, row, cells, depth):
        flow, kind = self.flow, self.flow.type
        baseline = flow.top + kind.body + 0.5
        with flow.canvas.element("TR"):
            if row.role == "heading":
                flow.canvas.lines(LEFT, baseline + 2.5, cells, BOLD, kind.body, kind.leading, "TH", fill=flow.accent,
                                  scope="Row", colspan=len(self.places))
                return
            if row.role == "subtotal":
                self._draw_subtotal(row, cells, baseline + 2)
            else:
                for place, lines in zip(self.places, cells, strict=True):
                    flow.canvas.lines(place.edge, baseline, lines, REGULAR, kind.body, kind.leading, "TD",
                                      place.column.align)
        strong = row.role == "subtotal"
        flow.canvas.rule(LEFT, RIGHT, flow.top + depth - (3 if strong else 1.6), MUTED if strong else "#d3dcdf",
                         0.7 if strong else 0.4)

    def _draw_subtotal(self, row, lines, baseline):
        flow, kind = self.flow, self.flow.type
        first = next(index for index, place in enumerate(self.places) if place.column.key in row.cells)
        flow.canvas.lines(LEFT, baseline, lines, BOLD, kind.body, kind.leading, "TH", scope="Row", colspan=first)
        for place in self.places[first:]:
            flow.canvas.lines(place.edge, baseline, self._amounts(row, place), BOLD, kind.body, kind.leading, "TD",
                              place.column.align)

    def _amounts(self, row, place):
        """The lines of a sub-total's cell."""
        return wrap(row.cells.get(place.column.key, ""), BOLD, self.flow.type.body, place.room + 5)


def _parts(text):
    """What of a bilingual text stands on one line: first the one language, then the other."""
    welsh, *english = text.split(BILINGUAL)
    return [welsh + " /", *english] if english else [welsh]
