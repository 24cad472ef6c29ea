"""The demo town's card reader, a gift voucher that is partly spent, a lost one, and a customer's credit."""

from datetime import timedelta

from events.models import Booking, Customer, Occurrence, PriceType
from invoicing.models import CardReader, Code, Payment
from invoicing.stored_values import credit_customer, sell


def sell_vouchers(people, now):
    """By the product's own verbs, by card on the terminal; nothing of it is in a till."""
    CardReader.objects.create(name="Counter 1 reader", stripe_id="tmr_alderbrook_counter_1", drawer="Counter 1")
    sam, at = people["sam"], now - timedelta(minutes=1)
    sold = [sell(pence, "terminal", key=f"town-{slip}", wording=words, reference=slip, by=sam, at=at)
            for pence, words, slip in ((5_000, "For Gran, from all of us", "V-1001"),
                                       (2_000, "Happy birthday", "V-1002"))]  # fmt: skip
    spend_some(sold[0], sam, at)
    sold[1].reissue(reason="lost in the post", by=sam, at=at)
    jo = Customer.objects.filter(user=None, account=None).exclude(email="").order_by("pk").first()
    credit_customer(jo, 1_500, "the late start on Saturday", by=sam, at=at, out_of=Code.DONATIONS)


def spend_some(voucher, sam, at):
    """One ticket for something to come, paid with the voucher as far as it goes."""
    show = Occurrence.objects.upcoming(at).filter(event__audience="public", starts_at__gt=at).with_parts()[3]
    adult = PriceType.objects.filter(prices__price_list=show.price_list).order_by("position", "pk").first()
    made = Booking.objects.reserve_best(show, [adult], channel="counter", by=sam, at=at, together=False)
    booking = Booking.objects.get(pk=made.pk)
    part = min(voucher.balance(), booking.total().gross)
    Payment.objects.take(booking, "voucher", amount=part, stored=voucher, by=sam, at=at)
    if part < booking.total().gross:
        Payment.objects.take(booking, "terminal", reference="V-1003", by=sam, at=at)
