"""Random days at two drawers, on the models: what each should hold, and every proof about tills, after each step.

D1 expected cash is float, sales, refunds and movements; D2 Z numbers without gaps and each movement in one Z; D3 a Z is
what the ledger says, tender by tender; D4 nothing after a close; D5 closing twice is once.
"""

import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events.models import Booking, Refused
from invoicing.cancellation import cancel
from invoicing.models import Code, Payment, Posting, TillCount, TillMovement, TillSession
from invoicing.proofs import tills as proofs
from invoicing.proofs.every import PROOFS
from invoicing.till_figures import TillFigures
from tests import cast

pytestmark = pytest.mark.django_db
one, pence = st.integers(0, 1), st.integers(1, 9_000)


class Days(RuleBasedStateMachine):
    """Two clerks, two drawers; `cash` is what we say is in each, `left` what its last close left in it."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.show = cast.show(seats=40)
        self.people = [cast.staff("sam", "Box office"), cast.staff("kim", "Box office")]
        self.tills, self.cash, self.sold, self.zs = [None, None], [0, 0], [], [0, 0]

    def teardown(self):
        assert {title: found for title, check in PROOFS if (found := check())} == {}
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def attempt(self, verb, *args, **kwargs):
        """What the verb answers; None where it refused, leaving everything as it was."""
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        except Refused:
            return None

    @rule(n=one, opening=st.integers(0, 9_000))
    def open(self, n, opening):
        if self.tills[n] is None:
            self.tills[n] = TillSession.objects.open_till(f"Counter {n}", by=self.people[n], opening_float=opening)
            self.cash[n] = opening

    @rule(n=one, method=st.sampled_from(["cash", "terminal"]))
    def sell(self, n, method):
        booking = self.attempt(Booking.objects.reserve_best, self.show, [cast.price_type("child")], channel="counter")
        if booking is None:
            return
        payment = self.attempt(Payment.objects.take, booking, method, by=self.people[n], till=self.tills[n])
        assert (payment is None) == (self.tills[n] is None and method == "cash")
        if payment and self.tills[n]:
            self.sold.append(booking)
            self.cash[n] += payment.amount if method == "cash" else 0

    @rule(n=one, which=st.integers(0, 99))
    def give_back(self, n, which):
        if not self.sold or self.tills[n] is None:
            return
        booking = self.sold.pop(which % len(self.sold))
        cash = booking.payments.filter(method="cash").total()
        cancel(booking, reason="Ill", by=self.people[n], till=self.tills[n])
        self.cash[n] -= cash

    @rule(n=one, sort=st.sampled_from(["lift", "pay_in", "pay_out"]), amount=pence)
    def move(self, n, sort, amount):
        if self.tills[n] is None:
            return
        more = {"lift": {"bag": "S1"}, "pay_in": {}, "pay_out": {"budget_code": "THE-2"}}[sort]
        key, verb = str(uuid.uuid4()), getattr(TillMovement.objects, sort)
        done = [self.attempt(verb, self.tills[n], amount, key=key, by=self.people[n], reason="Milk", **more)
                for _ in range(2)]  # fmt: skip
        assert done[0] == done[1] and (done[0] is None) == (sort != "pay_in" and amount > self.cash[n])
        if done[0]:
            self.cash[n] += amount if sort == "pay_in" else -amount

    @rule(n=one, off=st.integers(-300, 300), carried=st.integers(0, 9_000), slip=st.none() | st.integers(-90, 90))
    def close(self, n, off, carried, slip):
        till = self.tills[n]
        if till is None:
            return
        counted = max(self.cash[n] + off, 0)
        taken = till.takings().get("terminal", 0)
        for cash in (counted, counted + 1):
            terminal = None if slip is None else taken + slip
            till.cash_up(TillCount(cash, terminal), by=self.people[n], signed_off_by=self.people[1 - n], bag="B1",
                         reason="?", carried=min(carried, cash))  # fmt: skip
        self.zs[n] += 1
        assert (till.number, till.counted, till.variance) == (self.zs[n], counted, counted - self.cash[n])
        assert till.terminal_variance == slip
        for late in (lambda: Payment.objects.make(method="terminal", amount=1, by=None, till=till, at=till.closed_at),
                     lambda: TillMovement.objects.open_drawer(till, key="late", by=self.people[n], reason="?")):
            assert self.attempt(late) is None
        self.tills[n] = None

    @invariant()
    def the_drawers_should_hold_what_we_say(self):
        for till, cash in zip(self.tills, self.cash, strict=True):
            if till:
                assert till.expected() == cash == TillFigures(till).expected
                assert sum(pence for _, pence in TillFigures(till).cash_lines) == cash

    @invariant()
    def every_proof_about_tills_holds(self):
        assert [found for _, check in proofs.rules if (found := check())] == []

    @invariant()
    def the_zs_of_the_day_are_the_ledger_of_the_day(self):
        of_all = [one for till in TillSession.objects.all() for one in TillFigures(till).tenders]
        for method, code in (("cash", Code.CASH), ("terminal", Code.TERMINAL)):
            ledger = Posting.objects.exclude(till=None).exclude(reason__in=["till", "variance"]).balance(code)
            assert sum(one.net for one in of_all if one.method == method) == ledger


def test_random_days_at_two_drawers_keep_every_promise_about_tills():
    run_state_machine_as_test(Days, settings=settings(
        max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)))  # fmt: skip
