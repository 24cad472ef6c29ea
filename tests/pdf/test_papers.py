"""Every paper is accessible (PDF/UA-1), archivable (PDF/A-3a), the same each time, and adds up."""

import io

import page
import pytest
from pypdf import PdfReader

from events.tickets import render_tickets
from invoicing.invoice_document import pounds
from invoicing.invoice_pdf import render, render_batch
from tests.pdf.samples import SAMPLES, TICKETS


def words(pdf):
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def assert_valid(pdf):
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, (profile, report.failures[:5])


@pytest.mark.parametrize("name", SAMPLES)
def test_an_invoice_is_accessible_archivable_and_the_same_each_time(name):
    pdf = render(SAMPLES[name])
    assert_valid(pdf)
    assert pdf == render(SAMPLES[name])


@pytest.mark.parametrize("name", SAMPLES)
def test_an_invoices_totals_are_on_the_paper(name):
    document = SAMPLES[name]
    text = words(render(document))
    assert pounds(document.gross) in text
    assert pounds(document.net) in text
    assert all(pounds(row.net) in text for row in document.vat_rows)


def test_exempt_lines_say_why():
    assert "licence to occupy land" in words(render(SAMPLES["exempt"]))


def test_what_is_outside_the_scope_of_vat_carries_no_vat_number():
    assert "434 0314 94" not in words(render(SAMPLES["outside scope"]))
    assert "434 0314 94" in words(render(SAMPLES["one line"]))


def test_a_draft_says_that_it_is_not_an_invoice():
    assert "not an invoice" in words(render(SAMPLES["draft"]))


def test_budget_codes_are_not_printed():
    assert "SECRET" not in words(render(SAMPLES["one line"]))


def test_ninety_lines_run_over_pages_that_say_which_they_are():
    pages = PdfReader(io.BytesIO(render(SAMPLES["ninety lines"]))).pages
    assert len(pages) > 2
    for number, sheet in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in sheet.extract_text()


def test_a_batch_holds_every_invoice_each_on_the_front_of_a_sheet():
    pdf = render_batch(SAMPLES.values())
    assert_valid(pdf)
    first_pages = [
        index for index, sheet in enumerate(PdfReader(io.BytesIO(pdf)).pages) if "Page 1 of" in sheet.extract_text()
    ]
    assert len(first_pages) == len(SAMPLES)
    assert all(index % 2 == 0 for index in first_pages)


@pytest.mark.parametrize("size", ["A4", "80mm"])
def test_tickets_are_accessible_and_say_where_to_sit(size):
    pdf = render_tickets(TICKETS, size=size)
    assert_valid(pdf)
    text = words(pdf)
    assert all(ticket.place in text and ticket.title.split()[0] in text for ticket in TICKETS)


def test_no_tickets_are_not_printed():
    with pytest.raises(ValueError, match="no tickets"):
        render_tickets([])
