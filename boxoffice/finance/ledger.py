"""The list of invoices under its former name."""

from boxoffice.finance.invoice_filter import Filter, found_by
from boxoffice.finance.invoice_list import counted, listed, rows, status_of

__all__ = ["Filter", "counted", "found_by", "listed", "rows", "status_of"]
