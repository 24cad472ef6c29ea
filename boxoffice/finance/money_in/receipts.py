"""Payments to accounts: the list with its views and filters, its figures, and the same as a sheet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.http import urlencode

from boxoffice.finance.asked import words_of
from boxoffice.finance.listing.rows import counted
from invoicing.models import Allocation, BankLine, Code, Payment, Posting
from invoicing.sheets import DATE, POUNDS, Column, Sheet

VIEWS = {"": "All", "credit": "Credit left", "bank": "From a bank file"}
CONDITIONS = {"": Q(), "credit": Q(left__gt=0), "bank": Q(bank_line__isnull=False)}
COLUMNS = [Column("Received", DATE), Column("Account"), Column("Reference of account"), Column("Paid by"),
           Column("Reference"), Column("Amount £", POUNDS), Column("Settled £", POUNDS),
           Column("Given back £", POUNDS), Column("Credit left £", POUNDS), Column("Recorded by")]  # fmt: skip


def received():
    """Payments to accounts with `settled`, `back` and `left` in pence: what settles debts, what was given back, credit.

    A payment for a booking is no receipt of this desk, and money given back is told beside its payment.
    """
    live = Allocation.objects.live().filter(payment=OuterRef("pk")).order_by().values("payment")
    back = Payment.objects.filter(refund_of=OuterRef("pk")).order_by().values("refund_of")
    return Payment.objects.filter(account__isnull=False, refund_of=None).annotate(
        settled=Coalesce(Subquery(live.annotate(total=Sum("amount")).values("total")), 0),
        back=-Coalesce(Subquery(back.annotate(total=Sum("amount")).values("total")), 0),
        left=F("amount") - F("settled") - F("back"),
    )  # fmt: skip


def day(text):
    """A day of an address, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def found_by(text):
    """Payments whose reference, payer, account or invoice holds the text; an amount finds the payments of it."""
    found = Q(reference__icontains=text) | Q(account__customer__name__icontains=text)
    found |= Q(account__reference__icontains=text.replace(" ", "")) | Q(bank_line__payer__icontains=text)
    settled = Allocation.objects.live().filter(invoice__number__icontains=text).values("payment")
    return found | Q(pk__in=settled)


@dataclass(frozen=True)
class Filter:
    """The view, the words, the tender and the days somebody chose, from the address."""

    view: str
    text: str
    method: str
    first: date | None
    last: date | None

    @classmethod
    def of(cls, query):
        view, method = query.get("view", ""), query.get("method", "")
        method = method if method in Payment.Method.values else ""
        return cls(view if view in VIEWS else "", words_of(query.get("q")), method,
                   day(query.get("first", "")), day(query.get("last", "")))  # fmt: skip

    def payments(self, view=None):
        """The payments chosen, the latest first; those of another `view` where one is asked for."""
        chosen = received().filter(CONDITIONS[self.view if view is None else view])
        chosen = chosen.filter(found_by(self.text)) if self.text else chosen
        chosen = chosen.filter(method=self.method) if self.method else chosen
        chosen = chosen.filter(taken_at__date__gte=self.first) if self.first else chosen
        chosen = chosen.filter(taken_at__date__lte=self.last) if self.last else chosen
        return chosen.select_related("account__customer", "taken_by", "bank_line").order_by("-taken_at", "-pk")

    @property
    def narrowed(self):
        return bool(self.text or self.method or self.first or self.last)

    @property
    def inputs(self):
        """What a link to another view keeps."""
        chosen = {"q": self.text, "method": self.method, "first": self.first, "last": self.last}
        return {name: value for name, value in chosen.items() if value}

    @property
    def query(self):
        """The rest of an address that keeps this filter; ends in & so that a page number can follow."""
        chosen = ({"view": self.view} if self.view else {}) | self.inputs
        return f"{urlencode(chosen)}&" if chosen else ""

    @property
    def tabs(self):
        """(address, words, count, chosen) for each view."""
        for view, words in VIEWS.items():
            kept = urlencode(({"view": view} if view else {}) | self.inputs)
            yield f"?{kept}", words, f"{self.payments(view).count():,}", view == self.view


def figures(today):
    """The figures above the list: (label, pence, note)."""
    waiting = BankLine.objects.open().aggregate(total=Sum("amount", default=0), count=Count("pk"))
    aside = BankLine.objects.exclude(set_aside_reason="").filter(amount__gt=0)
    month = received().filter(taken_at__date__gte=today.replace(day=1))
    month = month.aggregate(total=Sum("amount", default=0), count=Count("pk"))
    credit = received().filter(left__gt=0).aggregate(total=Sum("left", default=0), count=Count("pk"))
    return [
        ("To be matched", waiting["total"], counted(waiting["count"], "bank line")),
        ("In suspense", -Posting.objects.balance(Code.SUSPENSE), f"{counted(aside.count(), 'line')} set aside in it"),
        ("Received this month", month["total"], counted(month["count"], "payment")),
        ("Credit left", credit["total"], f"of {counted(credit['count'], 'payment')}"),
    ]  # fmt: skip


def sheet_of(payments):
    """The list as a sheet."""
    rows = ([
        payment.taken_at, payment.account.customer.name, payment.account.reference or "", payment.get_method_display(),
        payment.reference, payment.amount, payment.settled, payment.back, payment.left, str(payment.taken_by or ""),
    ] for payment in payments)  # fmt: skip
    return Sheet("Receipts", COLUMNS, rows)
