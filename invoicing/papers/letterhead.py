"""The sheet an invoice is printed on: whose letterhead, and where the envelope's window is."""
from dataclasses import dataclass

from reportlab.lib.units import mm

from events.pdf_images import picture
from events.pdf_text import BOLD, REGULAR, fit, readable, tint, wrap

PAGE_WIDTH, PAGE_HEIGHT = 210 * mm, 297 * mm
LEFT, RIGHT = 20 * mm, 190 * mm
COLUMN = 121 * mm  # left edge of the facts beside the address
MUTED = "#4d5b60"
CLEAR = 4.5 * mm  # above the window, where nothing else may stand
LOGO_TOP, LOGO_ROOM = 8 * mm, (80 * mm, 15 * mm)


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


def draw_logo(flow):
    """The logo above the window, never over it, no deeper than the room left for the supplier's name."""
    head = flow.letterhead
    if not head.logo:
        return
    shown = picture(head.logo)
    across, down = LOGO_ROOM
    scale = min(across / shown.width, down / shown.height)
    flow.canvas.image(LEFT, LOGO_TOP, shown.width * scale, shown.height * scale, shown, f"Logo of {head.name}")


def draw_supplier(flow, show_vat_number=True):
    """The supplier's name and particulars, above the window so that they never show in it."""
    head, room = flow.letterhead, (RIGHT if flow.type.large else COLUMN - 8 * mm) - LEFT
    floor = head.window.top - CLEAR
    top = LOGO_TOP + LOGO_ROOM[1] + 6 * mm if head.logo else 19 * mm
    tried = [flow.type.body - step / 2 for step in range(int(2 * (flow.type.body - 8)) + 1)]
    for size in tried:  # the first that ends above the window
        biggest = max(size, flow.type.heading if head.logo else 1.62 * size)
        names, name_size = fit(head.name, BOLD, biggest, room, 1 if head.logo else 2, smallest=size)
        blocks = [wrap(text, REGULAR, size, room) for text in _particulars(flow, show_vat_number)]
        end = top + len(names) * name_size * 1.2 + sum(map(len, blocks)) * size * 1.22 - size
        if end <= floor:
            break
    top = flow.canvas.lines(LEFT, top, names, BOLD, name_size, name_size * 1.2, fill=head.accent)
    for lines in blocks:
        top = flow.canvas.lines(LEFT, top, lines, REGULAR, size, size * 1.22, fill=MUTED)


def _particulars(flow, show_vat_number):
    head = flow.letterhead
    number = flow.say("VAT registration number {}", head.vat_number) if show_vat_number and head.vat_number else ""
    desk = ", ".join(filter(None, (head.department, head.telephone)))
    yield from filter(None, (", ".join(head.address), number, desk, head.email))


def draw_address(flow, name, address):
    """The customer's name and address inside the envelope's window, made smaller before anything is left out."""
    window = flow.letterhead.window
    room, depth = window.right - window.left - 3 * mm, window.bottom - window.top
    address = [line for line in address if line]
    flowing = [", ".join(address)] if address else []
    sizes = [flow.type.body - step / 2 for step in range(int(2 * (flow.type.body - 6)))]
    for parts, size in [*(((name, *address), size) for size in sizes if size >= 9.5),
                        *(((name, *flowing), size) for size in sizes if size <= 10.5)]:
        lines = [line for part in parts for line in wrap(part, REGULAR, size, room)]
        leading = min(size * 1.27, depth / len(lines))
        if leading >= size * 1.12:
            break
    flow.canvas.lines(window.left, window.top + size, lines, REGULAR, size, leading)
