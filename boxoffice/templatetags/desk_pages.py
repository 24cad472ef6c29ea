"""The pages of a desk that has many, for the row of links above each."""

from dataclasses import dataclass

from django import template

register = template.Library()
PAGES = {
    "finance": [
        ("", "Invoices"), ("billing-runs/", "Billing runs"), ("print-queue/", "Print queue"),
        ("credit-notes/", "Credit notes"), ("receipts/", "Receipts"), ("aged-debt/", "Aged debt"),
        ("approvals/", "Approvals"), ("ledger/", "Ledger"), ("budget-codes/", "Budget codes"),
        ("settings/", "Settings"),
    ],
    "market": [
        ("", "Register"), ("draws/", "Draw"), ("weather/", "Weather"), ("traders/", "Traders"),
        ("applications/", "Applications"), ("papers/", "Papers"), ("licences/", "Licences"),
        ("trade/", "Balance of trade"), ("tariffs/", "Tariffs"), ("messages/", "Messages"),
        ("incidents/", "Incidents"), ("discipline/", "Discipline"), ("disputes/", "Disputes"),
    ],
    "programme": [
        ("", "Programme"), ("events/", "Extras, fees and caps"), ("offers/", "Offers"),
        ("wordings/", "Contact preferences"), ("series/", "Series and season tickets"),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One link, and whether we are at it or below it."""

    address: str
    words: str
    current: bool


@register.simple_tag(takes_context=True)
def desk_pages(context):
    """The pages of the desk we are at; the longest address that begins the present one is the current page."""
    here = context["request"].path
    desk = here.strip("/").split("/")[0]
    pages = PAGES.get(desk, [])
    at = max((part for part, _ in pages if here.startswith(f"/{desk}/{part}")), key=len, default=None)
    return [Page(f"/{desk}/{part}", words, part == at) for part, words in pages]
