"""Lifts, paid in, paid out, no sale; and the X that reads a till without touching it."""

import pytest

from events.models import AskedTooMuch
from invoicing.cancellation import cancel
from invoicing.models import Code, Posting, TillCount, TillMovement
from tests.till.test_cash_up import broken

pytestmark = pytest.mark.django_db


def move(client, till, **data):
    return client.post(f"/counter/tills/{till.pk}/movements/", {"key": "k1", "reason": "Change", **data}, follow=True)


@pytest.mark.parametrize(("data", "amount", "code", "balance"), [
    ({"sort": "lift", "amount": "30", "bag": "S1"}, -3000, Code.SAFE, 3000),
    ({"sort": "paid-in", "amount": "20"}, 2000, Code.SAFE, -2000),
    ({"sort": "paid-in", "amount": "20", "budget_code": "THE-1"}, 2000, "THE-1", -2000),
    ({"sort": "paid-out", "amount": "3.20", "budget_code": "THE-2"}, -320, "THE-2", 320),
    ({"sort": "no-sale"}, 0, Code.SAFE, 0),
])  # fmt: skip
def test_cash_moved_without_a_sale_is_posted_and_counted_on(client, till, data, amount, code, balance):
    for _ in range(2):  # sent twice is done once
        assert move(client, till, **data).status_code == 200
    assert TillMovement.objects.get().amount == amount
    assert (till.expected(), Posting.objects.balance(code)) == (5000 + amount, balance)
    assert broken() == {}


@pytest.mark.parametrize(("data", "says"), [
    ({"sort": "lift", "amount": "30"}, "number of the bag"), ({"sort": "lift", "amount": "", "bag": "1"}, "above noth"),
    ({"sort": "lift", "amount": "50.01", "bag": "1"}, "There is less than £50.01"),
    ({"sort": "paid-out", "amount": "1"}, "budget code"), ({"sort": "paid-in", "amount": "0"}, "above nothing"),
    ({"sort": "paid-in", "amount": "1", "reason": ""}, "Say why"), ({"sort": "gift"}, "Select a valid"),
])  # fmt: skip
def test_what_cannot_be_moved_is_said_and_nothing_is_moved(client, till, data, says):
    page = move(client, till, **data)
    assert page.status_code == 422 and says in page.content.decode()
    assert not TillMovement.objects.exists() and not Posting.objects.exists()


def test_a_closed_till_is_moved_no_more(client, sam, max, till):
    till.cash_up(TillCount(5000), by=sam, signed_off_by=max, carried=5000)
    assert b"Z 1" in move(client, till, sort="paid-in", amount="5").content
    with pytest.raises(AskedTooMuch.__base__):
        TillMovement.objects.pay_in(till, 500, key="k", by=sam, reason="Change")


def test_the_x_tells_a_clerk_nothing_about_the_cash_and_resets_nothing(client, sell, max, till):
    sell(), sell("terminal"), sell("terminal")
    for _ in range(2):
        words = client.get(f"/counter/tills/{till.pk}/readings/").content.decode()
        assert "£36.00" in words and "after the count" in words
        assert not any(hint in words for hint in ("£18.00", "£54.00", "£68.00", "£45.00", "£9.00"))
    client.force_login(max)
    words = client.get(f"/counter/tills/{till.pk}/readings/").content.decode()
    assert all(told in words for told in ("£18.00", "£54.00", "£68.00", "£45.00", "£9.00", "THE-4100"))


def test_the_z_says_who_sold_what_was_undone_and_what_was_moved(client, sell, sam, max, till):
    sell("cash", by=max)
    undone = sell()
    cancel(undone.booking, reason="Wrong night", by=sam, till=till)
    move(client, till, sort="lift", amount="10", bag="S7")
    till.cash_up(TillCount(5800), by=sam, signed_off_by=max, carried=5800)
    words = client.get(f"/counter/tills/{till.pk}/").content.decode()
    assert all(told in words for told in ("Max", "bag S7", "1 payment undone at this till, £18.00", "−£10.00", "VAT"))
    assert broken() == {}
