"""The nouns of money."""

from .account import Account, CreditRefused
from .allocation import Allocation
from .approval import Approval, ApprovalRefused
from .arrears import ArrearsPolicy
from .bank import BankFile, BankLine, BankMapping, FileImported
from .billing import Bill, BillingRun
from .budget import Budget, BudgetCode, CodeForm
from .call_off import CallOff, CallOffAnswer
from .card_attempt import CardAttempt, CardReader
from .charge import Charge
from .council import Council
from .counter_rules import CounterRules, CounterRulesChange
from .credit_note import CreditLine, CreditNote
from .day_refund import DayRefund
from .decision_credit import DecisionCredit
from .deposit import Deposit
from .exchange import Exchange
from .invoice import Invoice
from .job import Job
from .journal import Code, Posting
from .ledger import LedgerBatch, LedgerFile, LedgerLayout
from .open_item import OpenItem
from .paper import Dispatch, Paper, PrintBatch
from .payment import Payment
from .penalty import Penalty
from .receipt_block import MarketReceipt, ReceiptBlock
from .recovery_hold import PlannedPayment, RecoveryHold
from .reminder import Reminder, ReminderLine, ReminderStep
from .sequence import Sequence
from .statement import Statement
from .stored_value import NotSpendable, StoredValue, StoredValueMovement
from .till import TillClosed, TillSession
from .till_count import DENOMINATIONS, TillCount
from .till_movement import TillMovement

__all__ = [
    "DENOMINATIONS", "Account", "Allocation", "Approval", "ApprovalRefused", "ArrearsPolicy", "BankFile", "BankLine",
    "BankMapping", "Bill", "BillingRun", "Budget", "BudgetCode", "CallOff", "CallOffAnswer", "CardAttempt",
    "CardReader", "Charge", "Code", "CodeForm", "Council", "CounterRules", "CounterRulesChange", "CreditLine",
    "CreditNote", "CreditRefused", "DayRefund", "DecisionCredit", "Deposit", "Dispatch", "Exchange",
    "FileImported", "Invoice", "Job", "LedgerBatch", "LedgerFile", "LedgerLayout", "MarketReceipt", "NotSpendable",
    "OpenItem", "Paper", "Payment", "Penalty", "PlannedPayment", "Posting", "PrintBatch", "ReceiptBlock",
    "RecoveryHold", "Reminder", "ReminderLine", "ReminderStep", "Sequence", "Statement", "StoredValue",
    "StoredValueMovement", "TillClosed", "TillCount", "TillMovement", "TillSession",
]  # fmt: skip
