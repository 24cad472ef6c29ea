"""Answering with a PDF that opens in the browser."""

from django.http import HttpResponse

from events.pdf_join import join
from invoicing.printing import printed

MOST_IN_ONE = 400  # invoices in one PDF: more than a month of the largest market


def pdf(content, name):
    """A PDF shown in place, saved under this name. Invoices are personal data: no cache keeps them."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def in_one(invoices, title):
    """These invoices as one file to print, made of their stored pages, each beginning on the front of a sheet."""
    papers = [printed(invoice) for invoice in invoices]
    supplier, last = invoices[0].seller["name"], max(invoice.issued_at for invoice in invoices)
    pages = (bytes(paper.pdf) for paper in papers)
    return join(pages, title=title, author=supplier, subject=f"{len(papers)} documents to print", when=last)
