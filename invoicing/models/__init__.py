"""The nouns of money."""

from .account import Account, Charge, CreditRefused
from .allocation import Allocation
from .approval import Approval, ApprovalRefused
from .arrears import ArrearsPolicy
from .bank import BankFile, BankLine, BankMapping, FileImported
from .billing import Bill, BillingRun
from .budget import Budget, BudgetCode, CodeForm
from .council import Council
from .credit_note import CreditLine, CreditNote
from .invoice import Invoice
from .job import Job
from .journal import Code, Posting
from .ledger import LedgerBatch, LedgerFile, LedgerLayout
from .open_item import OpenItem
from .paper import Dispatch, Paper, PrintBatch
from .payment import Payment
from .recovery_hold import PlannedPayment, RecoveryHold
from .reminder import Reminder, ReminderLine, ReminderStep
from .sequence import Sequence
from .statement import Statement
from .till import TillClosed, TillSession

__all__ = [
    "Account", "Allocation", "Approval", "ApprovalRefused", "ArrearsPolicy", "BankFile", "BankLine", "BankMapping",
    "Bill", "BillingRun", "Budget", "BudgetCode", "Charge", "Code", "CodeForm", "Council", "CreditLine",
    "CreditNote", "CreditRefused", "Dispatch", "FileImported", "Invoice", "Job", "LedgerBatch", "LedgerFile",
    "LedgerLayout", "OpenItem", "Paper", "Payment", "PlannedPayment", "Posting", "PrintBatch", "RecoveryHold",
    "Reminder", "ReminderLine", "ReminderStep", "Sequence", "Statement", "TillClosed", "TillSession",
]  # fmt: skip
