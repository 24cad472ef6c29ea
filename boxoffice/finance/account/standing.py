"""Where an account stands: what is open, what stands in credit, what stops it being chased."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from boxoffice.finance.asked import id_of
from events.money import pounds
from invoicing.models import Allocation, Approval, CreditNote, Payment, RecoveryHold
from invoicing.models.statement import AGES, aged

AGE_WORDS = ["Up to 30 days late, or not yet due", *(f"Over {days} days" for days in AGES[1:])]


@dataclass(frozen=True)
class Source:
    """A payment or credit note of which `left` pence settle nothing yet; `key` names it in an address."""

    document: object
    left: int

    @property
    def is_payment(self):
        return isinstance(self.document, Payment)

    @property
    def key(self):
        return f"{'payment' if self.is_payment else 'credit-note'}-{self.document.pk}"

    @property
    def on(self):
        return self.document.taken_at if self.is_payment else self.document.issued_on

    @property
    def words(self):
        payment = self.document
        if self.is_payment:
            return ", ".join(filter(None, [payment.get_method_display(), payment.reference]))
        return f"Credit note {payment}"


def allocated(source):
    """The live allocations of each payment or credit note, summed in the same query."""
    live = Allocation.objects.live().filter(**{source: OuterRef("pk")}).order_by().values(source)
    return Coalesce(Subquery(live.annotate(total=Sum("amount")).values("total")), 0)


def sources(account):
    """Everything on an account that settles nothing yet, the oldest first."""
    back = Payment.objects.filter(refund_of=OuterRef("pk")).order_by().values("refund_of")
    back = Coalesce(Subquery(back.annotate(total=Sum("amount")).values("total")), 0)
    payments = account.payments.filter(refund_of=None).annotate(left=F("amount") + back - allocated("payment"))
    notes = account.credit_notes.annotate(left=F("net") + F("vat_amount") - allocated("credit_note"))
    found = [*payments.filter(left__gt=0).order_by("pk"), *notes.filter(left__gt=0).order_by("pk")]
    return [Source(each, each.left) for each in found]


def source_at(account, key):
    """The payment or credit note of an account that a key names; None where there is none."""
    kind, _, pk = key.rpartition("-")
    found = {"payment": Payment.objects.filter(refund_of=None), "credit-note": CreditNote.objects}.get(kind)
    document = found.filter(account=account, pk=id_of(pk)).first() if found is not None else None
    return Source(document, document.unallocated()) if document else None


class Standing:
    """One account today, as its page shows it."""

    def __init__(self, account, today):
        self.account = account
        self.owed, self.balance = account.owed(), account.balance()
        self.unbilled, self.room = self.balance - self.owed, account.credit_limit - self.balance
        self.open = list(account.open_items.select_related("invoice"))
        self.owing = sum(item.owing for item in self.open)
        self.overdue = sum(item.owing for item in self.open if item.due_on < today)
        self.sources = sources(account)
        self.credit = sum(source.left for source in self.sources)
        charges = account.charges.uninvoiced(date.max).select_related("line__booking")
        self.charges = list(charges)
        self.holds = RecoveryHold.objects.stopping(today).filter(account=account).select_related("invoice", "placed_by")
        self.waiting = Approval.objects.waiting().filter(account=account).select_related("asked_by", "invoice")
        self.ages = list(zip(AGE_WORDS, aged([(item.due_on, item.owing) for item in self.open], today), strict=True))

    @property
    def late_words(self):
        return f"{pounds(self.overdue)} overdue" if self.overdue else ""

    @cached_property
    def allocations(self):
        """What the last payments and credit notes settle."""
        live = Allocation.objects.live().filter(invoice__account=self.account)
        return live.select_related("payment", "credit_note", "invoice", "by").order_by("-pk")[:20]
