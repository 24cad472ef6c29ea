"""Proofs about money, numbers and the journal, run on the live database: each returns what breaks its rule."""

from collections import defaultdict

from django.db import connection
from django.db.models import Count, F, Max, Q, Sum

from events.guards import missing
from events.models import Booking
from events.money import pounds, tax, total_of
from invoicing.guards import ALL_GUARDS
from invoicing.models import Account, Charge, Code, Invoice, Paper, Payment, Posting, Sequence, TillSession

TITLES = []


def proof(title):
    """Enter a function in the list of proofs."""

    def enter(check):
        TITLES.append((title, check))
        return check

    return enter


def sums(rows, key, amount="amount"):
    """Totals of a queryset by a column: {key: pence}."""
    return dict(rows.order_by().values_list(key).annotate(Sum(amount)))


def balances(code, key):
    """Debits less credits of one code, by a column of the postings: {key: pence}."""
    totals = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        for value, pence in sums(Posting.objects.filter(**{side: code}), key).items():
            totals[value] += sign * pence
    return totals


def differences(name, left, right):
    """Where two tables of pence disagree, in words."""
    keys = sorted(set(left) | set(right), key=str)
    unequal = [key for key in keys if left.get(key, 0) != right.get(key, 0)]
    return [f"{name} {key}: {pounds(left.get(key, 0))} against {pounds(right.get(key, 0))}" for key in unequal]


@proof("Every booking's payments and income meet to the penny")
def bookings_settle():
    held = {ref: -pence for ref, pence in balances(Code.BOOKINGS, "booking__reference").items() if ref and pence}
    reserved = Payment.objects.filter(booking__status__in=["reserved", "lapsed"])
    taken = defaultdict(int)
    for code in Payment.CODES.values():
        for ref, pence in balances(code, "booking__reference").items():
            taken[ref] += pence if ref else 0
    paid = sums(Payment.objects.exclude(booking=None), "booking__reference")
    return differences("booking", held, sums(reserved, "booking__reference")) + differences("booking", taken, paid)


@proof("What journal and payments say was taken is the same, tender by tender")
def tenders_agree():
    journal = {code: Posting.objects.balance(code) for code in Payment.CODES.values()}
    journal[Code.CASH] -= sum(till.variance for till in TillSession.objects.exclude(closed_at=None))
    taken = {Payment.CODES[method]: pence for method, pence in sums(Payment.objects, "method").items()}
    return differences("tender", journal, taken)


@proof("Refunds never exceed what was paid")
def refunds_fit():
    over = Payment.objects.filter(refund_of=None).annotate(back=Sum("refunds__amount")).filter(amount__lt=-F("back"))
    return [f"payment {pk}" for pk in over.values_list("pk", flat=True)]


@proof("Every confirmed booking is paid for, charged or free")
def confirmed_bookings_are_paid():
    bookings = Booking.objects.filter(status="confirmed", payments=None, lines__charges=None, lines__released_at=None)
    unpaid = bookings.annotate(price=Sum("lines__price")).filter(price__gt=0)
    return [f"booking {ref}" for ref in unpaid.values_list("reference", flat=True)]


@proof("Each account owes its invoices less its payments")
def debtors_agree():
    invoiced = defaultdict(int)
    for account, net, vat in Invoice.objects.issued().order_by().values_list("account").annotate(
        Sum("net"), Sum("vat_amount")
    ):
        invoiced[account] += net + vat
    for account, paid in sums(Payment.objects.exclude(account=None), "account").items():
        invoiced[account] -= paid
    return differences("account", balances(Code.DEBTORS, "account"), invoiced)


@proof("Charges not yet invoiced are exactly what the journal holds as unbilled")
def unbilled_agrees():
    standing = defaultdict(int)
    for charge in Charge.objects.filter(invoice=None):
        standing[charge.account_id] += charge.standing_gross
    return differences("account", balances(Code.UNBILLED, "account"), standing)


@proof("Every charge is invoiced at most once, and a line charged at most once")
def charged_once():
    twice = Charge.objects.filter(reverses=None).exclude(line=None).values("line").annotate(n=Count("pk"))
    return [f"line {row['line']}" for row in twice.filter(n__gt=1)]


@proof("Each invoice is the sum of its charges, its VAT exact to the penny")
def invoices_add_up():
    wrong = []
    for invoice in Invoice.objects.issued().prefetch_related("charges"):
        charges = list(invoice.charges.all())
        total = total_of(tax([charge.priced for charge in charges]))
        lines = (sum(charge.net for charge in charges), sum(charge.vat_amount for charge in charges))
        if not lines == (total.net, total.vat) == (invoice.net, invoice.vat_amount):
            wrong.append(f"invoice {invoice}: lines {lines}, total {(invoice.net, invoice.vat_amount)}")
    return wrong


@proof("No invoice mixes charges outside the scope of VAT with others, and exemptions say why")
def vat_regimes_apart():
    mixed = Invoice.objects.issued().annotate(
        outside=Count("charges", filter=Q(charges__vat="O")), lines=Count("charges")
    ).filter(outside__gt=0).exclude(outside=F("lines"))  # fmt: skip
    silent = Charge.objects.filter(vat__in="EO", vat_reason="")
    return [f"invoice {invoice}" for invoice in mixed] + [f"charge {charge.pk}" for charge in silent]


@proof("Invoice numbers run from 1 without a gap, series by series")
def invoice_numbers_gapless():
    series = defaultdict(list)
    for number in Invoice.objects.issued().values_list("number", flat=True):
        name, _, count = number.rpartition("-")
        series[name].append(int(count))
    last = dict(Sequence.objects.filter(name__startswith="INV-").values_list("name", "last"))
    bad = [name for name, counts in series.items() if sorted(counts) != list(range(1, len(counts) + 1))]
    off = [name for name in set(series) | set(last) if last.get(name, 0) != len(series[name])]
    return [f"series {name}" for name in sorted({*bad, *off})]


@proof("Z numbers run from 1 without a gap, drawer by drawer")
def till_numbers_gapless():
    closed = TillSession.objects.exclude(closed_at=None).order_by().values("drawer")
    rows = closed.annotate(n=Count("pk"), last=Max("number"), distinct=Count("number", distinct=True))
    return [f"drawer {r['drawer']}" for r in rows if not r["n"] == r["last"] == r["distinct"]]


@proof("Every closed till counted what was expected, give or take its variance")
def tills_add_up():
    closed = TillSession.objects.exclude(closed_at=None)
    cash = sums(Payment.objects.filter(method="cash"), "till")
    wrong = [till for till in closed if till.counted != till.opening_float + cash.get(till.pk, 0) + till.variance]
    return [f"till {till}" for till in wrong]


@proof("Every posting moves a known code")
def codes_known():
    control = set(Code.values)
    budget = set(Charge.objects.order_by().values_list("budget_code", flat=True).distinct())
    budget |= set(Booking.objects.order_by().values_list("lines__budget_code", flat=True).distinct())
    used = set(Posting.objects.order_by().values_list("debit", flat=True).distinct())
    used |= set(Posting.objects.order_by().values_list("credit", flat=True).distinct())
    return [f"code {code}" for code in sorted(used - control - budget)]


@proof("Stored pages are the bytes that were hashed")
def pages_intact():
    return [f"paper {paper.pk}" for paper in Paper.objects.iterator(50) if not paper.intact()]


@proof("No account reference is wrong or missing")
def references_sound():
    return [f"account {pk}" for pk in Account.objects.filter(reference=None).values_list("pk", flat=True)]


@proof("The database's guards are all in place")
def guards_in_place():
    return missing(connection, ALL_GUARDS)


PROOFS = TITLES
