"""A ticket on BOCA stock of 5.5 × 2 inches (140 × 51 mm): the ticket on the left, a stub with the code on the right."""

from reportlab.lib.units import mm

from .pdf_text import BOLD, REGULAR, fit

SIZE = (139.7 * mm, 50.8 * mm)
EDGE, STUB, CODE = 4 * mm, 101 * mm, 28 * mm
BLACK = "#000000"  # ticket printers have no colour


def draw_stub_ticket(canvas, ticket, draw_code):
    """One ticket on a page of its own."""
    canvas.size = SIZE
    room = STUB - EDGE - 4 * mm
    with canvas.element("Sect"):
        top = 3 * mm
        for text, face, size, tag in (
            (ticket.title, BOLD, 15, "H1"), (joined(ticket.starts, ticket.doors), BOLD, 9.5, "P"),
            (ticket.venue, REGULAR, 9, "P"), (ticket.place_name, BOLD, 18, "P"),
            (joined(ticket.area, ticket.price_line), REGULAR, 9.5, "P"),
            (ticket.holder and f"Name: {ticket.holder}", REGULAR, 8.5, "P"), (ticket.notes, REGULAR, 8.5, "P"),
        ):  # fmt: skip
            if text and top < SIZE[1] - 5 * mm:
                lines, size = fit(text, face, size, room, 1, smallest=min(size, 8.5))
                canvas.lines(EDGE, top + size, lines[:1], face, size, tag=tag, fill=BLACK)
                top += size * 1.38
        canvas.stroke(STUB, 2 * mm, STUB, SIZE[1] - 2 * mm, BLACK, 0.6, (2, 3))
        centre = STUB + (SIZE[0] - STUB) / 2
        draw_code(canvas, ticket, centre - CODE / 2, 3 * mm, CODE)
        for top, text, face, size in ((35.5, ticket.short_code, BOLD, 11), (40, f"Booking {ticket.reference}", REGULAR,
                                      9), (44, "One code, one entry", REGULAR, 8)):  # fmt: skip
            canvas.text(centre, top * mm, text, face, size, align="center", fill=BLACK)
    canvas.end_page()


def joined(*parts):
    return ", ".join(part for part in parts if part)
