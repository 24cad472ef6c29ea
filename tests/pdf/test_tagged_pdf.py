"""The canvas under every paper: type that fits and lines up, files carried inside, the same bytes again."""

import datetime
import io

import page
import pytest
from pypdf import PdfReader

from events.pdf_finish import Attachment
from events.pdf_text import BOLD, REGULAR, printable, readable, width, wrap
from events.tickets import render_tickets
from invoicing.papers.invoice_pdf import render
from tests.pdf.samples import INVOICES, TICKETS


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_every_figure_is_as_wide_as_every_other(font):
    assert len({width(digit, font, 10) for digit in "0123456789"}) == 1


def test_what_the_face_cannot_draw_is_replaced_and_accents_are_composed():
    assert printable("w\u0302 \U0001f9c0\u200b\t.") == "ŵ ? ."


def test_no_wrapped_line_is_wider_than_its_room():
    lines = wrap("A " + "Llanfairpwllgwyngyll" * 8 + " and more", REGULAR, 10.5, 120)
    assert all(width(line, REGULAR, 10.5) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "").endswith("andmore")


def test_a_pale_colour_is_not_used_for_words():
    assert readable("#ffcc00") != "#ffcc00"
    assert readable("#0b5563") == "#0b5563"


def test_an_attached_file_comes_out_as_it_went_in_and_the_paper_stays_valid():
    data = b"<?xml version='1.0'?><invoice/>"
    pdf = render(INVOICES["invoice"], Attachment("factur-x.xml", data, "Invoice data", factur_x_level="EN 16931"))
    assert PdfReader(io.BytesIO(pdf)).attachments["factur-x.xml"] == [data]
    for profile in ("3a", "ua1"):
        assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant


def test_the_paper_is_dated_by_the_invoice_and_not_by_the_clock():
    created = PdfReader(io.BytesIO(render(INVOICES["invoice"]))).metadata.creation_date
    assert created.date() == datetime.date(2026, 11, 22)


def test_tickets_are_the_same_each_time():
    assert render_tickets(TICKETS) == render_tickets(TICKETS)
    assert render_tickets(TICKETS, size="80mm") == render_tickets(TICKETS, size="80mm")
