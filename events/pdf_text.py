"""Type for PDF pages: the two embedded faces, which characters they hold, measuring and wrapping."""
import functools
import unicodedata
from pathlib import Path

import reportlab.rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics, ttfonts

FONT_DIRECTORY = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "Sans", "Sans-Bold"
FACES = {REGULAR: "PublicSans-Regular.ttf", BOLD: "PublicSans-Bold.ttf"}
SUBSTITUTE = "?"

# ASCII85 makes every stream a quarter larger and was only ever for seven-bit mail.
reportlab.rl_config.useA85 = 0


def _to_unicode_map(fontname, subset):
    """ReportLab's own map gives unused codes U+0000 and overfills blocks; PDF/A-3a and PDF/UA-1 forbid both."""
    pairs = [(code, value) for code, value in enumerate(subset) if value not in (0, 0xFEFF, 0xFFFE)]
    lines = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo",
             "<< /Registry (Adobe)", "/Ordering (UCS)", "/Supplement 0", ">> def",
             "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
             "1 begincodespacerange", "<00> <FF>", "endcodespacerange"]
    for start in range(0, len(pairs), 100):
        block = pairs[start:start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>" for code, value in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@functools.cache
def register_fonts():
    """Parse and register both faces: once a process, since it costs more than drawing an invoice."""
    ttfonts.makeToUnicodeCMap = _to_unicode_map
    for name, filename in FACES.items():
        pdfmetrics.registerFont(ttfonts.TTFont(name, str(FONT_DIRECTORY / filename)))


@functools.cache
def _glyphs(font):
    register_fonts()
    return pdfmetrics.getFont(font).face.charToGlyph


@functools.lru_cache(maxsize=8192)
def printable(text, font=REGULAR):
    """The text with accents composed, and each character the face cannot draw replaced: .notdef breaks PDF/A."""
    glyphs = _glyphs(font)
    composed = unicodedata.normalize("NFC", str(text))
    return "".join(
        character if ord(character) in glyphs and ord(character) >= 32
        else " " if character.isspace() else "" if unicodedata.category(character) in ("Cf", "Cc", "Mn")
        else SUBSTITUTE
        for character in composed)


@functools.lru_cache(maxsize=8192)
def width(text, font, size):
    """How wide the text prints, in points."""
    register_fonts()
    return pdfmetrics.stringWidth(text, font, size)


def wrap(text, font, size, available):
    """The text as lines no wider than available; a word longer than a line is broken, never run over the edge."""
    text = printable(text, font)
    if width(text, font, size) <= available:
        return [text]
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
    """A ReportLab colour for #rrggbb."""
    return HexColor(hexadecimal)


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
