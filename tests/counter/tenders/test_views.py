"""Taking the money through the desk's own addresses: each tender, once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from boxoffice.counter.tenders.views import PANELS
from events.models import Booking, Customer
from invoicing.models import Account, CardAttempt, Payment, StoredValue
from invoicing.stored_values import sell
from tests import cast
from tests.counter.clerk import hold, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(client, till, performance):
    """Two adults in the basket of the browser."""
    hold(client, performance, "2")
    return Booking.objects.get()


def post(client, address, **data):
    return client.post(f"/counter/{address}/", data, follow=True)


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_panel_mints_a_new_key_for_each_page(client, held):
    keys = [set(re.findall(r'name="key" value="(\w{32})"', client.get("/counter/").content.decode())) for _ in "12"]
    assert [len(found) for found in keys] == [1, 1] and keys[0] != keys[1]


def test_the_same_key_twice_is_one_payment_and_the_same_page(client, held):
    pages = [pay(client, held, key="one", tendered="40") for _ in "12"]
    assert Payment.objects.count() == 1
    assert all("change £4.00" in page.content.decode() for page in pages)


def test_a_part_sent_twice_is_taken_once(client, held):
    for _ in "12":
        page = pay(client, held, key="one", amount="20", panel="split")
    assert (Payment.objects.get().amount, Booking.objects.get().status) == (2000, "reserved")
    assert "£20.00 cash taken, £16.00 to go" in words(page)


def test_a_plain_cash_sale_commits_in_twelve_queries_at_most(held, till):
    with CaptureQueriesContext(connection) as asked:
        Payment.objects.take(held, "cash", tendered=4000, key="one", by=till.opened_by, till=till)
    sentences = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(sentences) <= 12, sentences


def test_two_windows_sell_once_and_show_the_same(client, held):
    pages = [pay(client, held, key=key, method="terminal", reference="42") for key in ("one", "two")]
    assert Payment.objects.count() == 1
    assert all("Last sale 2 places £36.00" in words(page) for page in pages)


def test_a_part_extends_the_baskets_time(client, held):
    Booking.objects.update(reserved_until=now() + timedelta(minutes=2))
    pay(client, held, key="one", amount="20")
    assert Booking.objects.get().reserved_until > now() + timedelta(minutes=9)
    pay(client, held, key="two", method="terminal")
    assert (Booking.objects.get().status, sorted(Payment.objects.values_list("amount", flat=True))) == (
        "confirmed", [1600, 2000])  # fmt: skip


def test_more_than_is_to_pay_is_refused(client, held):
    page = pay(client, held, key="one", amount="36.01", panel="split")
    assert (page.status_code, "£36.00 is to pay, not £36.01" in words(page)) == (422, True)


def test_an_abandoned_part_paid_basket_is_on_the_work_list_and_can_be_taken_up(client, held):
    pay(client, held, key="one", amount="20")
    Booking.objects.lapse(at=now() + timedelta(minutes=11))
    assert f"{held}" in words(client.get("/counter/unfinished-payments/"))
    page = post(client, f"unfinished-payments/{held}/revivals")
    assert "£16.00 to go" in words(page) and client.session["basket"] == held.reference
    pay(client, held, key="two")
    assert Booking.objects.get().status == "confirmed"


def test_or_its_money_goes_back_by_its_tender_once(client, held, till):
    pay(client, held, key="one", amount="20")
    Booking.objects.lapse(at=now() + timedelta(minutes=11))
    for _ in "12":
        post(client, f"unfinished-payments/{held}/refunds")
    assert sorted(Payment.objects.values_list("amount", flat=True)) == [-2000, 2000]
    assert (till.expected(), "Nothing is unfinished" in words(client.get("/counter/unfinished-payments/"))) == (
        5000, True)  # fmt: skip


def test_it_is_not_taken_up_where_the_places_have_gone(client, held):
    pay(client, held, key="one", amount="20")
    Booking.objects.lapse(at=now() + timedelta(minutes=11))
    line = held.lines.first()
    Booking.objects.reserve([(line.occurrence, line.place, line.price_type)], channel="shop")
    page = post(client, f"unfinished-payments/{held}/revivals")
    assert (page.status_code, "gone to somebody else" in words(page)) == (422, True)


def test_a_voucher_pays_its_part_and_cash_the_rest(client, held, till):
    voucher = sell(2000, "cash", till=till)
    page = pay(client, held, key="one", method="voucher", code=voucher.code)
    assert "£20.00 gift voucher taken, £16.00 to go" in words(page)
    pay(client, held, key="two", method="cash")
    assert (Booking.objects.get().status, voucher.balance()) == ("confirmed", 0)


def test_a_voucher_nobody_knows_is_said_in_the_dialog(client, held):
    page = pay(client, held, key="one", method="voucher", code="AAAA-BBBB-CCCC", panel="voucher")
    assert page.status_code == 422
    assert re.search(r'id="tender"[^>]*data-show[^>]*data-panel="voucher"', page.content.decode())
    assert 'value="AAAA-BBBB-CCCC"' in page.content.decode()


def test_a_basket_without_a_customer_has_no_credit_to_spend(client, held):
    assert pay(client, held, key="one", method="credit").status_code == 422


@pytest.fixture
def school(db):
    return Account.objects.open_for(Customer.objects.create(name="Alder School"), credit_limit=5000)


def test_on_account_by_its_number_once(client, held, school):
    for _ in "12":
        page = post(client, f"bookings/{held}/charges", account=school.reference)
    held.refresh_from_db()
    assert (held.status, held.customer, school.balance(), page.status_code) == (
        "confirmed", school.customer, 3600, 200)  # fmt: skip


def test_above_the_limit_it_is_refused_with_the_sentence(client, held, school):
    Account.objects.update(credit_limit=3500)
    page = post(client, f"bookings/{held}/charges", account=school.reference, panel="account")
    assert (page.status_code, "whose limit is £35.00" in words(page), Booking.objects.get().status) == (
        422, True, "reserved")  # fmt: skip


@pytest.mark.parametrize("typed", ["", "123", "70000000x"])
def test_without_an_account_it_says_what_to_do(client, held, typed):
    assert post(client, f"bookings/{held}/charges", account=typed).status_code == 422


def test_complimentary_needs_a_pin_and_keeps_what_it_was_worth(client, held):
    max_ = cast.staff("max", "Managers")
    max_.set_pin("4711")
    max_.save()
    asked = {"reason": "Press or reviewer", "authoriser": "max", "panel": "complimentary"}
    page = post(client, f"bookings/{held}/complimentaries", **asked, pin="0000")
    assert (page.status_code, Booking.objects.get().status) == (422, "reserved")
    for _ in "12":
        page = post(client, f"bookings/{held}/complimentaries", **asked, pin="4711")
        assert page.status_code == 200, words(page)
    held.refresh_from_db()
    given = held.complimentary
    assert (held.status, held.total().gross, given.nominal, given.authorised_by) == ("confirmed", 0, 3600, max_)
    assert [(line.price, line.off) for line in held.live_lines] == [(0, 1800), (0, 1800)]
    assert not Payment.objects.exists()


def test_what_costs_nothing_is_confirmed_without_a_tender(client, till, performance):
    performance.price_list.prices.update(amount=0)
    hold(client, performance, "2")
    assert "Confirm, nothing to pay" in words(client.get("/counter/"))
    for _ in "12":
        pay(client, Booking.objects.get(), method="none", key="one")
    assert (Booking.objects.get().status, Payment.objects.count()) == ("confirmed", 0)


def test_nothing_to_pay_is_not_believed_where_something_is(client, held):
    assert pay(client, held, method="none", key="one").status_code == 422


def test_a_card_on_the_reader_is_watched_and_sells_by_itself(client, held, stripe, reader):
    for _ in "12":
        page = post(client, f"bookings/{held}/attempts", way="reader", key="one", performance="x")
    assert "£36.00 on Counter 1 reader" in words(page)
    attempt = CardAttempt.objects.get()
    look = f"attempts/{attempt.pk}/looks"
    assert "data-ended" not in post(client, look, fragment="1").content.decode()
    assert pay(client, held, key="two").status_code == 422  # no cash while a card is being charged
    stripe.readers.present("tmr_one")
    assert 'data-ended="paid"' in post(client, look, fragment="1").content.decode()
    assert "Last sale 2 places £36.00" in words(post(client, look))
    assert Payment.objects.count() == 1


def test_a_declined_card_leaves_the_basket_and_says_why(client, held, stripe, reader):
    post(client, f"bookings/{held}/attempts", way="reader", key="one", performance="x")
    stripe.readers.present("tmr_one", "card_declined")
    page = post(client, f"attempts/{CardAttempt.objects.get().pk}/looks", panel="ways")
    assert (page.status_code, "Your card was declined" in words(page)) == (422, True)
    assert 'data-panel="ways"' in page.content.decode()


def test_a_reader_in_trouble_leaves_the_basket_for_another_tender(client, held, stripe, reader):
    stripe.readers.reader("tmr_one")["status"] = "offline"
    page = post(client, f"bookings/{held}/attempts", way="reader", key="one", panel="ways")
    assert (page.status_code, "offline" in words(page)) == (422, True)
    pay(client, held, key="two")
    assert Booking.objects.get().status == "confirmed"


def test_a_reader_is_cancelled_from_the_counter(client, held, stripe, reader):
    post(client, f"bookings/{held}/attempts", way="reader", key="one", performance="x")
    page = post(client, f"attempts/{CardAttempt.objects.get().pk}/cancellations", performance="x")
    assert (page.status_code, CardAttempt.objects.get().state) == (200, "cancelled")
    assert "Take £36.00" in words(page)


def test_without_stripe_there_is_no_reader_and_no_link(client, held):
    assert post(client, f"bookings/{held}/attempts", way="reader", key="one").status_code == 422
    assert "need a key of Stripe" in words(client.get(f"/counter/bookings/{held}/payments/?tender=link"))


def test_every_tender_has_a_page_without_javascript(client, held):
    for tender in PANELS:
        page = client.get(f"/counter/bookings/{held}/payments/?tender={tender}")
        assert page.status_code == 200 and f'data-tender-panel="{tender}"' in page.content.decode()


def test_what_is_not_there_is_404(client, till):
    for address in ("attempts/9/", "vouchers/NOTHING/", "vouchers/NOTHING/voucher.pdf"):
        assert client.get(f"/counter/{address}").status_code == 404


def test_a_voucher_is_sold_printed_found_and_stopped(client, till):
    asked = {"amount": "50", "wording": "For Jo", "method": "cash", "tendered": "60", "key": "one"}
    for _ in "12":
        page = post(client, "vouchers", **asked)
    voucher = StoredValue.objects.get()
    assert "change £10.00" in words(page) and voucher.code in words(page)
    paper = client.get(f"/counter/vouchers/{voucher.code}/voucher.pdf")
    assert paper.content.startswith(b"%PDF")
    found = client.get("/counter/vouchers/", {"code": voucher.code.lower()}, follow=True)
    assert "£50.00 left on it" in words(found)
    assert client.get("/counter/vouchers/", {"code": "nope"}).status_code == 422
    page = post(client, f"vouchers/{voucher.code}/reissues", reason="lost")
    assert "£50.00 left on it" in words(page) and StoredValue.objects.count() == 2
    assert client.get(f"/counter/vouchers/{voucher.code}/voucher.pdf").status_code == 422


@pytest.mark.parametrize("asked", [{"amount": "0"}, {"amount": "501"}, {"amount": "x"},
                                   {"amount": "20", "tendered": "5"}])  # fmt: skip
def test_a_voucher_that_cannot_be_sold_says_why(client, till, asked):
    page = post(client, "vouchers", method="cash", key="one", **asked)
    assert page.status_code == 422 and not StoredValue.objects.exists()


def test_no_page_asks_for_a_card_number():
    from pathlib import Path

    asks = re.compile(r'autocomplete="?cc-|name="?(card_?number|cvc|cvv|pan)\b', re.IGNORECASE)
    offenders = [path for path in Path("templates").rglob("*.html") if asks.search(path.read_text())]
    assert offenders == []
