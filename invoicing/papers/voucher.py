"""A gift voucher on paper: for how much, its code in letters and as a QR code, until when. Tagged like all papers."""

import segno
from django.conf import settings
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from events.dates import day as in_words
from events.money import pounds
from events.pdf_text import BOLD, REGULAR, fit, readable, tint, wrap
from events.tagged_pdf import TaggedCanvas

ACCENT, MUTED = "#0b5563", "#4d5b60"
EDGE, TOP, DEPTH, CODE = 15 * mm, 15 * mm, 92 * mm, 44 * mm


def render_voucher(stored):
    """The bytes of a voucher (PDF/UA-1 and PDF/A-3a), with what was put on it first, on a third of an A4 page."""
    worth = stored.movements.filter(amount__gt=0).order_by("pk").first()
    seller, amount = settings.COUNCIL["name"], pounds(worth.amount if worth else 0)
    canvas = TaggedCanvas(A4)
    across = A4[0] - 2 * EDGE
    canvas.panel(EDGE, TOP, across, DEPTH, tint(ACCENT, 0.05), 6)
    canvas.panel(EDGE, TOP, 2.5 * mm, DEPTH, ACCENT)
    with canvas.element("Sect"):
        words(canvas, stored, seller, amount, EDGE + 10 * mm, across - CODE - 26 * mm)
        code(canvas, stored, EDGE + across - CODE - 8 * mm, TOP + 10 * mm)
    canvas.end_page()
    return canvas.finished(title=f"Gift voucher for {amount}", author=seller, subject=f"Code {stored.code}")


def words(canvas, stored, seller, amount, left, room):
    """What it is, for whom, and how it is spent."""
    at = canvas.lines(left, TOP + 14 * mm, ["Gift voucher"], BOLD, 16, 20, "H1", fill=readable(ACCENT))
    at = canvas.lines(left, at + 16 * mm, [amount], BOLD, 34, 36)
    if stored.wording:
        lines, size = fit(stored.wording, BOLD, 13, room, 3, smallest=9)
        at = canvas.lines(left, at, lines[:3], BOLD, size, size * 1.3)
    until = f"Spend it by {in_words(stored.expires_on)}." if stored.expires_on else "It does not run out."
    small = f"{until} At the box office of {seller}, on tickets and whatever else it sells, in one go or bit by bit."
    lines = wrap(small, REGULAR, 10.5, room)
    canvas.lines(left, max(at + 8, TOP + DEPTH - 8 * mm - len(lines) * 13.5), lines, REGULAR, 10.5, 13.5, fill=MUTED)


def code(canvas, stored, left, top):
    """The QR code on a white ground, and the same in letters."""
    made = segno.make_qr(stored.code, error="m", boost_error=False)
    step = CODE / made.symbol_size(border=4)[0]
    canvas.panel(left, top, CODE, CODE, "#ffffff", 3)
    canvas.squares(left + 4 * step, top + 4 * step, step, made.matrix, f"QR code of the gift voucher {stored.code}")
    canvas.text(left + CODE / 2, top + CODE + 7 * mm, stored.code, BOLD, 13, align="center")
    canvas.text(left + CODE / 2, top + CODE + 13 * mm, "Keep it like cash", REGULAR, 9.5, align="center", fill=MUTED)
