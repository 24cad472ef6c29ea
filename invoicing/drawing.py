"""Running a call of the morning draw: who was drawn is booked, who moves is moved with their charges, all is kept.

In one transaction, once: two officers who press at the same moment run it once. Locks: the draw, the bookings of those
who may move, then the day itself, so that nobody is sold a pitch while it is drawn.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.timezone import now

from events.dates import day as in_words
from events.draw import draw as drawn_from
from events.late_release import LATE
from events.models import (
    Booking,
    BookingLine,
    ChargePolicy,
    Draw,
    DrawResult,
    ExtraLine,
    Message,
    Occurrence,
    Refused,
    Wanted,
)
from events.models.transactions import retried
from events.money import rounded
from events.morning import Morning
from invoicing.pitch_moves import move

LOST = "The draw gave you {places}, but it could not be booked: {reason} You are still in the queue for the next call."


@dataclass(frozen=True)
class Hand:
    """Who does something when: what moving a pitch asks of a tap."""

    by: object
    tapped_at: datetime
    received_at: datetime


@retried
def run(draw, *, by, at=None):
    """Run a promised draw and book what was drawn; run already, it is left as it is. Returns the draw.

    Raises AskedTooMuch before the queue is closed and NotOnSale once the market is over, with nothing done.
    """
    at = at or now()
    draw = Draw.objects.select_for_update(of=("self",)).select_related("occurrence__event__rules").get(pk=draw.pk)
    if draw.run_at:
        return draw
    draw.check_may_run(at)
    day = draw.occurrence
    overdue = day.lines.live().filter(booking__status="reserved", booking__reserved_until__lt=at)
    Booking.objects.lapse(at=at, only=list(overdue.values_list("booking", flat=True)))
    movers = day.lines.live().filter(booking__customer__waiting__in=day.waiting.waiting()).values("booking")
    list(Booking.objects.select_for_update().filter(pk__in=movers).order_by("pk").only("pk"))
    list(Occurrence.objects.select_for_update().filter(pk=day.pk).values_list("pk"))
    morning = Morning(draw, at)
    inputs = morning.inputs()
    outcome = drawn_from(inputs)
    results = CarryingOut(morning, outcome, by).results()
    draw.publish(inputs, outcome, results, by=by, at=at)
    for result in results:
        tell(result, draw, by, at)
    return draw


def tell(result, draw, by, at):
    """Write to those who have e-mail; the others stand on the market, and can read it in the portal or on the sheet."""
    if result.customer.email:
        Message.objects.tell(
            result.customer, topic="draw", occurrence=draw.occurrence, once=f"draw {draw.pk}", by=by, at=at,
            subject=f"The draw for {draw.occurrence.event}, {in_words(draw.occurrence.day)}", body=result.words,
        )  # fmt: skip


class CarryingOut:
    """What an outcome does to the bookings of the day."""

    def __init__(self, morning, outcome, by):
        self.morning, self.outcome, self.by = morning, outcome, by
        self.places = {place.pk: place for place in morning.places}
        self.entries = morning.entries

    def results(self):
        """Do it, and return a DrawResult for each in the queue."""
        given = [place for one in self.outcome["results"] for place in [*one["places"], *one["added"]]]
        for place in given:
            if line := self.morning.absent.get(place):
                self.let_go(line)
        moving = [one for one in self.outcome["results"] if one["places"] and self.is_holder(one)]
        lost = self.move(moving)
        return [self.book(one, lost) for one in self.outcome["results"]]

    def is_holder(self, result):
        return self.morning.has(result["number"]) == "fixed"

    def let_go(self, line):
        """Release the pitch of somebody who is absent; what the policy says stays to be paid (invoicing/register).

        Of what was paid at once that is all of it: what goes back is settled with the day.
        """
        policy = ChargePolicy.objects.filter(event=self.morning.event, presence=line.attendance.presence).first()
        percent = policy.percent if policy else 100
        percent = 100 if line.booking.payments.exists() else percent
        percent = percent if line.booking.status == Booking.Status.CONFIRMED else 0
        for rows in (ExtraLine.objects.beside(BookingLine.objects.filter(pk=line.pk)),
                     BookingLine.objects.live().filter(pk=line.pk)):  # fmt: skip
            for row in rows:
                rows.model.objects.live().filter(pk=row.pk).update(
                    released_at=self.morning.at, released_by=self.by, release_reason=LATE,
                    kept=rounded(Fraction(row.price * percent, 100)))  # fmt: skip

    def move(self, moving):
        """Move the fixed holders who got a pitch they like better, all at once. Returns the refusal, if any."""
        steps = [(line, self.places[place]) for one in moving
                 for line, place in zip(self.morning.lines_by_number[one["number"]], one["places"], strict=True)]
        try:
            with transaction.atomic():
                move(steps, Hand(self.by, self.morning.at, self.morning.at))
        except Refused as refusal:
            return refusal
        return None

    def book(self, result, lost):
        """The DrawResult of one, with their booking where they got a pitch."""
        entry = self.entries[result["number"]]
        own = [] if self.is_holder(result) else result["places"]
        wanted = [*own, *result["added"]]
        row = DrawResult(draw=self.morning.draw, customer=entry.customer, code=result["code"], words=result["words"],
                         places=[*result["places"], *result["added"]])  # fmt: skip
        try:
            if lost and self.is_holder(result) and result["places"]:
                raise lost
            if wanted:
                row.booking = self.reserve(entry.customer, wanted)
        except Refused as refusal:
            row.code, row.places = "lost", []
            names = " and ".join(str(self.places[place]) for place in wanted or result["places"])
            row.words = LOST.format(places=names, reason=refusal.message)
        return row

    def reserve(self, customer, places):
        """Keep pitches for a casual trader until the market is over, to be paid on the day."""
        day, at, price_type = self.morning.occurrence, self.morning.at, self.morning.rules.casual_price_type
        with transaction.atomic():
            return Booking.objects.reserve(
                [Wanted(day, self.places[place], price_type) for place in places], channel=Booking.Channel.MARKET,
                by=self.by, customer=customer, at=at, minutes=(day.ends_at - at).total_seconds() / 60, vetted=True,
            )  # fmt: skip
