"""What needs somebody's attention, each with the desk where it is put right, for those who may stand there."""

import calendar
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from boxoffice.desks import Desk, desk_at, may_stand_at
from events.models import Document, Trader
from invoicing.models import Charge, Invoice
from invoicing.print_queue import unposted


@dataclass(frozen=True)
class Matter:
    """How many of what; `desk` is None for those who may not stand at it."""

    tone: str
    count: int
    words: str
    action: str
    desk: Desk | None


def needs_attention(user, today):
    """Every matter there is at least one of, the worst first."""
    matters = [
        ("bad", Invoice.objects.overdue(today).count(), "invoice overdue", "invoices overdue", "Chase", "finance"),
        ("warn", insurance_ending(today), "trader has a paper that ends this month",
         "traders have papers that end this month", "See the register", "market"),
        ("warn", unposted("invoice").count(), "invoice not printed", "invoices not printed", "Print",
         "finance"),
        ("info", Charge.objects.uninvoiced(today).count(), "charge not billed yet", "charges not billed yet", "Bill",
         "finance"),
    ]  # fmt: skip
    return [
        Matter(tone, count, one if count == 1 else many, action, open_to(user, desk_at(desk)))
        for tone, count, one, many, action, desk in matters if count
    ]  # fmt: skip


def open_to(user, desk):
    return desk if desk and may_stand_at(user, desk) else None


def insurance_ending(today):
    """Approved traders with a checked paper that ends this month and no later one of its type."""
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    checked = Document.objects.filter(refused_reason="").exclude(checked_at=None)
    later = checked.filter(trader=OuterRef("trader"), document_type=OuterRef("document_type"), expires_on__gt=last)
    ending = checked.filter(expires_on__range=(today.replace(day=1), last)).exclude(Exists(later))
    traders = Trader.objects.filter(approved_on__isnull=False, suspended_on=None)
    return traders.filter(pk__in=ending.values("trader")).count()
