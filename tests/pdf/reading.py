"""Reading papers back: their words, where words stand, and whether they keep the standards."""
import io

import page
from pypdf import PdfReader


def pages(pdf):
    return PdfReader(io.BytesIO(pdf)).pages


def words(pdf):
    return " ".join(" ".join(sheet.extract_text() for sheet in pages(pdf)).split())


def assert_valid(pdf):
    """PDF/A-3a and PDF/UA-1."""
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, (profile, report.failures[:5])


def placed_words(sheet):
    """(left, top, size, text) in points of each run of words on a sheet, top down from the paper's upper edge."""
    found, height = [], float(sheet.mediabox.height)

    def visit(text, _, matrix, __, size):
        if text.strip():
            found.append((matrix[4], height - matrix[5], size, text.strip()))

    sheet.extract_text(visitor_text=visit)
    return found
