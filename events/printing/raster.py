"""A line of text as dots, for what a printer's own letters lack: ŵ and ŷ on nearly all, £ on some."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from events.pdf_faces import BOLD, FILES, FONT_DIRECTORY, REGULAR


@cache
def font(bold, dots):
    return ImageFont.truetype(str(FONT_DIRECTORY / FILES[BOLD if bold else REGULAR]), dots)


def line(text, dots, *, bold=False, most=None):
    """Black on white, 1 bit a dot; `dots` high, smaller where it would be wider than `most`. A PIL image."""
    letters = font(bold, dots)
    while most and letters.getlength(text) > most and dots > 8:
        dots -= 1
        letters = font(bold, dots)
    ascent, descent = letters.getmetrics()
    across = -(-int(letters.getlength(text) + 2) // 8) * 8  # whole bytes
    drawn = Image.new("1", (across, ascent + descent), 1)
    ImageDraw.Draw(drawn).text((0, 0), text, font=letters, fill=0)
    return drawn


def packed(drawn):
    """Its rows, 8 dots a byte, black as 1."""
    return bytes(255 - byte for byte in drawn.tobytes())


def bmp(drawn):
    """Its bytes as a BMP file of 1 bit a dot."""
    made = io.BytesIO()
    drawn.save(made, format="BMP")
    return made.getvalue()
