"""Proofs about money taken and given back: bookings, tenders and the bank."""

from collections import defaultdict

from django.db.models import F, Q

from invoicing.models import BankLine, Code, Payment, Posting
from invoicing.models.journal import TENDERS
from invoicing.proofs.sums import Rules, balances, differences, excesses, sums

rules = Rules()


@rules.enter("Every booking's payments and income meet to the penny")
def bookings_settle():
    held = {ref: -pence for ref, pence in balances(Code.BOOKINGS, "booking__reference").items() if ref and pence}
    reserved = Payment.objects.filter(booking__status__in=["reserved", "lapsed"])
    taken = defaultdict(int)
    for code in set(Payment.CODES.values()):
        for ref, pence in balances(code, "booking__reference").items():
            taken[ref] += pence if ref else 0
    paid = sums(Payment.objects.exclude(booking=None), "booking__reference")
    return differences("booking", held, sums(reserved, "booking__reference")) + differences("booking", taken, paid)


@rules.enter("What journal and payments say was taken is the same, tender by tender")
def tenders_agree():
    """Money in the bank that nobody has claimed yet is in the journal and is no payment. For what else happens in a
    drawer, see invoicing/proofs/tills.py; for vouchers and credit, which bring no money in, stored_values.py.
    """
    sold = Posting.objects.exclude(reason__in=["till", "variance"])
    journal = {code: sold.balance(code) for code in TENDERS}
    journal[Code.BANK] += Posting.objects.balance(Code.SUSPENSE)
    taken = defaultdict(int)
    for method, pence in sums(Payment.objects.exclude(method__in=["voucher", "credit"]), "method").items():
        taken[Payment.CODES[method]] += pence
    return differences("tender", journal, taken)


@rules.enter("What stands in suspense is exactly the bank's lines that are matched to nothing")
def suspense_is_unmatched_lines():
    unmatched = sum(BankLine.objects.filter(amount__gt=0, payment=None).values_list("amount", flat=True))
    return differences("code", {Code.SUSPENSE: -Posting.objects.balance(Code.SUSPENSE)}, {Code.SUSPENSE: unmatched})


@rules.enter("A matched bank line and its payment are of one amount, by bank")
def matches_agree():
    matched = BankLine.objects.exclude(payment=None)
    unlike = matched.exclude(amount=F("payment__amount"), payment__method=Payment.Method.BACS)
    return [f"bank line {pk}" for pk in unlike.values_list("pk", flat=True)]


@rules.enter("No more was given back than was paid, by the same tender")
def refunds_within_payments():
    back = Payment.objects.exclude(refund_of=None)
    wholes = dict(Payment.objects.filter(refunds__isnull=False).values_list("pk", "amount"))
    other = back.exclude(Q(method=F("refund_of__method")) | Q(method__in=["voucher", "credit"]))
    given = {pk: -pence for pk, pence in sums(back, "refund_of").items()}
    return excesses("payment", given, wholes) + [f"payment {pk}" for pk in other.values_list("pk", flat=True)]
