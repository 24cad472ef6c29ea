"""Which invoices a list shows and in what order: read from an address, and written back into one."""

from dataclasses import dataclass, fields
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.http import urlencode

from boxoffice.finance.asked import id_of, words_of
from boxoffice.finance.listing.remembered import BY_POST, post_stamp, remembered
from boxoffice.pounds_field import WRITTEN
from events.models import Trader
from invoicing.models import Account, Allocation, Approval, Charge, Dispatch, Invoice, OpenItem, RecoveryHold

VIEWS = {"": "All", "overdue": "Overdue", "due": "Due this week", "unprinted": "Not yet printed", "held": "On hold",
         "part": "Part paid"}  # fmt: skip
STATUSES = {"issued": "Issued, not due yet", "overdue": "Overdue", "part": "Part paid", "paid": "Paid"}
AGES = {"0": "Not due yet", "1": "1 to 30 days late", "31": "31 to 60 days late", "61": "61 to 90 days late",
        "91": "91 to 120 days late", "121": "Over 120 days late"}  # fmt: skip
BAND = 30  # days
FEW = 2000  # ids that may stand in a statement
SORTS = {
    "number": ["pk"], "trader": ["account__customer__name", "pk"], "dated": ["issued_on", "pk"],
    "due": ["due_on", "pk"], "total": ["total", "pk"], "owed": ["owed", "pk"],
}  # fmt: skip
COMPUTED = {"total": {"total": F("net") + F("vat_amount")}, "owed": {"owed": Coalesce(Sum("open_items__owing"), 0)}}


def issued():
    """Issued invoices. The day says so as well as the hour does, and it is in the index that lists are read from."""
    return Invoice.objects.filter(issued_on__isnull=False)


def found_by(text):
    """Invoices whose number, trader, account reference, total or owing is what was typed; spaces do not matter."""
    close = text.replace(" ", "")
    traders = Trader.objects.filter(trading_name__icontains=text).values("customer")
    accounts = Account.objects.filter(
        Q(customer__name__icontains=text) | Q(customer__in=traders) | Q(reference__contains=close)
    )
    found = Q(account__in=accounts.values("pk"))
    if close.isdecimal():
        found |= numbered("endswith", close)  # every number has its year in it, so 20 would be all of them
    elif close[:3].upper() == "INV" or any(letter.isdecimal() for letter in close):
        found |= numbered("contains", close.upper())
    if amount := WRITTEN.fullmatch(text):
        found |= of_amount(*amount.groups())
    return found


def numbered(how, text):
    return Q(pk__in=Invoice.objects.filter(**{f"number__{how}": text}).order_by().values("pk"))


def of_amount(whole, pennies):
    """Invoices that come to this many pounds and pennies, or on which so much is open."""
    pence = int(whole.replace(",", "")) * 100 + int((pennies or "0").ljust(2, "0"))
    total = Invoice.objects.alias(total=F("net") + F("vat_amount")).filter(total=pence).order_by()
    return Q(pk__in=total.values("pk")) | Q(pk__in=OpenItem.objects.filter(owing=pence).order_by().values("invoice"))


def unposted():
    """Those that go by post and have not gone: said as sets, which both databases go through once.

    The same as the print queue's invoices, which see.
    """
    sent = Dispatch.objects.exclude(paper__invoice=None).order_by().values("paper__invoice")
    posted, emailed = sent.filter(channel=Dispatch.Channel.POST), sent.filter(channel=Dispatch.Channel.EMAIL)
    both = Account.objects.filter(delivery=Account.Delivery.BOTH)
    by_post = Q(account__in=Account.objects.filter(BY_POST).values("pk"))
    return by_post & ~Q(pk__in=posted) & (Q(account__in=both.values("pk")) | ~Q(pk__in=emailed))


def waiting_for_post():
    """The ids of those."""
    found = issued().filter(unposted()).order_by()
    return remembered("unposted", post_stamp(), lambda: list(found.values_list("pk", flat=True)))


def part_paid():
    """Open items of invoices of which something was settled."""
    allocated = Allocation.objects.live().filter(invoice=OuterRef("invoice"))
    written_off = Approval.objects.filter(act=Approval.Act.WRITE_OFF, granted=True)
    return OpenItem.objects.filter(Exists(allocated) | Q(invoice__in=written_off.values("invoice")))


def held(today):
    """Open items that nobody may be chased for."""
    return OpenItem.objects.held_by(RecoveryHold.objects.binding(today))


def open_items(view, today):
    """The open items behind a view or a status; None where it does not ask about them. They are few."""
    if view == "overdue":
        return OpenItem.objects.overdue(today)
    if view == "due":
        return OpenItem.objects.filter(due_on__range=(today, today + timedelta(days=6)))
    return {"held": held, "part": lambda _: part_paid()}[view](today) if view in ("held", "part") else None


def condition(view, today):
    """What a view shows, as a condition on invoices."""
    items = open_items(view, today)
    if items is not None:
        return of(items)
    if view != "unprinted":
        return Q()
    waiting = waiting_for_post()
    return Q(pk__in=waiting) if len(waiting) <= FEW else unposted()


def of(items):
    return Q(pk__in=items.order_by().values("invoice"))


def standing(status, today):
    """Invoices that stand so; each stands one way, as its badge says."""
    late = of(OpenItem.objects.overdue(today))
    return {
        "paid": ~of(OpenItem.objects), "overdue": late, "part": of(part_paid()) & ~late,
        "issued": of(OpenItem.objects) & ~of(part_paid()) & ~late,
    }[status]  # fmt: skip


def aged(age, today):
    """Invoices with something open that is so many days late."""
    if age == "0":
        return of(OpenItem.objects.filter(due_on__gte=today))
    newest = today - timedelta(days=int(age))
    oldest = {} if age == "121" else {"due_on__gt": newest - timedelta(days=BAND)}
    return of(OpenItem.objects.filter(due_on__lte=newest, **oldest))


def about(**charge):
    """Invoices with such a charge on them."""
    return Q(pk__in=Charge.objects.filter(invoice__isnull=False, **charge).order_by().values("invoice"))


@dataclass(frozen=True)
class Filter:
    """What somebody chose, every part of it as text; what an address says that is not understood is left out."""

    view: str = ""
    text: str = ""
    market: str = ""
    age: str = ""
    code: str = ""
    status: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query):
        """From the query of an address, as a QueryDict or as text."""
        query = QueryDict(query) if isinstance(query, str) else query
        said = {NAMES.get(name, name): words_of(query.get(name)) for name in ASKED}
        known = {"view": VIEWS, "age": AGES, "status": STATUSES, "sort": [*SORTS, *(f"-{sort}" for sort in SORTS)]}
        said = {name: value if value in known.get(name, [value]) else "" for name, value in said.items()}
        return cls(**{**said, "market": said["market"] if id_of(said["market"]) else ""})

    @staticmethod
    def as_query(text):
        """The query of an address, from text in a form."""
        return QueryDict(text)

    def invoices(self, today):
        """The invoices in their order: their ids alone, so that no more is read than where they stand."""
        chosen = issued().filter(condition(self.view, today))
        for value, made in (
            (self.text, lambda: found_by(self.text)), (self.age, lambda: aged(self.age, today)),
            (self.status, lambda: standing(self.status, today)), (self.code, lambda: about(budget_code=self.code)),
            (self.market, lambda: about(line__occurrence__event=int(self.market))),
        ):  # fmt: skip
            chosen = chosen.filter(made()) if value else chosen
        return self.ordered(chosen)

    def count(self, today):
        return self.invoices(today).order_by().count()

    def ordered(self, invoices):
        down, name = self.sort.startswith("-") or not self.sort, self.sort.lstrip("-") or "dated"
        invoices = invoices.values("pk").alias(**COMPUTED.get(name, {}))
        return invoices.order_by(*(f"-{field}" if down else field for field in SORTS[name]))

    @property
    def query(self):
        """The rest of an address that keeps all this; ends in & so that a page number can follow."""
        chosen = urlencode({name: value for name in ASKED if (value := getattr(self, NAMES.get(name, name)))})
        return f"{chosen}&" if chosen else ""

    @property
    def narrowed(self):
        """Whether anything but a view was chosen."""
        return any((self.text, self.market, self.age, self.code, self.status))


NAMES = {"q": "text"}  # what an address calls differently
ASKED = ["q" if field.name == "text" else field.name for field in fields(Filter)]
