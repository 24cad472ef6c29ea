"""A downtime pack as PDF: the seat book, the will-call list and the blank tickets, tagged and archivable."""

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from .money import pounds
from .pdf_text import BOLD, REGULAR, fit, wrap
from .tagged_pdf import TaggedCanvas

EDGE, TOP, BOTTOM = 12 * mm, 34 * mm, 284 * mm
BLACK, GREY, SHADE = "#000000", "#4d5b60", "#e6ebec"
COLUMNS, GAP, LINE = 3, 5 * mm, 5.1 * mm
WIDE = (A4[0] - 2 * EDGE - (COLUMNS - 1) * GAP) / COLUMNS
BLANKS_A_PAGE, BLANK = 5, 56 * mm
STUB = A4[0] - EDGE - 58 * mm


class Pack:
    """One pack being drawn: where the next thing stands, and the head of each sheet."""

    def __init__(self, pages):
        self.pages, self.canvas = pages, TaggedCanvas(A4)
        self.top = TOP

    def part(self, name, words):
        """A new part of the pack on a sheet of its own."""
        self.name = name
        self.head("H1")
        lines = wrap(words, REGULAR, 9.5, A4[0] - 2 * EDGE)
        self.top = self.canvas.lines(EDGE, TOP, lines, REGULAR, 9.5, 12.5, fill=GREY) + 6

    def head(self, tag=None):
        """What stands at the head of a sheet: read aloud once a part, on later sheets only seen."""
        said = f"{self.pages.title}, {self.pages.starts}, {self.pages.venue}"
        title, size = fit(said, BOLD, 12, A4[0] - 2 * EDGE, 1, smallest=8)
        if tag:
            self.canvas.text(EDGE, 18 * mm, self.name, BOLD, 17, tag)
            self.canvas.lines(EDGE, 24.5 * mm, title[:1], BOLD, size)
            self.canvas.text(EDGE, 29 * mm, f"As it stood {self.pages.made}", REGULAR, 9, fill=GREY)
            return
        with self.canvas.artifact("Pagination"):
            self.canvas.ink(EDGE, 18 * mm, f"{self.name}, {title[0]}", BOLD, min(size, 10))
        self.top = 26 * mm

    def turn(self):
        self.canvas.end_page()
        self.head()

    def feet(self):
        """The number of every sheet, now that it is known how many there are."""
        for index in range(self.canvas.pages_done):
            with self.canvas.again(index):
                words = f"Page {index + 1} of {self.canvas.pages_done}"
                self.canvas.ink(A4[0] - EDGE, 291 * mm, words, REGULAR, 9, "right", GREY)


def render(pages):
    """The bytes of a pack (events/downtime.PackPages)."""
    pack = Pack(pages)
    draw_seat_book(pack)
    pack.canvas.end_page()
    draw_will_call(pack)
    if pages.blanks:
        pack.canvas.end_page()
        draw_blanks(pack)
    pack.canvas.end_page()
    pack.feet()
    return pack.canvas.finished(title=f"Downtime pack: {pages.title}", author=pages.venue,
                                subject=f"{pages.starts}, as it stood {pages.made}")


# ---- The seat book -------------------------------------------------------------------------------------------------


def draw_seat_book(pack):
    pack.part("Seat book", "Tick a seat when you sell it. Seats with a name are gone; held seats are sold only if "
              f"their owner agrees. Prices: {'; '.join(priced(pack.pages.prices))}.")
    column, top = 0, pack.top
    for name, seats in pack.pages.rows:
        while seats:
            fitting = int((BOTTOM - top) // LINE) - 1
            if fitting < 2:
                column, top = next_column(pack, column)
                continue
            draw_row(pack.canvas, EDGE + column * (WIDE + GAP), top, name, seats[:fitting])
            top += (min(len(seats), fitting) + 1.5) * LINE
            seats, name = seats[fitting:], f"{name.removesuffix(', more')}, more"


def next_column(pack, column):
    if column + 1 < COLUMNS:
        return column + 1, pack.top
    pack.turn()
    return 0, pack.top


def priced(prices):
    """Stalls: adult £18.00, child £9.00"""
    bands = {}
    for band, price_type, pence in prices:
        bands.setdefault(band, []).append(f"{price_type.lower()} {pounds(pence)}")
    return [f"{band}: {', '.join(parts)}" for band, parts in bands.items()] or ["ask the manager"]


def draw_row(canvas, left, top, name, seats):
    """A row of the house: each seat a line, with a box to tick where it is free."""
    canvas.text(left, top + 3.6 * mm, name, BOLD, 9, "H2")
    with canvas.element("Table", summary=f"Seats of {name}"), canvas.element("TBody"):
        for index, seat in enumerate(seats, 1):
            base = top + index * LINE
            canvas.rule(left, left + WIDE, base + LINE, "#b9c6ca", 0.4)
            if seat.state:
                canvas.panel(left, base + 0.3, WIDE, LINE - 0.6, SHADE)
            else:
                box(canvas, left + WIDE - 4.4 * mm, base + 0.8 * mm, 3.4 * mm)
            with canvas.element("TR"):
                canvas.text(left + 1 * mm, base + 3.7 * mm, seat.label, BOLD, 8.5, "TH", scope="Row")
                words = f"{seat.state}: {seat.who}" if seat.state else "Free"
                lines, size = fit(words, REGULAR, 8, WIDE - 17 * mm, 1, smallest=6.5)
                shade = BLACK if seat.state else GREY
                canvas.text(left + 12 * mm, base + 3.7 * mm, lines[0], REGULAR, size, "TD", fill=shade)


def box(canvas, left, top, across):
    """An empty box to tick."""
    right, bottom = left + across, top + across
    for line in ((left, top, right, top), (left, bottom, right, bottom), (left, top, left, bottom),
                 (right, top, right, bottom)):  # fmt: skip
        canvas.stroke(*line, BLACK, 0.7)


# ---- The will-call list --------------------------------------------------------------------------------------------

TABS = [EDGE, EDGE + 48 * mm, EDGE + 68 * mm, EDGE + 122 * mm, A4[0] - EDGE - 26 * mm, A4[0] - EDGE - 5 * mm]
HEADS = ["Name", "Booking", "Places", "Notes", "To pay", "In"]


def draw_will_call(pack):
    count = len(pack.pages.callers)
    pack.part("Will-call list", f"{count} booking{'' if count == 1 else 's'} by surname. Take what is to pay, and tick "
              "them off when they have their tickets or are in.")
    with pack.canvas.element("Table", summary="Bookings, their places and what is to pay"):
        heads(pack, "TH")
        for caller in pack.pages.callers:
            draw_caller(pack, caller)


def heads(pack, tag=None):
    if tag:
        with pack.canvas.element("THead"), pack.canvas.element("TR"):
            for left, words in zip(TABS, HEADS, strict=True):
                pack.canvas.text(left, pack.top + 8, words, BOLD, 8.5, tag, scope="Column")
    else:
        with pack.canvas.artifact("Pagination"):
            for left, words in zip(TABS, HEADS, strict=True):
                pack.canvas.ink(left, pack.top + 8, words, BOLD, 8.5)
    pack.canvas.rule(EDGE, A4[0] - EDGE, pack.top + 11, BLACK, 0.8)
    pack.top += 14


def draw_caller(pack, caller):
    said = [caller.name or "No name", caller.reference, caller.places, caller.notes,
            pounds(caller.to_pay) if caller.to_pay else "Paid"]  # fmt: skip
    rooms = [after - left - 2 * mm for left, after in zip(TABS, TABS[1:], strict=False)]
    cells = [wrap(words, REGULAR, 8.5, room) or [""] for words, room in zip(said, rooms, strict=True)]
    depth = max(len(lines) for lines in cells) * 11 + 4
    if pack.top + depth > BOTTOM:
        pack.turn()
        heads(pack)
    with pack.canvas.element("TBody"), pack.canvas.element("TR"):
        for index, (left, lines) in enumerate(zip(TABS, cells, strict=False)):
            bold = index == 0 or (index == 4 and caller.to_pay)
            face, tag = BOLD if bold else REGULAR, {"scope": "Row"} if index == 0 else {}
            pack.canvas.lines(left, pack.top + 8, lines, face, 8.5, 11, "TH" if index == 0 else "TD", **tag)
        pack.canvas.text(TABS[5], pack.top + 8, " ", REGULAR, 8.5, "TD")
    box(pack.canvas, TABS[5], pack.top + 1, 3.6 * mm)
    pack.top += depth
    pack.canvas.rule(EDGE, A4[0] - EDGE, pack.top - 3, "#b9c6ca", 0.4)


# ---- The blank tickets ---------------------------------------------------------------------------------------------


def draw_blanks(pack):
    canvas = pack.canvas
    for index, number in enumerate(pack.pages.blanks):
        slot = index % BLANKS_A_PAGE
        if slot == 0 and index:
            canvas.end_page()
        draw_blank(canvas, pack.pages, number, 8 * mm + slot * BLANK)


def draw_blank(canvas, pages, number, top):
    """One blank: what the customer takes, a line to tear along, and what the box office keeps."""
    room = STUB - EDGE - 6 * mm
    with canvas.element("Sect"):
        title, size = fit(pages.title, BOLD, 15, room - 40 * mm, 1, smallest=9)
        canvas.lines(EDGE, top + 8 * mm, title[:1], BOLD, size, tag="H2")
        canvas.text(STUB - 6 * mm, top + 8 * mm, number, BOLD, 15, align="right")
        canvas.text(EDGE, top + 13.5 * mm, pages.starts, BOLD, 10)
        canvas.text(EDGE, top + 18 * mm, pages.venue, REGULAR, 9)
        to_write(canvas, EDGE, top + 28 * mm, "Seat", 34 * mm)
        to_write(canvas, EDGE + 42 * mm, top + 28 * mm, "Price type", room - 42 * mm)
        to_write(canvas, EDGE, top + 39 * mm, "Paid £", 34 * mm)
        to_write(canvas, EDGE + 42 * mm, top + 39 * mm, "Name", room - 42 * mm)
        canvas.text(EDGE, top + 48.5 * mm, "Valid for the seat written here, with this number. Sold while our system "
                    "was down.", REGULAR, 7.5, fill=GREY)  # fmt: skip
        left = STUB + 5 * mm
        canvas.text(left, top + 8 * mm, f"Keep: {number}", BOLD, 11)
        for step, words in enumerate(("Seat", "Price type", "£ and tender", "Time sold")):
            to_write(canvas, left, top + (17 + step * 9.5) * mm, words, 48 * mm)
    canvas.stroke(STUB, top, STUB, top + BLANK, "#8a979b", 0.7, (2, 3))
    canvas.rule(0, A4[0], top + BLANK - 1 * mm, "#8a979b", 0.6, (3, 3))


def to_write(canvas, left, baseline, words, across):
    """A label and a line to write on."""
    canvas.text(left, baseline, words, REGULAR, 8, fill=GREY)
    canvas.rule(left + 18 * mm, left + across, baseline + 1, BLACK, 0.6)
