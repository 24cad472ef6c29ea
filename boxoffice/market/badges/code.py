"""A QR code (ISO/IEC 18004) as one SVG path, so that it prints sharp at any size."""

import segno

QUIET = 4  # modules of white around it that the standard asks for


def svg_path(text):
    """(width of the drawing in modules, its path data)."""
    rows = segno.make_qr(text, error="m", boost_error=False).matrix
    runs = [f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return len(rows) + 2 * QUIET, "".join(runs)
