"""What went through a till, for its X and its Z: one reading of its payments, movements and postings."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, Sum

from invoicing.models import Code, Payment, Posting, TillMovement
from invoicing.models.till_count import Compared

TAKEN, BACK = Q(amount__gte=0), Q(amount__lt=0)
# A control account says where money stands; what is left are budget codes, which say what it was for.
CONTROLS = set(Code.values)


@dataclass(frozen=True)
class Tender:
    """One tender through a till: pence taken and pence given back, and how often."""

    method: str
    taken: int
    sales: int
    back: int
    refunds: int

    @property
    def name(self):
        return Payment.Method(self.method).label

    @property
    def net(self):
        return self.taken - self.back


class TillFigures:
    """All that an X or a Z shows of one session; nothing is changed by asking."""

    def __init__(self, session):
        self.session = session

    @cached_property
    def tenders(self):
        """[Tender], in the order of their names."""
        rows = self.session.payments.order_by("method").values("method").annotate(
            taken=Sum("amount", filter=TAKEN, default=0), sales=Count("pk", filter=TAKEN),
            back=Sum("amount", filter=BACK, default=0), refunds=Count("pk", filter=BACK))  # fmt: skip
        return [Tender(row["method"], row["taken"], row["sales"], -row["back"], row["refunds"]) for row in rows]

    @property
    def total(self):
        """Pence taken less pence given back, by every tender."""
        return sum(one.net for one in self.tenders)

    @property
    def sales(self):
        return sum(one.sales for one in self.tenders)

    @property
    def refunds(self):
        return sum(one.refunds for one in self.tenders)

    @cached_property
    def voids(self):
        """(how many, pence): refunds of money that this same till took, undone before the drawer was counted."""
        undone = self.session.payments.filter(refund_of__till=self.session)
        found = undone.aggregate(n=Count("pk"), pence=Sum("amount", default=0))
        return found["n"], -found["pence"]

    @cached_property
    def movements(self):
        """Lifts, paid in, paid out, drawer openings, in their order."""
        return list(self.session.movements.select_related("by"))

    @property
    def openings(self):
        """How often the drawer was opened for nothing."""
        return sum(one.sort == TillMovement.Sort.NO_SALE for one in self.movements)

    @cached_property
    def codes(self):
        """[(budget code or VAT, pence)] that sales less refunds through this till brought, VAT last."""
        totals = defaultdict(int)
        sold = Posting.objects.filter(till=self.session).exclude(reason__in=["till", "variance"])
        for side, sign in (("credit", 1), ("debit", -1)):
            for code, pence in sold.order_by().values_list(side).annotate(Sum("amount")):
                totals[code] += sign * pence
        vat = totals.pop(Code.VAT, 0)
        brought = sorted((code, pence) for code, pence in totals.items() if code not in CONTROLS and pence)
        return [*brought, ("VAT", vat)] if vat else brought

    @cached_property
    def people(self):
        """Who sold through it, by name: [(name, how many sales, pence)]."""
        rows = self.session.payments.order_by("taken_by__first_name", "taken_by__email")
        rows = rows.values_list("taken_by__first_name", "taken_by__last_name", "taken_by__email")
        rows = rows.annotate(n=Count("pk", filter=TAKEN), pence=Sum("amount"))
        return [(f"{first or ''} {last or ''}".strip() or email or "A machine", n, pence)
                for first, last, email, n, pence in rows]  # fmt: skip

    @property
    def expected(self):
        """Cash that should be in the drawer, in pence."""
        session = self.session
        return session.expected() if session.closed_at is None else session.counted - session.variance

    @property
    def cash_lines(self):
        """How the expected cash comes about: [(words, pence)]; they add up to `expected`."""
        sums = defaultdict(int)
        for one in self.movements:
            sums[one.get_sort_display()] += one.amount
        cash = next((one for one in self.tenders if one.method == "cash"), None)
        lines = [("Float", self.session.opening_float)]
        if cash:
            lines += [("Cash taken", cash.taken), ("Cash given back", -cash.back)]
        return lines + [(words, pence) for words, pence in sums.items() if pence]

    @property
    def compared(self):
        """Tenders that were counted on their own, cash first: [(name, Compared)]; for a closed till."""
        session, net = self.session, {one.method: one.net for one in self.tenders}
        rows = [Compared("cash", self.expected, session.counted)]
        counted = [("terminal", session.terminal_counted), ("voucher", session.vouchers_counted)]
        rows += [Compared(method, net.get(method, 0), pence) for method, pence in counted if pence is not None]
        return [(Payment.Method(row.tender).label, row) for row in rows]
