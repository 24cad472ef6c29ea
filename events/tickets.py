"""Tickets as PDF: three to an A4 page to print at home, one to an 80 mm roll page, or one on BOCA stock."""
from dataclasses import dataclass

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from .pdf_text import BOLD, REGULAR, fit, readable, tint, wrap
from .tagged_pdf import TaggedCanvas
from .ticket_stub import draw_stub_ticket

ACCENT, MUTED = "#0b5563", "#4d5b60"
A4_SIZE, ROLL_SIZE, STUB_SIZE = "A4", "80mm", "boca"
PER_PAGE, TICKET_DEPTH = 3, 90 * mm
EDGE, FIRST_TOP = 12 * mm, 12 * mm
CODE_SIZE = 38 * mm
ROLL_WIDTH, ROLL_MARGIN, ROLL_CODE = 80 * mm, 5 * mm, 50 * mm


@dataclass(frozen=True)
class Ticket:
    """What one ticket says; its token is what the door scans."""
    token: str
    title: str
    venue: str
    starts: str
    place: str
    reference: str
    doors: str = ""
    area: str = ""
    price_type: str = ""
    price: str = ""
    holder: str = ""
    notes: str = ""
    unit: str = "seat"  # or "pitch"
    colour: str = ACCENT

    @property
    def short_code(self):
        """What a steward types when the code will not scan: the token's first eight characters."""
        return f"{self.token[:4]} {self.token[4:8]}"

    @property
    def place_name(self):
        return f"{self.unit.capitalize()} {self.place}"

    @property
    def price_line(self):
        return ", ".join(part for part in (self.price_type, self.price) if part)


def render_tickets(tickets, size=A4_SIZE):
    """The tickets' bytes, PDF/UA-1 and PDF/A-3a; size is "A4" (three a page), "80mm" or "boca" (a page each)."""
    tickets = list(tickets)
    if not tickets:
        raise ValueError("There are no tickets to print.")
    if size not in (A4_SIZE, ROLL_SIZE, STUB_SIZE):
        raise ValueError(f"Tickets come in A4, 80mm or boca, not {size}.")
    canvas = TaggedCanvas(A4)
    if size == ROLL_SIZE:
        for ticket in tickets:
            _draw_roll_ticket(canvas, ticket)
    elif size == STUB_SIZE:
        for ticket in tickets:
            draw_stub_ticket(canvas, ticket, draw_code)
    else:
        _draw_sheets(canvas, tickets)
    first = tickets[0]
    count = "1 ticket" if len(tickets) == 1 else f"{len(tickets)} tickets"
    return canvas.finished(title=f"{first.title}: {count}", author=first.venue,
                           subject=f"{first.starts}, booking {first.reference}")


def _draw_sheets(canvas, tickets):
    pages = -(-len(tickets) // PER_PAGE)
    for index, ticket in enumerate(tickets):
        slot = index % PER_PAGE
        if slot == 0 and index:
            canvas.end_page()
        top = FIRST_TOP + slot * TICKET_DEPTH
        _draw_sheet_ticket(canvas, ticket, top)
        cut = top + TICKET_DEPTH - 4 * mm
        canvas.rule(0, A4[0], cut, "#8a979b", 0.6, (3, 3))
        if slot == PER_PAGE - 1 or index + 1 == len(tickets):
            with canvas.artifact("Pagination"):
                words = f"Page {index // PER_PAGE + 1} of {pages}"
                canvas.ink(A4[0] - EDGE, 291 * mm, words, REGULAR, 9, "right", MUTED)
    canvas.end_page()


def _draw_sheet_ticket(canvas, ticket, top):
    accent = readable(ticket.colour)
    across, depth = A4[0] - 2 * EDGE, TICKET_DEPTH - 8 * mm
    stub = EDGE + across - CODE_SIZE - 12 * mm
    canvas.panel(EDGE, top, across, depth, tint(ticket.colour, 0.05), 6)
    canvas.panel(EDGE, top, 2.5 * mm, depth, ticket.colour)
    left, room = EDGE + 9 * mm, stub - EDGE - 14 * mm
    with canvas.element("Sect"):
        titles, size = fit(ticket.title, BOLD, 19, room, 2, smallest=12)
        baseline = canvas.lines(left, top + 10 * mm, titles[:3], BOLD, size, size * 1.15, "H1", fill=accent) + 2
        for text, face in ((ticket.starts, BOLD), (ticket.doors, REGULAR), (ticket.venue, REGULAR)):
            if text:
                baseline = canvas.lines(left, baseline, wrap(text, face, 11, room)[:2], face, 11, 14.5)
        baseline = max(baseline + 22, top + 47 * mm)
        baseline = _draw_place(canvas, ticket, left, baseline, room, accent)
        _draw_small_print(canvas, ticket, left, baseline, room, top + depth - 3.5 * mm)
        canvas.stroke(stub, top + 5 * mm, stub, top + depth - 5 * mm, "#b9c6ca", 0.6, (2, 3))
        centre = stub + (EDGE + across - stub) / 2
        draw_code(canvas, ticket, centre - CODE_SIZE / 2, top + 8 * mm, CODE_SIZE)
        _draw_stub_words(canvas, ticket, centre, top + 8 * mm + CODE_SIZE + 7 * mm)


def _draw_place(canvas, ticket, left, baseline, room, accent):
    """Where to go, large enough to read at arm's length in the dark."""
    lines, size = fit(ticket.place_name, BOLD, 24, room, 1, smallest=13)
    canvas.lines(left, baseline, lines[:2], BOLD, size, size * 1.15, fill=accent)
    baseline += (len(lines[:2]) - 1) * size * 1.15 + 16
    for text in (ticket.area, ticket.price_line):
        if text:
            baseline = canvas.lines(left, baseline, wrap(text, REGULAR, 11, room)[:2], REGULAR, 11, 14)
    return baseline


def _draw_small_print(canvas, ticket, left, baseline, room, bottom):
    for text in (ticket.holder and f"Name: {ticket.holder}", ticket.notes):
        if not text:
            continue
        lines, size = fit(text, REGULAR, 10.5, room, 2, smallest=8)
        lines = lines[:max(0, int((bottom - baseline) // (size * 1.25)) + 1)]
        if lines:
            baseline = canvas.lines(left, baseline, lines, REGULAR, size, size * 1.25, fill=MUTED)


def _draw_stub_words(canvas, ticket, centre, baseline):
    canvas.text(centre, baseline, ticket.short_code, BOLD, 12, align="center")
    canvas.text(centre, baseline + 15, f"Booking {ticket.reference}", REGULAR, 10.5, align="center")
    canvas.text(centre, baseline + 29, "One code, one entry", REGULAR, 9, align="center", fill=MUTED)


def _draw_roll_ticket(canvas, ticket):
    """One ticket down the roll: black on white, since roll printers have no colour."""
    black, room = "#000000", ROLL_WIDTH - 2 * ROLL_MARGIN
    centre = ROLL_WIDTH / 2
    blocks = []
    for text, face, size, tag, after in (
            (ticket.title, BOLD, 15, "H1", 4), (ticket.starts, BOLD, 11, "P", 0), (ticket.doors, REGULAR, 11, "P", 0),
            (ticket.venue, REGULAR, 11, "P", 8), (ticket.place_name, BOLD, 22, "P", 2),
            (ticket.area, REGULAR, 12, "P", 0), (ticket.price_line, REGULAR, 11, "P", 6),
            (ticket.holder and f"Name: {ticket.holder}", REGULAR, 10.5, "P", 0),
            (f"Booking {ticket.reference}", REGULAR, 10.5, "P", 0), (ticket.notes, REGULAR, 10.5, "P", 0)):
        if text:
            lines, size = fit(text, face, size, room, 1, smallest=size - 1)
            blocks.append((lines, face, size, tag, after))
    words = sum(len(lines) * size * 1.28 + after for lines, _, size, _, after in blocks)
    # A page is as long as its ticket, so the cutter wastes no paper.
    canvas.size = (ROLL_WIDTH, 14 * mm + words + ROLL_CODE + 14 * mm)
    with canvas.element("Sect"):
        baseline = 7 * mm
        for lines, face, size, tag, after in blocks:
            baseline = canvas.lines(centre, baseline + size * 0.9, lines, face, size, size * 1.28, tag, "center",
                                    black) + after - size * 0.9
        draw_code(canvas, ticket, centre - ROLL_CODE / 2, baseline, ROLL_CODE)
        canvas.text(centre, baseline + ROLL_CODE + 6 * mm, ticket.short_code, BOLD, 13, align="center", fill=black)
    canvas.end_page()


def draw_code(canvas, ticket, x, top, across):
    """The QR code on a white ground with its quiet zone inside the square."""
    # A given mask spares segno from trying all eight; scanners read any.
    code = segno.make_qr(ticket.token, error="m", mask=3, boost_error=False)
    step = across / code.symbol_size(border=4)[0]
    canvas.panel(x, top, across, across, "#ffffff", 3)
    alt = f"QR code of the ticket for {ticket.place_name}, code {ticket.short_code}"
    canvas.squares(x + 4 * step, top + 4 * step, step, code.matrix, alt)
