"""The pages of the finance desk, for the row of links above each."""

from dataclasses import dataclass

from django import template

register = template.Library()
PAGES = [("", "Invoices"), ("billing-runs/", "Billing runs"), ("print-queue/", "Print queue"),
         ("credit-notes/", "Credit notes"), ("receipts/", "Receipts"), ("aged-debt/", "Aged debt"),
         ("approvals/", "Approvals"), ("ledger/", "Ledger"), ("budget-codes/", "Budget codes"),
         ("settings/", "Settings")]  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One link, and whether we are at it or below it."""

    address: str
    words: str
    current: bool


@register.simple_tag(takes_context=True)
def finance_pages(context):
    """The pages; the longest address that begins the present one is the current page."""
    here = context["request"].path
    at = max((part for part, _ in PAGES if here.startswith(f"/finance/{part}")), key=len, default=None)
    return [Page(f"/finance/{part}", words, part == at) for part, words in PAGES]
