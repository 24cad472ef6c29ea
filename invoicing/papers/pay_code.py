"""The QR code that opens the page where a paper is paid."""
import functools

import segno

QUIET = 4  # modules of white that a scanner needs on every side


def draw_pay_code(canvas, x, top, across, url, alt):
    """The code with its white ground, `across` points wide; alt is what is read aloud in its place."""
    matrix = _matrix(url)
    step = across / (len(matrix) + 2 * QUIET)
    canvas.panel(x, top, across, across, "#ffffff", 3)
    canvas.squares(x + QUIET * step, top + QUIET * step, step, matrix, alt)


@functools.lru_cache(maxsize=256)
def _matrix(url):
    # A given mask spares trying all eight, and the same link always gives the same squares; scanners read any.
    return segno.make_qr(url, error="m", mask=3, boost_error=False).matrix
