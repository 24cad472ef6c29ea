"""Text for PDF pages: which characters can be printed, measuring, wrapping, and colours that read."""
import functools
import unicodedata

from reportlab.lib.colors import HexColor

from .pdf_faces import BOLD, REGULAR, face

SUBSTITUTE = "?"
# Around words in Welsh on a page in English: nothing is drawn, but what reads aloud is told. From the private use area.
WELSH_BEGINS, WELSH_ENDS = "\ue000", "\ue001"
MARKS = frozenset((WELSH_BEGINS, WELSH_ENDS))
BILINGUAL = f"{WELSH_ENDS} / "  # between the two


@functools.lru_cache(maxsize=8192)
def printable(text, font=REGULAR):
    """The text with accents composed, and each character the face cannot draw replaced: .notdef breaks PDF/A."""
    glyphs = face(font).glyphs
    composed = unicodedata.normalize("NFC", str(text))
    return "".join(
        character if ord(character) in glyphs or character in MARKS
        else " " if character.isspace() else "" if unicodedata.category(character) in ("Cf", "Cc", "Mn")
        else SUBSTITUTE
        for character in composed)


@functools.lru_cache(maxsize=8192)
def width(text, font, size):
    """How wide the text prints, in points."""
    widths = face(font).widths
    return sum(widths.get(ord(character), 0) for character in text) * size / 1000


def wrap(text, font, size, available):
    """The text as lines no wider than available; a word longer than a line is broken, never run over the edge."""
    text = printable(text, font)
    if width(text, font, size) <= available:
        return [text]
    if text.count(BILINGUAL) == 1:  # each language on lines of its own
        welsh, english = text.split(BILINGUAL)
        return [*wrap(welsh + BILINGUAL.rstrip(), font, size, available), *wrap(english, font, size, available)]
    lines, current = [], ""
    for word in text.split():
        candidate = f"{current} {word}" if current else word
        if width(candidate, font, size) <= available:
            current = candidate
            continue
        if current:
            lines.append(current)
        while width(word, font, size) > available:
            cut = _fitting_length(word, font, size, available)
            lines.append(word[:cut])
            word = word[cut:]
        current = word
    return [*lines, current] if current else lines


def _fitting_length(word, font, size, available):
    for length in range(len(word), 1, -1):
        if width(word[:length], font, size) <= available:
            return length
    return 1


def fit(text, font, size, available, most_lines, smallest=10.5):
    """(lines, size): the largest size, not under smallest, at which the text keeps to most_lines."""
    while True:
        lines = wrap(text, font, size, available)
        if len(lines) <= most_lines or size <= smallest:
            return lines, size
        size = max(smallest, size - 0.5)


@functools.lru_cache(maxsize=256)
def colour(hexadecimal):
    """The three numbers, each from 0 to 1, by which a page names the colour #rrggbb."""
    full = HexColor(hexadecimal)
    return f"{full.red:.4g} {full.green:.4g} {full.blue:.4g}"


@functools.lru_cache(maxsize=256)
def tint(hexadecimal, strength=0.07):
    """The colour thinned with white, for the ground behind text."""
    full = HexColor(hexadecimal)
    mixed = (round(255 * (1 - strength * (1 - part))) for part in (full.red, full.green, full.blue))
    return "#" + "".join(f"{part:02x}" for part in mixed)


@functools.lru_cache(maxsize=256)
def readable(hexadecimal, otherwise="#1b2a2f"):
    """The colour where it reads on white (WCAG contrast 4.5), otherwise the dark ink."""
    full = HexColor(hexadecimal)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in (full.red, full.green, full.blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return hexadecimal if 1.05 / (luminance + 0.05) >= 4.5 else otherwise


__all__ = ["BILINGUAL", "BOLD", "REGULAR", "WELSH_BEGINS", "WELSH_ENDS", "colour", "fit", "printable", "readable",
           "tint", "width", "wrap"]
