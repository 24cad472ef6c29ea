"""Paper at the demo town's counter: a printer that is off, a school with a deposit to pay, and tonight's pack."""

import random
from datetime import timedelta

from django.utils.timezone import localdate

from events.models import Booking, Customer, Occurrence, Printer, PrintJob, Reservation
from events.printing.outbox import tickets
from invoicing import downtime
from invoicing.models import Account

SEED = 903
ADULTS, CHILDREN = 2, 18


def put_on_paper(people, now):
    """What the box office finds on its desk this morning."""
    rnd = random.Random(SEED)
    leave_printer_off(rnd, people["sam"], now)
    reserve_for_school(people["sam"], now)
    make_pack(now)


def leave_printer_off(rnd, sam, now):
    """A ticket printer that nobody has switched on: two jobs it did not print, and one that waits."""
    printer = Printer.objects.create(name="Ticket printer", language="fgl", host="192.0.2.17", drawer="Kiosk")
    sold = list(Booking.objects.filter(status="confirmed", channel="counter", lines__occurrence__plan__unit="seat",
                                       lines__released_at=None, created_at__lt=now - timedelta(hours=3))
                .distinct().order_by("-created_at")[:30])  # fmt: skip
    for hours, booking in enumerate(rnd.sample(sold, min(2, len(sold))), 1):
        count = booking.lines.live().count()
        PrintJob.objects.create(
            printer=printer, booking=booking, what=tickets(count), pages=count, state=PrintJob.State.FAILED, tries=6,
            made_at=now - timedelta(hours=3 - hours), by=sam,
            error=f"{printer} does not answer (no route to host). Is it on, and has it paper?",
        )  # fmt: skip


def reserve_for_school(sam, now):
    """A class of the primary school, on an option, with a deposit to come."""
    school = Customer.objects.create(
        name="Alderbrook Primary School", email="office@primary.example", phone="01632 960 555",
        address="School Lane\nAlderbrook", postcode="AB1 4QT")  # fmt: skip
    Account.objects.open_for(school, credit_limit=200_000)
    coming = Occurrence.objects.performances().upcoming(now + timedelta(days=20))
    performance = coming.filter(event__audience="public", on_sale_from=None, most_at_once__gte=ADULTS + CHILDREN)
    performance = performance.with_parts().first()
    types = [price.price_type for price in performance.price_list.prices.select_related("price_type").order_by(
        "price_type__position")] if performance else []  # fmt: skip
    if not types:
        return
    made = now - timedelta(hours=5)
    booking = Booking.objects.reserve_best(performance, types[:1] * (ADULTS + CHILDREN), channel="phone", by=sam,
                                           customer=school, at=made, together=False, minutes=10)  # fmt: skip
    Reservation.objects.of(
        booking, sort="group", group_name="Year 6, Ms Hughes", decide_by=now + timedelta(days=12), deposit=5000,
        deposit_by=localdate(now) + timedelta(days=4), note="Two wheelchairs, coach at the stage door", by=sam, at=made,
    )  # fmt: skip


def make_pack(now):
    """The pack of the next performance, as it stood this noon."""
    performance = Occurrence.objects.performances().upcoming(now).filter(starts_at__gt=now).with_parts().first()
    if performance:
        downtime.make(performance, hours_before=6, at=now)
