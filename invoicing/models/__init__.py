"""The nouns of money."""

from .account import Account, Charge, CreditRefused
from .billing import Bill, BillingRun
from .invoice import Invoice, PrintedInvoice
from .journal import Code, Posting
from .payment import Payment
from .sequence import Sequence
from .till import TillClosed, TillSession

__all__ = [
    "Account", "Bill", "BillingRun", "Charge", "Code", "CreditRefused", "Invoice", "Payment", "Posting",
    "PrintedInvoice", "Sequence", "TillClosed", "TillSession",
]  # fmt: skip
