"""M1 to M10 of money at the counter, under random work: selling, splitting, vouchers, credit, cards paid late or twice.

What cannot be done is refused in words and changes nothing; every proof about money holds after each step.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events.models import Booking, Customer, Refused
from invoicing import card_attempts, unfinished
from invoicing.cancellation import cancel
from invoicing.models import Account, CardAttempt, CardReader, Payment, Posting, StoredValue
from invoicing.on_account import charge
from invoicing.stored_values import put_back, sell
from tests import cast
from tests.invariants.stage import broken

any_one = st.integers(0, 50)
pence = st.integers(1, 4_000)
MONEY = ["cash", "terminal", "voucher", "credit"]


class Counter(RuleBasedStateMachine):
    """One house, two customers of whom one has an account, a reader and a drawer."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.sam = cast.staff("sam", "Box office")
        self.till, self.show = cast.till(self.sam), cast.show(seats=6)
        self.jo = Customer.objects.create(name="Jo")
        Account.objects.open_for(self.jo, credit_limit=5_000)
        self.reader = CardReader.objects.create(name="Reader", stripe_id="tmr_one")
        self.clock, self.steps = now(), 0

    def teardown(self):
        assert broken() == {}
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def pick(self, rows, n):
        rows = list(rows.order_by("pk"))
        return rows[n % len(rows)] if rows else None

    def attempt(self, verb, *args, **kwargs):
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        except Refused as refusal:
            assert refusal.message.endswith((".", "?"))
            return None

    @rule(count=st.integers(1, 3), named=st.booleans())
    def reserve(self, count, named):
        self.attempt(Booking.objects.reserve_best, self.show, [cast.price_type("adult")] * count, channel="counter",
                     by=self.sam, customer=self.jo if named else None, together=False, at=self.clock)  # fmt: skip

    @rule(n=any_one, method=st.sampled_from(MONEY), amount=st.one_of(st.none(), pence), again=st.booleans(), m=any_one)
    def take(self, n, method, amount, again, m):
        """M2, M9: the same key gives the same payment, whatever else is asked with it."""
        booking = self.pick(Booking.objects.all(), n)
        if booking is None:
            return
        stored = self.pick(StoredValue.objects.all(), m) if method in ("voucher", "credit") else None
        if stored is None and method in ("voucher", "credit"):
            return
        key, before, took = uuid4().hex, None, None
        for _ in range(1 + again):
            before, took = took, self.attempt(Payment.objects.take, booking, method, amount=amount, key=key,
                                              stored=stored, by=self.sam, till=self.till, at=self.clock)  # fmt: skip
        assert before is None or took == before

    @rule(amount=st.integers(100, 5_000))
    def sell_a_voucher(self, amount):
        key = uuid4().hex
        assert len({sell(amount, "cash", key=key, by=self.sam, till=self.till, at=self.clock).pk for _ in "12"}) == 1

    @rule(n=any_one)
    def lose_a_voucher(self, n):
        stored = self.pick(StoredValue.objects.filter(sort="gift"), n)
        if stored:
            stored.reissue(reason="lost", at=self.clock)

    @rule(n=any_one)
    def cancel(self, n):
        booking = self.pick(Booking.objects.all(), n)
        if booking:
            self.attempt(cancel, booking, reason="ill", by=self.sam, till=self.till, at=self.clock)

    @rule(n=any_one, amount=pence)
    def put_back_on_credit(self, n, amount):
        """M3: of what an unfinished booking holds, onto Jo's credit, never more than is left of the payment."""
        unsold = Payment.objects.filter(refund_of=None, booking__status__in=["reserved", "lapsed"], amount__gt=0)
        payment = self.pick(unsold, n)
        if payment:
            credit = StoredValue.objects.credit_of(self.jo, at=self.clock)
            self.attempt(put_back, credit, amount, payment, by=self.sam, at=self.clock)

    @rule(n=any_one)
    def on_account(self, n):
        booking = self.pick(Booking.objects.all(), n)
        if booking:
            self.attempt(charge, booking, self.jo.account.reference, by=self.sam, at=self.clock)

    @rule(n=any_one, way=st.sampled_from(["reader", "link"]))
    def begin_a_card(self, n, way):
        booking = self.pick(Booking.objects.filter(status="reserved"), n)
        if booking:
            reader = self.reader if way == "reader" else None
            self.attempt(CardAttempt.objects.begin, booking, way, key=uuid4().hex, lasts=timedelta(minutes=5),
                         reader=reader, by=self.sam, till=self.till, at=self.clock)  # fmt: skip

    @rule(n=any_one)
    def the_card_pays(self, n):
        """M9, M10: in time, late, twice, after it was cancelled: recorded once, and never silently nothing."""
        attempt = self.pick(CardAttempt.objects.all(), n)
        if attempt:
            paid = {card_attempts.settle(attempt, attempt.amount, f"pi_{attempt.pk}", self.clock).pk for _ in "12"}
            assert len(paid) == 1

    @rule(n=any_one, cash_first=st.booleans())
    def a_card_comes_after_the_cash_or_the_end(self, n, cash_first):
        self.reserve(1, False)
        booking = self.pick(Booking.objects.filter(status="reserved"), n)
        self.begin_a_card(n, "link")
        if booking and cash_first:
            self.attempt(Payment.objects.take, booking, "cash", by=self.sam, till=self.till, at=self.clock)
        else:
            self.time_passes()
            self.reserve(3, False)
        self.the_card_pays(-1)

    @rule(n=any_one)
    def stop_a_card(self, n):
        attempt = self.pick(CardAttempt.objects.all(), n)
        if attempt:
            attempt.end("cancelled")

    @rule(n=any_one, back=st.booleans())
    def finish(self, n, back):
        found = unfinished.bookings()
        if found and back:
            self.attempt(unfinished.give_back, found[n % len(found)], by=self.sam, till=self.till, at=self.clock)
        elif found:
            self.attempt(unfinished.take_up, found[n % len(found)], at=self.clock)

    @rule()
    def time_passes(self):
        self.clock += timedelta(minutes=11)
        Booking.objects.lapse(at=self.clock)

    @invariant()
    def every_proof_holds(self):
        """Each fifth step: they read everything."""
        self.steps += 1
        assert self.steps % 5 or broken() == {}

    @invariant()
    def no_payment_is_refunded_beyond_itself(self):  # M3
        for payment in Payment.objects.filter(refund_of=None):
            assert payment.amount + payment.refunds.total() >= 0

    @invariant()
    def balances_are_movements_and_never_negative(self):  # M5
        assert all(stored.balance() >= 0 for stored in StoredValue.objects.all())

    @invariant()
    def money_not_sold_is_on_the_work_list(self):  # M10
        listed = sum(one.paid for one in unfinished.bookings())
        assert -Posting.objects.balance("BOOKINGS") == listed


@pytest.mark.django_db
def test_money_at_the_counter_adds_up_whatever_is_done_in_whatever_order(monkeypatch):
    monkeypatch.setattr("invoicing.supplies.async_task", lambda *_, **__: None)
    examples = 5 if connection.vendor == "sqlite" else 3
    run_state_machine_as_test(
        Counter,
        settings=settings(max_examples=examples, stateful_step_count=25, deadline=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
