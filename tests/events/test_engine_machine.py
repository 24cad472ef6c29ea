"""The engine under random commands of several people, against a model of what should be: no place is ever
sold twice, none is lost, and what a booking gives back is exactly what it held."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from events import availability
from events.models import (
    Booking,
    BookingLine,
    Hold,
    HoldType,
    PlaceHeld,
    PlaceTaken,
    Refused,
    ReservationLapsed,
    SoldOut,
)
from events.proof import PROOFS
from tests import cast

SEATS = 12


class Engine(RuleBasedStateMachine):
    """`held` maps a seat to the reference that holds it; `clock` only goes forward."""

    bookings = Bundle("bookings")

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.performance = cast.show(seats=SEATS)
        self.seats = list(self.performance.plan.places.select_related("area"))
        self.adult = cast.price_type("adult")
        self.house = HoldType.objects.create(name="House")
        self.clock = now()
        self.held, self.until, self.confirmed, self.kept_back = {}, {}, set(), set()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def overdue(self, reference):
        return reference not in self.confirmed and self.until[reference] < self.clock

    def busy(self, seat):
        return seat in self.held and not self.overdue(self.held[seat])

    def forget(self, reference):
        self.held = {seat: ref for seat, ref in self.held.items() if ref != reference}

    @rule(target=bookings, numbers=st.sets(st.integers(0, SEATS - 1), min_size=1, max_size=4))
    def reserve(self, numbers):
        wanted = [(self.performance, self.seats[n], self.adult) for n in sorted(numbers)]
        busy = {n for n in numbers if self.busy(n)}
        try:
            booking = Booking.objects.reserve(wanted, channel="counter", at=self.clock)
        except PlaceTaken as refusal:
            assert {self.seats.index(place) for place in refusal.places} == busy
            return ""
        except PlaceHeld:
            assert numbers & self.kept_back
            return ""
        assert not busy
        assert not numbers & self.kept_back
        for reference in {self.held[n] for n in numbers if n in self.held}:
            self.forget(reference)
        self.remember(booking, numbers)
        return booking.reference

    @rule(target=bookings, count=st.integers(1, 4), together=st.booleans())
    def reserve_best(self, count, together):
        free = [n for n in range(SEATS) if not self.busy(n) and n not in self.kept_back]
        try:
            booking = Booking.objects.reserve_best(
                self.performance, [self.adult] * count, channel="shop", together=together, at=self.clock
            )
        except SoldOut:
            assert len(free) < count or together
            return ""
        numbers = {self.seats.index(line.place) for line in booking.lines.all()}
        assert len(numbers) == count
        assert numbers <= set(free)
        for reference in {self.held[n] for n in numbers if n in self.held}:
            self.forget(reference)
        self.remember(booking, numbers)
        return booking.reference

    def remember(self, booking, numbers):
        self.until[booking.reference] = booking.reserved_until
        self.held.update(dict.fromkeys(numbers, booking.reference))

    @rule(reference=bookings)
    def confirm(self, reference):
        if not reference:
            return
        booking = Booking.objects.get(reference=reference)
        had = {n for n, ref in self.held.items() if ref == reference}
        try:
            booking.confirm(at=self.clock)
        except ReservationLapsed:
            assert not had
        else:
            self.confirmed.add(reference)

    @rule(reference=bookings)
    def release_one(self, reference):
        mine = sorted(n for n, ref in self.held.items() if ref == reference)
        if mine:
            booking = Booking.objects.get(reference=reference)
            lines = BookingLine.objects.live().filter(booking=booking, place=self.seats[mine[0]])
            assert booking.release(lines, reason="ill", at=self.clock) == 1
            del self.held[mine[0]]

    @rule(reference=consumes(bookings))
    def cancel(self, reference):
        if reference:
            Booking.objects.get(reference=reference).cancel(reason="changed their mind", at=self.clock)
            self.forget(reference)
            self.confirmed.discard(reference)

    @rule(minutes=st.integers(1, 8))
    def time_passes(self, minutes):
        self.clock += timedelta(minutes=minutes)

    @rule()
    def the_sweeper_comes(self):
        reserved = set(Booking.objects.filter(status="reserved").values_list("reference", flat=True))
        gone = {ref for ref in self.until if self.overdue(ref)} & reserved
        assert Booking.objects.lapse(at=self.clock) == len(gone)
        for reference in gone:
            self.forget(reference)

    @rule(number=st.integers(0, SEATS - 1))
    def hold(self, number):
        live = number in self.held
        try:
            with transaction.atomic():
                self.performance.hold([self.seats[number]], self.house)
            assert not live and number not in self.kept_back
            self.kept_back.add(number)
        except Refused:
            assert live or number in self.kept_back

    @rule(number=st.integers(0, SEATS - 1))
    def release_hold(self, number):
        Hold.objects.filter(place=self.seats[number]).delete()
        self.kept_back.discard(number)

    @invariant()
    def every_place_is_in_exactly_one_state(self):
        states = availability.states(self.performance, self.clock)
        assert len(states) == SEATS
        for n, state in enumerate(states):
            expected = "b" if self.busy(n) and self.held[n] not in self.confirmed else "x" if self.busy(n) else None
            assert state == (expected or ("h" if n in self.kept_back else "."))

    @invariant()
    def live_lines_are_those_remembered(self):
        live = set(BookingLine.objects.live().values_list("place", "booking__reference"))
        assert live == {(self.seats[n].pk, reference) for n, reference in self.held.items()}

    @invariant()
    def every_proof_holds(self):
        assert {title: broken for title, check in PROOFS if (broken := check())} == {}


@pytest.mark.django_db
def test_the_engine_keeps_every_promise_under_random_commands():
    # All examples share the test's one transaction, and PostgreSQL reads past every row they rolled back.
    examples = 40 if connection.vendor == "sqlite" else 12
    checks = list(HealthCheck)
    run_state_machine_as_test(
        Engine,
        settings=settings(max_examples=examples, stateful_step_count=30, deadline=None, suppress_health_check=checks),
    )
