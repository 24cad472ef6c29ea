"""The list of issued invoices: its views, its find box, its figures, and each invoice as a row."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.utils.http import urlencode
from django.utils.timezone import get_current_timezone

from invoicing.models import Charge, Code, Dispatch, Invoice, OpenItem, Payment, Posting

VIEWS = {"": "All", "overdue": "Overdue", "due": "Due this week", "unprinted": "Not yet printed"}


def found_by(text):
    """Invoices whose number, trader or account reference holds the text; spaces in references do not matter."""
    digits = text.replace(" ", "")
    trader = Q(account__customer__name__icontains=text) | Q(account__customer__trader__trading_name__icontains=text)
    return trader | Q(number__icontains=text) | Q(account__reference__icontains=digits)


def posted():
    """The sendings by post of each invoice."""
    return Dispatch.objects.filter(paper__invoice=OuterRef("pk"), channel=Dispatch.Channel.POST)


def conditions(today):
    """What each view shows, as a condition on invoices with_owing()."""
    late = OpenItem.objects.overdue(today)
    soon = OpenItem.objects.filter(due_on__range=(today, today + timedelta(days=6)))
    return {
        "": Q(),
        "overdue": Q(pk__in=late.values("invoice")),
        "due": Q(pk__in=soon.values("invoice")),
        "unprinted": ~Q(account__delivery="email") & ~Exists(posted()),
    }


def listed(invoices):
    """Invoices with everything a row shows, in one query."""
    printed_at = posted().order_by().values("paper__invoice").annotate(last=Max("at")).values("last")
    rows = invoices.with_owing().annotate(printed_at=Subquery(printed_at))
    return rows.select_related("account__customer").order_by("-pk")


@dataclass(frozen=True)
class Filter:
    """The view and the words somebody chose, from the address."""

    view: str
    text: str

    @classmethod
    def of(cls, query):
        view = query.get("view", "")
        return cls(view if view in VIEWS else "", " ".join(query.get("q", "").replace("\0", "").split()))

    def invoices(self, today):
        chosen = listed(Invoice.objects.issued()).filter(conditions(today)[self.view])
        return chosen.filter(found_by(self.text)) if self.text else chosen

    @property
    def query(self):
        """The rest of an address that keeps this filter; ends in & so that a page number can follow."""
        chosen = {name: value for name, value in (("view", self.view), ("q", self.text)) if value}
        return f"{urlencode(chosen)}&" if chosen else ""


@dataclass(frozen=True)
class Row:
    """One invoice as the list shows it."""

    invoice: Invoice
    codes: str
    tone: str
    status: str


def status_of(invoice, today):
    """(tone, word) for where an invoice stands."""
    if invoice.owing <= 0:
        return "ok", "Paid"
    if invoice.due_on < today:
        return "bad", "Overdue"
    return ("warn", "Part paid") if invoice.settled else ("info", "Issued")


def rows(invoices, today):
    """Rows for invoices already fetched; the budget codes of all of them in one query."""
    codes = defaultdict(list)
    pairs = Charge.objects.filter(invoice__in=[invoice.pk for invoice in invoices])
    for pk, code in pairs.order_by("budget_code").values_list("invoice", "budget_code").distinct():
        codes[pk].append(code)
    return [Row(invoice, ", ".join(codes[invoice.pk]), *status_of(invoice, today)) for invoice in invoices]


def figures(today):
    """Counts of every view, and what is owed and overdue; what is open is a small table of its own."""
    issued = Invoice.objects.issued()
    late = OpenItem.objects.overdue(today)
    return {
        **{f"count_{view}": issued.filter(condition).count() for view, condition in conditions(today).items()},
        "owed": OpenItem.objects.owing(), "owed_count": OpenItem.objects.values("invoice").distinct().count(),
        "overdue": late.owing(), "late": late.values("account").distinct().count(),
    }  # fmt: skip


def tabs(found, view):
    """(view, words, count, chosen) for each saved view."""
    return [(each, words, f"{found[f'count_{each}']:,}", each == view) for each, words in VIEWS.items()]


def strip(found, today):
    """The four figures above the list: (label, pence, note)."""
    month = datetime.combine(today.replace(day=1), datetime.min.time(), get_current_timezone())
    received = Payment.objects.exclude(account=None).filter(taken_at__gte=month)
    paid = received.aggregate(total=Sum("amount", default=0), count=Count("pk"))
    unbilled = Charge.objects.filter(invoice=None).count()
    return [
        ("Outstanding", found["owed"], counted(found["owed_count"], "invoice")),
        ("Overdue", found["overdue"],
         f"{counted(found['count_overdue'], 'invoice')}, {counted(found['late'], 'trader')}"),
        ("Paid this month", paid["total"], counted(paid["count"], "payment")),
        ("Not yet invoiced", Posting.objects.balance(Code.UNBILLED), counted(unbilled, "charge")),
    ]  # fmt: skip


def counted(number, one):
    return f"{number:,} {one}{'' if number == 1 else 's'}"
