"""What happened after the sale in the demo town: an exchange, a part refund, a performance called off with answers."""

import random
from datetime import timedelta

from django.db.models import Count, Q

from events.models import Booking, Occurrence
from invoicing.call_off_answers import answer
from invoicing.call_off_tasks import write
from invoicing.calling_off import call_off
from invoicing.exchanging import exchange, hold_instead
from invoicing.refunding import refund

NUMBER = 1613
CHOSEN = ["credit", "donate", "exchange", "credit", "refund"]  # by the first to answer, in turn
MOST = 40  # bookings of the performance that is called off, so that loading stays quick


def change_bookings(people, now):
    """Everything, by the product's own verbs, in the last two days."""
    rnd = random.Random(NUMBER)
    performances = list(to_come(now))
    off = next((one for one in performances if 5 <= one.booked <= MOST), None)
    others = [one for one in performances if one != off]
    give_back(rnd, others, people, now - timedelta(hours=5))
    swap(rnd, others, people, now - timedelta(hours=4))
    if off:
        cancel(off, people, now - timedelta(hours=3))


def to_come(now):
    """Performances more than a week away, with how many bookings they have."""
    booked = Count("lines__booking", filter=Q(lines__released_at=None), distinct=True)
    upcoming = Occurrence.objects.upcoming(now + timedelta(days=8)).performances().with_parts()
    return upcoming.filter(event__audience="public").annotate(booked=booked)


def by_card(rnd, performances, seats):
    """A booking of at least so many seats that was paid on the card machine or online, at one of these alone."""
    paid = Booking.objects.filter(status="confirmed", lines__occurrence__in=performances, customer__isnull=False,
                                  payments__method="terminal").distinct()  # fmt: skip
    fitting = paid.annotate(seats=Count("lines", filter=Q(lines__released_at=None), distinct=True))
    found = list(fitting.filter(seats__gte=seats).order_by("pk")[:30])
    return rnd.choice(found) if found else None


def give_back(rnd, performances, people, at):
    """One seat of several, as somebody is ill."""
    if booking := by_card(rnd, performances, 2):
        refund(booking, list(booking.live_lines.order_by("pk"))[:1], reason="Customer ill", by=people["sam"],
               authorised_by=people["max"], at=at)  # fmt: skip


def swap(rnd, performances, people, at):
    """A whole booking to another evening of the same show; what goes back goes on credit."""
    booking = by_card(rnd, performances, 1)
    lines = list(booking.live_lines.select_related("occurrence")) if booking else []
    if not lines:
        return
    had = lines[0].occurrence
    other = next((one for one in performances if one.event_id == had.event_id and one != had), None)
    if other:
        basket = hold_instead(booking, lines, other, by=people["sam"], at=at)
        more = basket.total().gross > sum(line.price for line in lines)
        exchange(booking, lines, basket, way="terminal" if more else "as-credit", by=people["sam"],
                 authorised_by=people["max"], at=at + timedelta(minutes=2))  # fmt: skip


def cancel(performance, people, at):
    """A flood: everybody is told, and some have answered."""
    made = call_off(performance, choices=["refund", "exchange", "credit", "donate"], default="refund", tell=False,
                    answer_by=(at + timedelta(days=14)).date(), reason="Water in the workshop", by=people["max"],
                    wording="We are sorry: water came into the workshop and spoilt the set.", at=at)  # fmt: skip
    named = made.answers.exclude(booking__customer=None).select_related("booking__customer", "call_off")
    for one in named.exclude(booking__customer__email=""):
        write(made, one, at + timedelta(minutes=1))
    performance.messages.update(emailed_at=at + timedelta(minutes=2))
    instead = Occurrence.objects.upcoming(at).filter(event=performance.event).exclude(pk=performance.pk).first()
    for minutes, (one, choice) in enumerate(zip(named, CHOSEN, strict=False), 30):
        # Nobody asks Stripe for the town's money.
        online = one.booking.payments.filter(method__in=["stripe", "reader"]).exists()
        if (choice != "exchange" or instead) and not (choice == "refund" and online):
            answer(one, choice, instead=instead, at=at + timedelta(minutes=minutes))
