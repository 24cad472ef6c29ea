"""An invoice as an HTML page: the accessible twin of its printed pages, with what came in for it."""

from boxoffice.finance.ledger import status_of
from invoicing.invoice_document import exemption_reason, rate_text
from invoicing.printing import document_of


class Twin:
    """What the paper says, from the same document that is printed; then what was paid and where the invoice stands."""

    def __init__(self, invoice, today):
        self.document = document_of(invoice)
        self.payments = list(invoice.payments.select_related("taken_by"))
        self.owing = invoice.owing_total()
        self.paid = invoice.gross - self.owing
        invoice.settled, invoice.owing = self.paid, self.owing
        self.tone, self.status = status_of(invoice, today)

    @property
    def seller(self):
        head = self.document.letterhead
        return [head.name, *head.address]

    @property
    def lines(self):
        """(line, what its VAT column says)"""
        return [(line, rate_text(line.treatment, line.vat_rate_bp)) for line in self.document.lines]

    @property
    def vat_rows(self):
        """(row, the sentence that says why it bears no VAT, if it bears none)"""
        return [(row, exemption_reason(row)) for row in self.document.vat_rows]
