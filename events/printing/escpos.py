"""Tickets for an 80 mm receipt printer: ESC/POS, as Epson's reference has it. Only bytes; nothing is sent.

Text goes in code page WPC1252 (page 16), which has £ and €; a line with other letters (ŵ, ŷ) goes as a picture.
"""

import textwrap
import unicodedata

from events.printing import raster

ACROSS = 42  # letters of font A on an 80 mm roll, on the printers that print fewest
DOTS = 512  # the width of a picture
ESC, GS = b"\x1b", b"\x1d"
BEGIN = ESC + b"@" + ESC + b"t\x10" + ESC + b"a\x01"  # reset, code page WPC1252, centred
CUT = GS + b"VB\x00"  # feed to the knife, cut but for a corner
KICK = ESC + b"p\x00\x19\xfa"  # a pulse of 50 ms on pin 2, where cash drawers are connected


def render(tickets, *, kick=False):
    """The bytes of tickets, a cut after each; with `kick` the cash drawer is opened first."""
    return (KICK if kick else b"") + b"".join(_ticket(ticket) for ticket in tickets)


def test_page(name):
    """A page that shows whether letters, code and knife are right."""
    lines = [(f"Test page: {name}", 2), ("£12.50  €  Siân  Tŷ Gŵyl", 1)]
    return BEGIN + b"".join(_text(text, size) for text, size in lines) + qr("TEST") + CUT


def _ticket(ticket):
    said = [
        (ticket.title, 2), (ticket.starts, 1), (ticket.doors, 1), (ticket.venue, 1), (ticket.place_name, 2),
        (ticket.area, 1), (ticket.price_line, 1), (ticket.holder and f"Name: {ticket.holder}", 1),
        (f"Booking {ticket.reference}", 1), (ticket.notes, 1),
    ]  # fmt: skip
    words = b"".join(_text(text, size) for text, size in said if text)
    return BEGIN + words + qr(ticket.token) + _text(ticket.short_code, 2) + CUT


def _text(text, size):
    """Lines of text; of size 2 they are bold, twice as wide and high."""
    lines = textwrap.wrap(plain(text), ACROSS // size)
    style = ESC + bytes([ord("E"), size - 1]) + GS + bytes([ord("!"), 0x11 * (size - 1)])
    return style + b"".join(_line(line, size) for line in lines)


def _line(line, size):
    try:
        return line.encode("cp1252") + b"\n"
    except UnicodeEncodeError:
        return picture(raster.line(line, 28 * size, bold=size > 1, most=DOTS))


def plain(text):
    """Text without control characters: nobody's name gives the printer an order."""
    composed = unicodedata.normalize("NFC", str(text))
    return "".join(" " if letter.isspace() else letter for letter in composed
                   if letter.isspace() or unicodedata.category(letter)[0] != "C")  # fmt: skip


def picture(drawn):
    """A picture in raster form (GS v 0)."""
    across, down = drawn.width // 8, drawn.height
    return GS + b"v0\x00" + across.to_bytes(2, "little") + down.to_bytes(2, "little") + raster.packed(drawn)


def qr(data):
    """A QR code, model 2, 8 dots a module, error correction M (GS ( k, functions 165, 167, 169, 180 and 181)."""
    data = data.encode("ascii")
    parts = [b"1A2\x00", b"1C\x08", b"1E1", b"1P0" + data, b"1Q0"]
    return b"".join(GS + b"(k" + len(part).to_bytes(2, "little") + part for part in parts) + b"\n"
