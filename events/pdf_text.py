"""Type for PDF pages: the two embedded faces, which characters they hold, measuring and wrapping."""
import functools
import struct
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
        font = ttfonts.TTFont(name, str(FONT_DIRECTORY / filename))
        _use_tabular_figures(font.face)
        pdfmetrics.registerFont(font)


def _use_tabular_figures(face):
    """Point digits at the figures of equal width: ReportLab knows no font features, and sums must line up."""
    glyphs, metrics = _glyph_names(face.get_table("post")), face.get_table("hmtx")
    names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    for digit, name in zip("0123456789", names, strict=True):
        glyph = glyphs.get(f"{name}.tf")
        if glyph is None:
            continue
        advance, = struct.unpack_from(">H", metrics, 4 * glyph)
        face.charToGlyph[ord(digit)] = glyph
        face.charWidths[ord(digit)] = advance * 1000 / face.unitsPerEm


def _glyph_names(post):
    """Glyph numbers by the names the font gives of its own (format 2 of the table; others hold none)."""
    if struct.unpack_from(">I", post)[0] != 0x20000:
        return {}
    count, = struct.unpack_from(">H", post, 32)
    indexes, position, own = struct.unpack_from(f">{count}H", post, 34), 34 + 2 * count, []
    while position < len(post):
        length = post[position]
        own.append(post[position + 1:position + 1 + length].decode("latin-1"))
        position += 1 + length
    # The first 258 indexes stand for names every font shares.
    return {own[index - 258]: glyph for glyph, index in enumerate(indexes) if 258 <= index < 258 + len(own)}


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
