"""Proofs about gift vouchers, customers' credit and card payments at the counter."""

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from invoicing.models import CardAttempt, Code, Payment, Posting, StoredValue, StoredValueMovement
from invoicing.proofs.sums import Rules, differences

rules = Rules()


@rules.enter("No gift voucher or credit was spent beyond what was on it")
def balances_not_negative():
    below = StoredValue.objects.annotate(left=Sum("movements__amount")).filter(left__lt=0)
    return [f"voucher {code}" for code in below.values_list("code", flat=True)]


@rules.enter("Vouchers and credits in the journal are what is left on them")
def codes_are_balances():
    left = dict(StoredValueMovement.objects.order_by().values_list("stored__sort").annotate(Sum("amount")))
    codes = {Code.VOUCHERS: left.get(StoredValue.Sort.GIFT, 0), Code.CREDITS: left.get(StoredValue.Sort.CREDIT, 0)}
    journal = {code: -Posting.objects.balance(code) for code in codes}
    return differences("code", journal, codes)


@rules.enter("Every payment by voucher or credit took as much off it, and every refund put as much on")
def payments_move():
    stored = Payment.objects.filter(method__in=["voucher", "credit"])
    wrong = stored.exclude(movement__amount=-F("amount")).values_list("pk", flat=True)
    return [f"payment {pk}" for pk in wrong]


@rules.enter("A stopped voucher has nothing on it")
def stopped_are_empty():
    full = StoredValue.objects.exclude(stopped_at=None).annotate(left=Sum("movements__amount")).exclude(left=0)
    return [f"voucher {code}" for code in full.exclude(left=None).values_list("code", flat=True)]


@rules.enter("A card payment at the counter that is paid has its own payment, of what it was asked for")
def attempts_agree():
    """Of its booking; where that is the basket of an exchange, of the booking exchanged; of a voucher without one."""
    paid = CardAttempt.objects.filter(state=CardAttempt.State.PAID)
    bought = Q(booking__exchange_of=None, payment__booking=F("booking")) | Q(
        payment__booking=F("booking__exchange_of")) | Q(booking=None, payment__buys__isnull=False)  # fmt: skip
    right = paid.filter(bought, payment__method__in=["reader", "stripe"])
    return [f"card payment {pk}" for pk in paid.exclude(pk__in=right.values("pk")).values_list("pk", flat=True)]


@rules.enter("A gift voucher that a card bought was issued once, with what was paid on it")
def card_vouchers_once():
    bought = CardAttempt.objects.filter(booking=None, payment__isnull=False).order_by()
    twice = bought.values("payment__buys").annotate(n=Count("pk")).filter(n__gt=1)
    first = StoredValueMovement.objects.filter(payment=OuterRef("payment"), amount=OuterRef("amount"))
    missing = bought.exclude(Exists(first)).values("payment__buys")
    return [f"voucher {row['payment__buys']}" for row in [*twice, *missing]]


@rules.enter("A payment panel's key made one payment")
def keys_once():
    keys = Payment.objects.exclude(key="").order_by().values("key").annotate(n=Count("pk")).filter(n__gt=1)
    return [f"key {row['key']}" for row in keys]
