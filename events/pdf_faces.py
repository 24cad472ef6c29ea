"""The two typefaces every paper is set in: what they can draw, how wide it is, and how they are carried in a PDF."""
import functools
import struct
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFontFile, TTFontMaker

from .pdf_objects import compressed, name

FONT_DIRECTORY = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "Sans", "Sans-Bold"
FILES = {REGULAR: "PublicSans-Regular.ttf", BOLD: "PublicSans-Bold.ttf"}
# What nearly every paper is written in: ASCII, Latin-1, Welsh, and the signs of print. Other papers carry the whole
# face. Either way the same bytes are in every paper, so that a thousand joined in one file share them.
USUAL = frozenset([*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100)), *"ŴŵŶŷẀẁẂẃẄẅỲỳŸ–—‘’“”•…−€"])
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TABLES = ("hhea", "maxp", "hmtx", "prep")


class Face:
    """One typeface. `codes` turns text into the hexadecimal glyph numbers that are shown; widths are 1/1000 em."""

    def __init__(self, filename):
        self.font = TTFontFile(str(FONT_DIRECTORY / filename))
        # Fonts map some control codes too, which may not be on an archivable page; nor are hyphens that may be.
        self.glyphs = {code: glyph for code, glyph in self.font.charToGlyph.items()
                       if 0x20 <= code < 0xFFFE and code != 0xAD}
        self._use_tabular_figures()
        self.codes = {code: f"{glyph:04X}" for code, glyph in self.glyphs.items()}
        self._advances = struct.unpack_from(
            ">" + "Hh" * self.font.numGlyphs, self.font.get_table("hmtx"))[::2]
        self.widths = {code: self.advance(glyph) for code, glyph in self.glyphs.items()}

    def advance(self, glyph):
        return self._advances[glyph] * 1000 / self.font.unitsPerEm

    def _use_tabular_figures(self):
        """Point digits at the figures of equal width, so that sums line up."""
        named = _glyph_names(self.font.get_table("post"))
        for digit, word in zip("0123456789", DIGITS, strict=True):
            self.glyphs[ord(digit)] = named.get(f"{word}.tf", self.glyphs[ord(digit)])

    @functools.lru_cache(maxsize=4)  # noqa: B019 - the faces live as long as the process
    def carried(self, whole):
        """What a PDF carries of the face: (compressed font file, its length, compressed character map, widths)."""
        characters = {code: glyph for code, glyph in sorted(self.glyphs.items()) if whole or chr(code) in USUAL}
        program = self._program(set(characters.values()))
        characters_by_glyph = {}
        for code, glyph in characters.items():
            characters_by_glyph.setdefault(glyph, code)
        widths = "".join(f"{glyph}[{self.advance(glyph):g}]" for glyph in sorted(characters_by_glyph))
        return compressed(program, 9), len(program), compressed(_character_map(characters_by_glyph), 9), widths

    def _program(self, wanted):
        """The font file with every unwanted glyph emptied; glyph numbers stay, so pages never depend on what is left.

        Glyph 0 is drawn for what is missing and must be there (ISO 19005-3, 6.2.11.4).
        """
        drawn, offsets = self.font.get_table("glyf"), self._offsets()
        wanted, kept, places = _with_parts(drawn, offsets, wanted | {0}), [], [0]
        for glyph in range(self.font.numGlyphs):
            outline = drawn[offsets[glyph]:offsets[glyph + 1]] if glyph in wanted else b""
            kept.append(outline + b"\0" * (-len(outline) % 4))
            places.append(places[-1] + len(kept[-1]))
        maker = TTFontMaker()
        for table in TABLES:
            maker.add(table, self.font.get_table(table))
        head = bytearray(self.font.get_table("head"))
        struct.pack_into(">h", head, 50, 1)  # offsets are written long
        maker.add("head", bytes(head))
        maker.add("glyf", b"".join(kept))
        maker.add("loca", struct.pack(f">{len(places)}I", *places))
        return maker.makeStream()

    def _offsets(self):
        short = struct.unpack_from(">h", self.font.get_table("head"), 50)[0] == 0
        table = self.font.get_table("loca")
        if short:
            return [2 * place for place in struct.unpack(f">{len(table) // 2}H", table)]
        return struct.unpack(f">{len(table) // 4}I", table)


def _with_parts(drawn, offsets, wanted):
    """The glyphs and those that they are put together from (a letter and its accent)."""
    found, waiting = set(), list(wanted)
    while waiting:
        glyph = waiting.pop()
        if glyph in found:
            continue
        found.add(glyph)
        at = offsets[glyph]
        if offsets[glyph + 1] > at and struct.unpack_from(">h", drawn, at)[0] < 0:
            at, flags = at + 10, 0x20
            while flags & 0x20:
                flags, part = struct.unpack_from(">HH", drawn, at)
                waiting.append(part)
                at += 8 if flags & 1 else 6
                at += 2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0
    return found


def _character_map(characters):
    """The map by which a reader turns glyphs back into text, in blocks of a hundred as the format has it."""
    pairs = sorted(characters.items())
    lines = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo",
             "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def", "/CMapName /Adobe-Identity-UCS def",
             "/CMapType 2 def", "1 begincodespacerange", "<0000> <FFFF>", "endcodespacerange"]
    for start in range(0, len(pairs), 100):
        block = pairs[start:start + 100]
        lines += [f"{len(block)} beginbfchar", *(f"<{glyph:04X}> <{code:04X}>" for glyph, code in block), "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]).encode()


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
def face(font):
    """The typeface of that name, read once a process."""
    return Face(FILES[font])


def write_face(file, font, used):
    """Put a typeface into the file, whole only where `used` has characters out of the usual; answers its number."""
    of, whole = face(font), not USUAL.issuperset(used)
    program, length, character_map, widths = of.carried(whole)
    font_file = file.stream(None, f"/Length1 {length}", packed=program)
    to_unicode = file.stream(None, packed=character_map)
    # Six letters say that this is a part of the face; they differ with the part.
    base = name(f"{'WHOLEF' if whole else 'USUALF'}+{of.font.name.decode()}")
    box = " ".join(f"{edge:.0f}" for edge in of.font.bbox)
    descriptor = file.add(f"<</Type/FontDescriptor/FontName{base}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
                          f"/Ascent {of.font.ascent:.0f}/Descent {of.font.descent:.0f}"
                          f"/CapHeight {of.font.capHeight:.0f}/StemV {of.font.stemV:.0f}/FontFile2 {font_file} 0 R>>")
    glyphs = file.add(f"<</Type/Font/Subtype/CIDFontType2/BaseFont{base}/CIDToGIDMap/Identity"
                      "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                      f"/FontDescriptor {descriptor} 0 R/DW 0/W[{widths}]>>")
    return file.add(f"<</Type/Font/Subtype/Type0/BaseFont{base}/Encoding/Identity-H"
                    f"/DescendantFonts[{glyphs} 0 R]/ToUnicode {to_unicode} 0 R>>")
