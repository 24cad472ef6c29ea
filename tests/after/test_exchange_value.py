"""Whatever is exchanged for whatever: value in = value out and the settlement (M6), and the booking stays paid (M2)."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from invoicing.exchanging import exchange, hold_instead, settlement
from tests import cast
from tests.after.conftest import another, broken, sell
from tests.after.test_exchanges import priced, rules

pytestmark = pytest.mark.django_db


@contextmanager
def a_town():
    """A house of its own, gone again afterwards."""
    with transaction.atomic():
        yield cast.show(seats=12), cast.staff("max", "Managers")
        transaction.set_rollback(True)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seats=st.integers(1, 5), given_up=st.integers(1, 5), price=st.integers(0, 4000), way=st.integers(0, 2),
       fee=st.sampled_from([0, 1, 250, 1800, 5000]))  # fmt: skip
@example(seats=3, given_up=2, price=0, way=2, fee=5000)
@example(seats=1, given_up=1, price=4000, way=1, fee=1)
def test_value_in_is_value_out_and_the_settlement(seats, given_up, price, way, fee, db):
    with a_town() as (performance, manager):
        other = priced(another(performance, 1), price)
        rules(exchange_fee=fee)
        booking = sell(performance, *range(1, seats + 1), method="terminal")
        lines = list(booking.live_lines)[:given_up]
        basket = hold_instead(booking, lines, other)
        settled = settlement(booking, lines, basket)
        more = settled.difference > 0
        how = ["terminal" if more else "refund", "waive", "terminal" if more else "as-credit"][way]
        done = exchange(booking, lines, basket, way=how, reason="Because", authorised_by=manager)
        kept = sum(line.kept for line in booking.lines.exclude(released_at=None))
        assert done.value_out == done.value_in + done.taken - done.credited + done.waived
        assert done.value_out - done.value_in == settled.difference
        assert booking.payments.total() == booking.total().gross + kept
        assert booking.lines.live().count() == seats
        assert broken() == {}
