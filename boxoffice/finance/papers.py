"""Answering with a PDF that opens in the browser."""

from django.http import HttpResponse

from invoicing.printing import batch_pdf, printed

MOST_IN_ONE = 400  # invoices in one PDF: more than a month of the largest market


def pdf(content, name):
    """A PDF shown in place, saved under this name. Invoices are personal data: no cache keeps them."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def in_one(invoices):
    """These invoices as one file; the pages of each are stored, so that it counts as printed from now on."""
    for invoice in invoices:
        if invoice.printed_at is None:
            printed(invoice)
    return batch_pdf(invoices)
