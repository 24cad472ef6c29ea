"""The browser, the worker and Stripe's own call tell of one payment at once: one exchange, one voucher, one payment."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from events.models import Refused
from invoicing import pay_links
from invoicing.card_purposes import ask_for_exchange, ask_for_voucher
from invoicing.exchanging import exchange, hold_instead
from invoicing.models import CardAttempt, Exchange, Payment, StoredValue
from tests.after.conftest import broken, seats
from tests.after.test_exchanges import priced

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


@pytest.fixture(autouse=True)
def no_queue(monkeypatch):
    for module in ("supplies", "card_attempts"):
        monkeypatch.setattr(f"invoicing.{module}.async_task", lambda *what, **_: None)


def together(*verbs):
    """What each verb answers, all of them begun at once; a refusal is an answer too."""

    def run(verb):
        try:
            return verb()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def test_an_exchange_told_of_five_times_at_once_is_made_once(booking, later, sam, till):
    basket = hold_instead(booking, booking.live_lines, priced(later, 2500), by=sam)
    lines = list(booking.live_lines)
    attempt = ask_for_exchange(booking, lines, basket, key=uuid4().hex, by=sam)
    told = [lambda: pay_links.settle(f"link-{attempt.link}", 2100, "pi_one")] * 5
    other = [lambda: exchange(booking, lines, basket, way="cash", by=sam, till=till)] * 2
    payments = [one for one in together(*told, *other) if isinstance(one, Payment)]
    assert len(payments) == 5 and len({one.pk for one in payments}) == 1
    assert (Exchange.objects.count(), len(seats(booking)), booking.payments.total(), broken()) == (1, 3, 7500, {})


def test_a_voucher_told_of_five_times_at_once_is_issued_once(db):
    attempt = ask_for_voucher(5000, key="one", wording="For Jo")
    payments = together(*[lambda: pay_links.settle(f"link-{attempt.link}", 5000, "pi_one")] * 5)
    assert len({one.pk for one in payments}) == 1
    assert (StoredValue.objects.count(), StoredValue.objects.get().balance(), broken()) == (1, 5000, {})


def test_a_voucher_asked_for_five_times_with_one_key_is_one_link(db):
    asked = together(*[lambda: ask_for_voucher(5000, key="one")] * 5)
    assert CardAttempt.objects.count() == 1 and {one.pk for one in asked} == {CardAttempt.objects.get().pk}
