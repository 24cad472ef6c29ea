"""Every paper is accessible (PDF/UA-1), archivable (PDF/A-3a), the same each time, and adds up."""

import hashlib
import io
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest
from django.core.management import call_command
from reportlab.lib.units import mm

from events.money import pounds
from events.tickets import render_tickets
from invoicing.papers.invoice_pdf import render
from invoicing.papers.letterhead import RIGHT, WINDOWS
from tests.pdf.reading import assert_valid, pages, placed_words, words
from tests.pdf.samples import INVOICES, PAPERS, TICKETS, drawn

LARGE = [name for name in PAPERS if "large-print" in name]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_accessible_archivable_and_the_same_each_time(name):
    pdf = drawn(name)
    assert_valid(pdf)
    assert pdf == drawn(name)


def test_another_process_draws_the_same_bytes():
    ask = "from hashlib import sha256; from tests.pdf.samples import drawn; " \
          "print(sha256(drawn('invoice-logo')).hexdigest())"
    other = subprocess.run([sys.executable, "-c", f"import django; django.setup(); {ask}"], capture_output=True,
                           text=True, check=True, env={"DJANGO_SETTINGS_MODULE": "boxoffice.settings", "DEBUG": "1",
                                                       "PYTHONHASHSEED": "7"})
    assert other.stdout.split()[-1] == hashlib.sha256(drawn("invoice-logo")).hexdigest()


@pytest.mark.parametrize("name", INVOICES)
def test_an_invoices_totals_are_on_the_paper(name):
    document, text = INVOICES[name], words(drawn(name))
    assert pounds(document.gross) in text
    assert document.is_outside_scope or pounds(document.vat) in text
    figures = [row.net + row.vat if document.simplified else row.net for row in document.vat_rows]
    assert all(pounds(figure) in text for figure in figures)
    assert document.is_credit or pounds(document.to_pay) in text


@pytest.mark.parametrize("name", [name for name in PAPERS if name not in INVOICES])
def test_the_other_papers_totals_are_on_them(name):
    document, text = PAPERS[name][0], words(drawn(name))
    wanted = {"statement": ("opening", "closing"), "reminder": ("total",), "receipt": ("amount",)}[name.split("-")[0]]
    assert all(pounds(getattr(document, field)) in text for field in wanted)


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_but_the_address_stands_in_the_envelopes_window(name):
    document = PAPERS[name][0]
    window = WINDOWS[document.letterhead.envelope]
    first = pages(drawn(name))[0]
    inside = [text for left, top, _, text in placed_words(first)
              if left < window.right and window.top - 3 * mm < top < window.bottom + 3 * mm]
    seen = "".join("".join(inside).split())
    wanted = "".join("".join([document.customer_name, *document.address]).split()).replace(",", "")
    assert seen.replace(",", "") == wanted


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_runs_off_the_sheet(name):
    for sheet in pages(drawn(name)):
        placed = placed_words(sheet)
        assert all(4 * mm < left < RIGHT and 4 * mm < top < 290 * mm for left, top, _, _ in placed)
        foot = max(top for _, top, _, _ in placed)
        body = [top for _, top, _, _ in placed if top < foot - 3 * mm * (2 if name in LARGE else 1) - 11]
        assert not body or max(body) < foot - 4 * mm


@pytest.mark.parametrize("name", LARGE)
def test_large_print_is_large(name):
    document = PAPERS[name][0]
    window = WINDOWS[document.letterhead.envelope]
    small = [(size, text) for sheet in pages(drawn(name)) for _, top, size, text in placed_words(sheet)
             if size < 16 and window.bottom < top < 270 * mm]
    assert all(len(text.split()) == 1 or " " not in text for _, text in small), small


@pytest.mark.parametrize("name", [name for name in INVOICES if "large" not in name])
def test_the_total_and_the_due_date_are_in_the_first_third(name):
    document = INVOICES[name]
    upper = " ".join(text for _, top, _, text in placed_words(pages(drawn(name))[0]) if top < 99 * mm)
    assert pounds(document.gross if document.is_credit else document.to_pay) in upper
    if document.due_date and document.to_pay > 0:
        assert "2026" in upper or "2027" in upper


def test_exempt_lines_say_why():
    assert "licence to occupy land" in words(drawn("invoice-exempt"))


def test_what_is_outside_the_scope_of_vat_carries_no_vat_number():
    assert "434 0314 94" not in words(drawn("invoice-outside-scope"))
    assert "434 0314 94" in words(drawn("invoice"))


def test_a_draft_says_that_it_is_not_an_invoice_and_a_reprint_that_it_is_a_copy():
    assert "not an invoice" in words(drawn("invoice-draft"))
    assert "VAT invoice (copy)" in words(drawn("invoice-copy"))
    assert "copy" not in words(drawn("invoice"))


def test_a_credit_note_names_what_it_credits_and_why():
    text = words(drawn("credit-note"))
    assert "Credit note" in text
    assert "INV-2026-000123" in text
    assert "1 November 2026" in text
    assert "Storm warning" in text
    assert "not a demand for payment" in text


def test_a_schedule_lists_every_date_with_its_amount_rate_and_vat():
    document, text = INVOICES["invoice-schedule"], words(drawn("invoice-schedule"))
    for line in document.lines:
        due = f"{line.tax_point.day} {line.tax_point:%B %Y}"
        assert f"{due} {pounds(line.net)} 20% {pounds(line.vat)} {pounds(line.gross)}" in text


def test_a_simplified_invoice_shows_what_was_paid_with_its_vat():
    text = words(drawn("invoice-simplified"))
    assert "Total with VAT" in text
    assert "£24.00" in text
    assert "20%" in text


def test_a_bilingual_paper_says_everything_twice_and_marks_what_is_welsh():
    pdf = drawn("invoice-bilingual")
    assert "Anfoneb TAW / VAT invoice" in words(pdf)
    assert b"/Span <</Lang (cy-GB)>> BDC" in pages(pdf)[0].get_contents().get_data()


def test_the_code_to_pay_says_in_words_where_it_leads():
    assert b"QR code that opens https://pay.example/k7qm42" in plain_objects(drawn("invoice"))


def plain_objects(pdf):
    """Every object's text, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return b"".join(one.unparse(resolved=True) for one in opened.objects if not isinstance(one, pikepdf.Stream))


@pytest.mark.parametrize("name", ["invoice", "invoice-logo", "invoice-c5"])
def test_an_invoice_of_one_line_has_its_slip_on_the_one_sheet(name):
    assert len(pages(drawn(name))) == 1
    assert "Remittance slip" in words(drawn(name))


def test_ninety_lines_run_over_pages_that_say_which_they_are_and_repeat_the_header():
    sheets = pages(drawn("invoice-90-lines"))
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in sheet.extract_text()
    assert all("Description" in sheet.extract_text() for sheet in sheets[:-1])


def test_a_logo_that_is_not_a_picture_is_refused():
    document = INVOICES["invoice-logo"]
    with pytest.raises(ValueError, match="PNG"):
        render(replace(document, letterhead=replace(document.letterhead, logo=b"no picture")))


def test_the_samples_are_written_with_their_xml_beside_them(tmp_path):
    call_command("sample_documents", str(tmp_path), stdout=io.StringIO())
    written = {path.name for path in tmp_path.iterdir()}
    assert {f"{name}.pdf" for name in PAPERS} <= written
    assert (tmp_path / "credit-note.peppol.xml").read_bytes().startswith(b"<?xml")
    assert "invoice.factur-x.xml" in written
    assert "invoice-draft.factur-x.xml" not in written


@pytest.mark.parametrize("size", ["A4", "80mm", "boca"])
def test_tickets_are_accessible_and_say_where_to_sit(size):
    pdf = render_tickets(TICKETS, size=size)
    assert_valid(pdf)
    text = words(pdf)
    assert all(ticket.place in text and ticket.title.split()[0] in text for ticket in TICKETS)


def test_no_tickets_are_not_printed():
    with pytest.raises(ValueError, match="no tickets"):
        render_tickets([])
