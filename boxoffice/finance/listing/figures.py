"""The figures above the list of invoices: what is owed and came in, and how many invoices each view shows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum
from django.utils.timezone import get_current_timezone

from boxoffice.finance.listing.filter import VIEWS, Filter, issued, open_items, waiting_for_post
from boxoffice.finance.listing.remembered import money_stamp, remembered
from boxoffice.finance.listing.rows import counted
from boxoffice.models import SavedView
from invoicing.models import Allocation, BankLine, CreditNote, OpenItem, Payment


@dataclass(frozen=True)
class Tab:
    """A view above the table; `query` is its address. `saved` is the row of one that somebody saved."""

    words: str
    query: str
    count: str
    current: bool
    saved: SavedView | None = None


def tabs(found, chosen, saved, today):
    """The built-in views with their counts, then the saved ones; the one that is shown is current."""
    here = chosen.query.rstrip("&")
    own = [Tab(each.name, each.query, f"{Filter.of(each.query).count(today):,}", each.query == here, each)
           for each in saved]  # fmt: skip
    on_own = any(tab.current for tab in own)
    built_in = [Tab(words, f"view={view}" if view else "", f"{found[view]:,}", chosen.view == view and not on_own)
                for view, words in VIEWS.items()]  # fmt: skip
    return built_in + own


class Figures:
    """Counts and sums of one day, in pence."""

    def __init__(self, today):
        self.today, self.stamp = today, money_stamp()

    def counts(self):
        """{view: how many invoices it shows}"""
        found = {view: of_items(open_items(view, self.today)) for view in ("overdue", "due", "held")}
        part = remembered("part", self.stamp, lambda: of_items(open_items("part", self.today)))
        return {**found, "": issued().count(), "unprinted": len(waiting_for_post()), "part": part}

    def strip(self, found):
        """The four figures: (label, pence, note)."""
        late = OpenItem.objects.overdue(self.today).aggregate(owing=Sum("owing", default=0),
                                                              traders=Count("account", distinct=True))  # fmt: skip
        open_now = OpenItem.objects.aggregate(owing=Sum("owing", default=0), invoices=Count("invoice", distinct=True))
        paid, payments = remembered("paid", [*self.stamp, self.today], self.paid_this_month)
        return [
            ("Outstanding", open_now["owing"], counted(open_now["invoices"], "invoice")),
            ("Overdue", late["owing"], f"{counted(found['overdue'], 'invoice')}, {counted(late['traders'], 'trader')}"),
            ("Paid this month", paid, counted(payments, "payment")),
            ("Credit on accounts", remembered("credit", self.stamp, credit), "Settles no invoice yet"),
        ]

    def paid_this_month(self):
        """(pence, number of payments)"""
        month = datetime.combine(self.today.replace(day=1), datetime.min.time(), get_current_timezone())
        paid = Payment.objects.exclude(account=None).filter(taken_at__gte=month)
        return tuple(paid.aggregate(total=Sum("amount", default=0), count=Count("pk")).values())


def of_items(items):
    """How many invoices there are behind open items."""
    return items.aggregate(count=Count("invoice", distinct=True))["count"]


def credit():
    """Pence that came in for accounts, or were credited to them, and settle nothing yet."""
    received = Payment.objects.exclude(account=None).aggregate(total=Sum("amount", default=0))["total"]
    credited = CreditNote.objects.aggregate(net=Sum("net", default=0), vat=Sum("vat_amount", default=0))
    allocated = Allocation.objects.live().aggregate(total=Sum("amount", default=0))["total"]
    return received + credited["net"] + credited["vat"] - allocated


def to_match():
    """Lines of bank statements that wait to be matched."""
    return BankLine.objects.open().count()
