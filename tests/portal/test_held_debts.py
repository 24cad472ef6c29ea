"""What is owed and held, as its trader reads it: by a payment plan, a dispute, a breathing space."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.money import pounds
from invoicing.models import Invoice, Payment, RecoveryHold
from tests.portal.test_own import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(amy, booked):
    return Invoice.objects.issue(amy.account, amy.account.charges.all())


@pytest.fixture
def late(client, amy, invoice):
    """Two months on, when the invoice is past its day."""
    with time_machine.travel(now() + timedelta(days=63)):
        client.force_login(amy.user)
        yield invoice


def held(debt, cause, **fields):
    fields = {"invoice": debt, "begins_on": debt.issued_on, **fields}
    return RecoveryHold.objects.create(account=debt.account, cause=cause, reason="They asked.", **fields)


def planned(debt, **fields):
    """Six monthly parts of £24.50."""
    return held(debt, "plan", **fields).plan(debt.owing_total(), 6, debt.issued_on + timedelta(days=30))


def paid(debt, pence, **how):
    Payment.objects.receive(debt.account, "bacs", pence, reference="line 1", **how)


def pages(client, invoice):
    """(home, my invoices, the page to pay on) as they are read."""
    return [text(client.get(page)) for page in ("/portal/", "/portal/invoices/", f"/pay/{invoice.pay_token}/")]


def is_primary(client, invoice):
    """Whether home and the list press the whole sum on them."""
    button = rf'class="btn[^"]*primary[^"]*" href="/pay/{invoice.pay_token}/"'
    shown = [client.get(page).content.decode() for page in ("/portal/", "/portal/invoices/")]
    return [bool(re.search(button, page)) for page in shown]


def test_late_and_not_held_it_is_overdue(client, late):
    home, listed, page = pages(client, late)
    assert "Pay £147.00, overdue" in home and "Overdue" in listed and "This was due on" in page
    assert is_primary(client, late) == [True, True]


@pytest.mark.parametrize("whole_account", [False, True])
def test_a_plan_that_is_kept_names_the_next_part_and_is_not_overdue(client, late, whole_account):
    parts = planned(late, **({"invoice": None} if whole_account else {}))
    paid(late, 2 * 2450, invoice=late)
    next_one = f"£24.50 by {in_words(parts[2].due_on)}"
    home, listed, page = pages(client, late)
    assert f"The next part is {next_one}." in home and "Pay all that is left, £98.00" in home
    assert f"Payment plan: {next_one}" in listed and f"The next part is {next_one}." in page
    assert not any("verdue" in one or "This was due" in one for one in (home, listed, page))
    assert is_primary(client, late) == [False, False]


def test_what_came_in_and_settles_nothing_yet_keeps_the_plan(client, late):
    parts = planned(late)
    paid(late, 2 * 2450)
    assert f"Payment plan: £24.50 by {in_words(parts[2].due_on)}" in pages(client, late)[1]


def test_a_part_paid_ahead_by_half_leaves_the_other_half(client, late):
    parts = planned(late)
    paid(late, 2 * 2450 + 1000, invoice=late)
    assert f"Payment plan: {pounds(1450)} by {in_words(parts[2].due_on)}" in pages(client, late)[1]


def test_a_plan_that_was_broken_holds_nothing(client, late):
    planned(late)
    home, listed, page = pages(client, late)
    assert "overdue" in home and "Overdue" in listed and "This was due on" in page


@pytest.mark.parametrize(("cause", "badge", "sentence"), [
    ("dispute", "In dispute", "until we have answered"),
    ("breathing", "Breathing space", "nobody asks you to pay it now"),
    ("deceased", "On hold", "nobody asks you to pay it now"),
    ("insolvent", "On hold", "nobody asks you to pay it now"),
])  # fmt: skip
def test_each_hold_in_its_words(client, late, cause, badge, sentence):
    hold = held(late, cause)
    home, listed, page = pages(client, late)
    assert badge in listed and sentence in home and sentence in page
    assert not any("verdue" in one or "This was due" in one for one in (home, listed, page))
    assert is_primary(client, late) == [False, False]
    hold.lift(by=None)
    assert "overdue" in pages(client, late)[0]


def test_a_breathing_space_comes_before_a_plan(client, late):
    planned(late)
    held(late, "breathing", invoice=None)
    assert "Breathing space" in pages(client, late)[1]


def test_a_plan_for_the_account_says_nothing_of_an_invoice_after_it(client, invoice):
    held(invoice, "plan", invoice=None, begins_on=localdate() - timedelta(days=9)).plan(1000, 2, localdate())
    assert f"Pay by {in_words(invoice.due_on)}" in pages(client, invoice)[1]
