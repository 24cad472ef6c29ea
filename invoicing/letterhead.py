"""The sheet an invoice is printed on: whose letterhead, where the envelope's window is, its head and foot."""
from dataclasses import dataclass

from reportlab.lib.units import mm

from events.pdf_text import BOLD, REGULAR, fit, readable, tint, wrap
from events.tagged_pdf import INK

PAGE_WIDTH, PAGE_HEIGHT = 210 * mm, 297 * mm
LEFT, RIGHT = 20 * mm, 190 * mm
COLUMN = 121 * mm  # left edge of the facts beside the address
MUTED = "#4d5b60"
BODY, SMALL, LEADING = 10.5, 9.0, 14.2


@dataclass(frozen=True)
class AddressWindow:
    """Where the address must stand to show in an envelope's window, with the paper free to slide."""
    left: float
    right: float
    top: float
    bottom: float
    fold: float


WINDOWS = {
    "DL": AddressWindow(20 * mm, 100 * mm, 57 * mm, 79 * mm, 99 * mm),
    "C5": AddressWindow(20 * mm, 91 * mm, 67 * mm, 88.5 * mm, 148.5 * mm),
}


@dataclass(frozen=True)
class Letterhead:
    """The supplier as printed: who, where, how to reach and pay them, and the accent colour."""
    name: str
    address: tuple[str, ...] = ()
    vat_number: str = ""
    telephone: str = ""
    email: str = ""
    bank_name: str = ""
    sort_code: str = ""
    account_number: str = ""
    account_name: str = ""
    colour: str = "#0b5563"
    footer: str = ""
    envelope: str = "DL"
    iban: str = ""
    bic: str = ""
    department: str = ""
    logo: bytes = b""  # PNG

    @property
    def window(self):
        return WINDOWS[self.envelope]

    @property
    def accent(self):
        return readable(self.colour)

    @property
    def ground(self):
        return tint(self.colour)


def draw_sheet(canvas, letterhead):
    """What is on every page and is not read aloud: the coloured edge."""
    canvas.panel(0, 0, PAGE_WIDTH, 3.2 * mm, letterhead.colour)


def draw_supplier(canvas, letterhead, show_vat_number=True):
    """The supplier's name and particulars, above the window so that they never show in it."""
    room = COLUMN - LEFT - 8 * mm
    names, size = fit(letterhead.name, BOLD, 17, room, 2, smallest=11)
    top = canvas.lines(LEFT, 19 * mm, names, BOLD, size, size * 1.2, fill=letterhead.accent)
    contact = "  ·  ".join(part for part in (letterhead.telephone, letterhead.email) if part)
    particulars = [", ".join(letterhead.address)]
    if show_vat_number and letterhead.vat_number:
        particulars.append(f"VAT registration number {letterhead.vat_number}")
    particulars.append(contact)
    top += 0.5
    for text in filter(None, particulars):
        lines, size = fit(text, REGULAR, BODY, room, 2, smallest=SMALL)
        top = canvas.lines(LEFT, top, lines, REGULAR, size, 12.8, fill=MUTED)


def draw_address(canvas, letterhead, name, address):
    """The customer's name and address inside the envelope's window, made smaller before anything is left out."""
    window = letterhead.window
    room, depth = window.right - window.left - 3 * mm, window.bottom - window.top
    address = [line for line in address if line]
    flowing = [", ".join(address)] if address else []
    for parts, size in [*(((name, *address), size) for size in (BODY, 10, 9.5)),
                        *(((name, *flowing), size) for size in (BODY, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5))]:
        lines = [line for part in parts for line in wrap(part, REGULAR, size, room)]
        leading = min(4.7 * mm, depth / len(lines))
        if leading >= size * 1.12:
            break
    canvas.lines(window.left, window.top + size, lines, REGULAR, size, leading)


def draw_fold_mark(canvas, letterhead):
    """A tick at the paper's edge where it is folded for the envelope."""
    canvas.rule(4 * mm, 9 * mm, letterhead.window.fold, "#8a979b", 0.5)


def draw_foot(canvas, letterhead, page, pages):
    """The footer's words and "Page x of y"."""
    with canvas.artifact("Pagination"):
        canvas.ink(RIGHT, 288 * mm, f"Page {page} of {pages}", REGULAR, SMALL, "right", MUTED)
        if letterhead.footer:
            lines, size = fit(letterhead.footer, REGULAR, SMALL, 140 * mm, 2, smallest=7)
            for index, line in enumerate(lines):
                canvas.ink(LEFT, 288 * mm + (index - len(lines) + 1) * 11, line, REGULAR, size, fill=MUTED)


def draw_running_head(canvas, letterhead, left, right):
    """On pages after the first: whose invoice this is, so that a lost sheet finds its way back."""
    with canvas.artifact("Pagination"):
        canvas.ink(LEFT, 15 * mm, left, BOLD, BODY, fill=letterhead.accent)
        canvas.ink(RIGHT, 15 * mm, right, REGULAR, BODY, "right", INK)
    canvas.rule(LEFT, RIGHT, 19 * mm, letterhead.accent, 0.6)
