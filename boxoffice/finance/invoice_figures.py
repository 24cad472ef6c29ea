"""The figures above the list of invoices: what is owed and came in, and how many invoices each view shows."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Sum
from django.utils.timezone import get_current_timezone

from boxoffice.finance.invoice_filter import VIEWS, Filter, condition, issued, open_items
from boxoffice.finance.invoice_list import counted
from boxoffice.models import SavedView
from invoicing.models import Account, Allocation, BankLine, CreditNote, Dispatch, OpenItem, Payment

AN_HOUR = 3600


def count_of(view, today):
    """How many invoices a view shows; those that ask about open items are counted there, where there are few rows."""
    items = open_items(view, today)
    if items is not None:
        return items.aggregate(count=Count("invoice", distinct=True))["count"]
    shown = issued().filter(condition(view, today))
    return remembered("unposted", unposted_stamp(), shown.count) if view == "unprinted" else shown.count()


def counts(today):
    return {view: count_of(view, today) for view in VIEWS}


def remembered(what, stamp, work):
    """What `work()` found, as long as nothing has been added to what it looks at: its stamp is the same then."""
    return cache.get_or_set(f"finance:{what}:{':'.join(map(str, stamp))}", work, AN_HOUR)


def last_of(model):
    return model.objects.aggregate(last=Max("pk"))["last"]


def unposted_stamp():
    """Another invoice, another dispatch and another way of delivery change what is to be posted; nothing else does."""
    by_post = Account.objects.exclude(delivery=Account.Delivery.EMAIL).aggregate(count=Count("pk"), sum=Sum("pk"))
    return [issued().count(), last_of(Dispatch), *by_post.values()]


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
    own = [Tab(each.name, each.query, f"{Filter.of(each.query).count(today):,}", each.query == here, each) for each in saved]
    on_own = any(tab.current for tab in own)
    built_in = [Tab(words, f"view={view}" if view else "", f"{found[view]:,}", chosen.view == view and not on_own)
                for view, words in VIEWS.items()]  # fmt: skip
    return built_in + own


def strip(found, today):
    """The four figures: (label, pence, note)."""
    late = OpenItem.objects.overdue(today).aggregate(owing=Sum("owing", default=0),
                                                     traders=Count("account", distinct=True))  # fmt: skip
    open_now = OpenItem.objects.aggregate(owing=Sum("owing", default=0), invoices=Count("invoice", distinct=True))
    month = datetime.combine(today.replace(day=1), datetime.min.time(), get_current_timezone())
    paid = Payment.objects.exclude(account=None).filter(taken_at__gte=month)
    paid = paid.aggregate(total=Sum("amount", default=0), count=Count("pk"))
    return [
        ("Outstanding", open_now["owing"], counted(open_now["invoices"], "invoice")),
        ("Overdue", late["owing"], f"{counted(found['overdue'], 'invoice')}, {counted(late['traders'], 'trader')}"),
        ("Paid this month", paid["total"], counted(paid["count"], "payment")),
        ("Credit on accounts", remembered("credit", map(last_of, MOVES), credit), "Settles no invoice yet"),
    ]  # fmt: skip


MOVES = [Payment, CreditNote, Allocation, OpenItem]  # whatever changes a credit adds a row to one of these


def credit():
    """Pence that came in for accounts, or were credited to them, and settle nothing yet."""
    received = Payment.objects.exclude(account=None).aggregate(total=Sum("amount", default=0))["total"]
    credited = CreditNote.objects.aggregate(net=Sum("net", default=0), vat=Sum("vat_amount", default=0))
    allocated = Allocation.objects.live().aggregate(total=Sum("amount", default=0))["total"]
    return received + credited["net"] + credited["vat"] - allocated


def to_match():
    """Lines of bank statements that wait to be matched."""
    return BankLine.objects.open().count()
