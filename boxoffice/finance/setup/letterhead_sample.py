"""A sample invoice under a letterhead that is not kept yet, and the logo it would have."""

from dataclasses import replace

from events.models import Refused
from events.pdf_images import Picture
from invoicing.papers.invoice_pdf import render
from invoicing.papers.samples import invoice, line
from invoicing.printing import letterhead

PNG = b"\x89PNG\r\n\x1a\n"
HEADER = PNG + b"\x00\x00\x00\rIHDR"
MOST_BYTES, MOST_PIXELS = 200_000, 4_000


def check_logo(content):
    """The bytes of a PNG fit to print. Raises Refused: by its bytes, not its name, up to 200 kB and 4,000 pixels."""
    if len(content) > MOST_BYTES:
        raise Refused(f"The logo has {len(content) // 1000:,} kB. Save it smaller: up to 200 kB.")
    if not content.startswith(HEADER):
        raise Refused("The logo is not a PNG file. Save it as PNG.")
    sides = [int.from_bytes(content[at : at + 4], "big") for at in (16, 20)]
    if not all(1 <= side <= MOST_PIXELS for side in sides):
        raise Refused(f"The logo has {sides[0]:,} by {sides[1]:,} pixels. Save it with at most 4,000 either way.")
    try:
        Picture(content)
    except (ValueError, SyntaxError) as error:
        raise Refused("The logo cannot be read: the file is broken. Save it as PNG again.") from error
    return content


def sample_pdf(council):
    """An invoice of invented lines as it would look under this letterhead, kept or not."""
    head = replace(letterhead(council.printed()), logo=bytes(council.logo))
    document = invoice(line("Market pitch A12 (3 m), Saturday", 4, 2850), line("Gazebo hire", 2, 417),
                       line("Pitch B3, licence to occupy", 1, 2500, "exempt"))  # fmt: skip
    return render(replace(document, letterhead=head, language=council.language))
