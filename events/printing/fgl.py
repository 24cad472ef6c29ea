"""Tickets for a BOCA ticket printer: FGL46, stock of 5.5 × 2 inches at 200 dots an inch. Only bytes; nothing is sent.

As BOCA's programming guide has it: <RCrow,column> says where, <F#> which letters, <HWh,w> how large, <QRV2><QR8>{data}
is a QR code of version 2 (which holds a token of 22 characters), <p> prints and cuts. A line that is not plain ASCII
goes as a picture (<SP#,#><bmp><G#>): which letters £ and ŵ are differs from printer to printer.
"""

from events.printing import raster
from events.printing.escpos import plain

MAIN, STUB = 20, 830  # columns in dots where the two parts begin
ROOM = {MAIN: 780, STUB: 250}
# Letters: name of the font, dots of one letter across and down.
SMALL, MIDDLE, LARGE = ("F9", 15, 22), ("F3", 20, 33), ("F6", 36, 56)
TAKEN = str.maketrans("<>{}", "()()")  # what FGL reads as commands


def render(tickets, *, kick=False):
    """The bytes of tickets, a cut after each. A ticket printer has no cash drawer to `kick`."""
    return b"".join(_ticket(ticket) for ticket in tickets)


def test_page(name):
    """A ticket that shows whether letters, code and knife are right."""
    lines = [_text(20, MAIN, f"Test page: {name}", LARGE), _text(120, MAIN, "£12.50 € Siân Tŷ Gŵyl", MIDDLE)]
    return b"<CB><NR>" + b"".join(lines) + qr(60, STUB, "TEST") + b"<p>"


def _ticket(ticket):
    main = [
        (12, ticket.title, LARGE), (78, ", ".join(part for part in (ticket.starts, ticket.doors) if part), MIDDLE),
        (120, ticket.venue, SMALL), (160, ticket.place_name, LARGE), (226, ticket.area, MIDDLE),
        (266, ticket.price_line, MIDDLE), (308, ticket.holder and f"Name: {ticket.holder}", SMALL),
        (336, ticket.notes, SMALL),
    ]  # fmt: skip
    stub = [(270, ticket.short_code, MIDDLE), (308, f"Booking {ticket.reference}", SMALL),
            (336, "One code, one entry", SMALL)]  # fmt: skip
    words = [_text(row, MAIN, text, size) for row, text, size in main if text]
    words += [_text(row, STUB, text, size) for row, text, size in stub]
    return b"<CB><NR>" + b"".join(words) + qr(40, STUB, ticket.token) + b"<p>"


def _text(row, column, text, letters):
    """One line where it belongs: in smaller letters where it is too long, and then cut."""
    text, room = plain(text), ROOM[column]
    if not text.isascii():
        drawn = raster.bmp(raster.line(text, letters[2], bold=letters is LARGE, most=room))
        return b"<SP%d,%d><bmp><G%d>" % (row, column, len(drawn)) + drawn
    sizes = [LARGE, MIDDLE, SMALL]
    name, across, _ = next((size for size in sizes[sizes.index(letters) :] if len(text) * size[1] <= room), SMALL)
    words = text[: room // across].translate(TAKEN)
    return f"<RC{row},{column}><{name}><HW1,1>{words}".encode("ascii")


def qr(row, column, data):
    """A QR code of 25 modules, 8 dots each."""
    return f"<QRV2><RC{row},{column}><QR8,0,0,0>{{{data}}}".encode("ascii")
