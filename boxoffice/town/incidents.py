"""Lately in the demo town, done with the product's own verbs: cancellations, refunds, lapses and a telephone hold."""

from datetime import timedelta

from events.models import Booking, Occurrence, PriceType
from invoicing.cancellation import cancel

REASONS = ["Cannot come, refunded as goodwill", "Booked the wrong day", "Illness in the family"]


def happen(rnd, now, people):
    """Some bookings end, some are waiting to be paid, and one performance is cancelled before anybody booked it."""
    cancel_some(rnd, now, people)
    reserve_some(rnd, now, people)
    last = Occurrence.objects.filter(lines=None, event__audience="public", on_sale_from__gt=now).last()
    if last:
        last.cancelled_at, last.note = now - timedelta(days=1), "Cancelled: the tour ends early"
        last.save(update_fields=["cancelled_at", "note"])


def cancel_some(rnd, now, people):
    """Online bookings of coming performances are refunded; charges of coming market days come off their accounts."""
    coming = Booking.objects.filter(status="confirmed", created_at__lt=now - timedelta(days=1)).exclude(
        lines__occurrence__starts_at__lte=now).distinct().order_by("-pk")  # fmt: skip
    for booking in rnd.sample(list(coming.filter(channel="shop")[:300]), 18):
        at = now - timedelta(minutes=rnd.randrange(5, 1000))
        cancel(booking, reason=rnd.choice(REASONS), by=people["sam"], at=at)
    for booking in coming.filter(channel__in=["portal", "market"])[:3]:
        cancel(booking, reason="Holiday", by=people["mo"], at=now - timedelta(minutes=rnd.randrange(5, 600)))


def reserve_some(rnd, now, people):
    """Tickets kept on the telephone until they are paid, and baskets that ran out."""
    types = {one.name: one for one in PriceType.objects.all()}
    performances = Occurrence.objects.upcoming(now + timedelta(days=10)).filter(
        event__audience="public", on_sale_from=None).with_parts()[:4]  # fmt: skip
    for number, performance in enumerate(performances):
        pair = [types["Adult"], types["Concession"]]
        at = now - timedelta(hours=number + 1)
        Booking.objects.reserve_best(performance, pair, channel="phone", by=people["sam"], minutes=4 * 24 * 60, at=at)
        Booking.objects.reserve_best(performance, pair, channel="shop", at=now - timedelta(minutes=40 + number))
    Booking.objects.lapse(at=now)
