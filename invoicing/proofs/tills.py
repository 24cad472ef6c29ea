"""Proofs about cash drawers: what each should hold, its numbers, its Z against the ledger, and where its cash went."""

from collections import defaultdict

from django.db.models import Count, F, Max, Sum

from invoicing.models import Code, Payment, Posting, TillMovement, TillSession
from invoicing.models.journal import TENDERS
from invoicing.proofs.sums import Rules, balances, differences, sums

rules = Rules()


@rules.enter("Z numbers run from 1 without a gap, drawer by drawer")
def till_numbers_gapless():
    closed = TillSession.objects.exclude(closed_at=None).order_by().values("drawer")
    rows = closed.annotate(n=Count("pk"), last=Max("number"), distinct=Count("number", distinct=True))
    return [f"drawer {r['drawer']}" for r in rows if not r["n"] == r["last"] == r["distinct"]]


@rules.enter("Every closed till counted what was expected, give or take its variance")
def tills_add_up():
    """Expected are the float, cash taken and given back, and cash paid in, paid out and lifted."""
    closed = TillSession.objects.exclude(closed_at=None)
    cash, moved = sums(Payment.objects.filter(method="cash"), "till"), sums(TillMovement.objects, "till")
    wrong = [till for till in closed if till.counted - till.variance
             != till.opening_float + cash.get(till.pk, 0) + moved.get(till.pk, 0)]  # fmt: skip
    return [f"till {till}" for till in wrong]


@rules.enter("What the card terminal's own Z differed by is in the ledger, till by till")
def terminals_are_posted():
    counted = TillSession.objects.exclude(terminal_variance=None)
    wrong = [f"till {till}" for till in counted if till.terminal_counted - till.terminal_variance
             != till.payments.filter(method="terminal").total()]  # fmt: skip
    posted = balances(Code.TERMINAL, "till", Posting.objects.filter(reason__in=["till", "variance"]))
    return wrong + differences("till", dict(counted.values_list("pk", "terminal_variance")), posted)


@rules.enter("What a closed till counted is banked or stays in its drawer")
def counted_is_banked_or_carried():
    split = TillSession.objects.exclude(banked=None).exclude(counted=F("banked") + F("carried"))
    return [f"till {till}" for till in split]


@rules.enter("Tender by tender, what a till took is what the ledger says was taken through it")
def takings_are_posted():
    """Gift vouchers and credit have proofs of their own: to sell one moves its code as well."""
    taken, posted = defaultdict(int), defaultdict(int)
    rows = Payment.objects.exclude(till=None).order_by().values_list("till", "method").annotate(Sum("amount"))
    for till, method, pence in rows:
        taken[till, Payment.CODES[method].value] += pence
    taken = {key: pence for key, pence in taken.items() if key[1] in TENDERS}
    sold = Posting.objects.exclude(till=None).exclude(reason__in=["till", "variance"])
    for code in TENDERS:
        for till, pence in balances(code, "till", sold).items():
            posted[till, code.value] += pence
    return differences("till and tender", taken, posted)


@rules.enter("Lifts, cash paid in and out, differences and banked cash of every till are in the ledger")
def movements_are_posted():
    """The float counts where it differs from what the drawer's last close left in it."""
    posted = balances(Code.CASH, "till", Posting.objects.filter(reason__in=["till", "variance"]))
    moved, left = defaultdict(int, sums(TillMovement.objects, "till")), {}
    for till in TillSession.objects.order_by("opened_at", "pk"):
        if left.get(till.drawer) is not None:
            moved[till.pk] += till.opening_float - left[till.drawer]
        moved[till.pk] += (till.variance or 0) - (till.banked or 0)
        left[till.drawer] = till.carried
    return differences("till", moved, posted)
