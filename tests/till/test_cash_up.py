"""Cash-up: the count before the answer, what the rules ask for, and where the cash goes."""

import pytest

from events.models import AskedTooMuch, Booking
from invoicing.cancellation import cancel
from invoicing.models import CardAttempt, Code, CounterRules, Payment, Posting, TillClosed, TillCount, TillSession
from invoicing.proofs.every import PROOFS
from tests import cast

pytestmark = pytest.mark.django_db


def broken():
    return {title: found for title, check in PROOFS if (found := check())}


def count_page(client, till, **data):
    return client.post(f"/counter/tills/{till.pk}/counts/", data)


def finish(client, till, page, **data):
    sealed = page.context["form"]["sealed"].value()
    data = {"sealed": sealed, "carried": "50", "bag": "B1", "authoriser": "max", "pin": "8305", **data}
    return client.post(f"/counter/tills/{till.pk}/counts/", data, follow=True)


def test_a_till_is_cashed_up_on_one_page_by_two_people(client, sell, sam, max, till):
    sell(), sell("terminal")
    page = count_page(client, till, n5000="1", n1000="1", n500="1", n200="1", n100="1", terminal="18")
    assert "£68.00" in page.content.decode() and "right" in page.content.decode()
    done = finish(client, till, page).content.decode()
    till.refresh_from_db()
    assert (till.number, till.counted, till.variance, till.banked, till.carried) == (1, 6800, 0, 1800, 5000)
    assert (till.closed_by, till.signed_off_by, till.bag, till.terminal_counted) == (sam, max, "B1", 1800)
    assert till.denominations == {"5000": 1, "1000": 1, "500": 1, "200": 1, "100": 1}
    assert "Z 1" in done and "signed off by Max" in done and "right to the penny" in done
    assert (Posting.objects.balance(Code.BANKING), Posting.objects.balance(Code.CASH)) == (1800, 0)
    assert broken() == {}


@pytest.mark.parametrize(("data", "says"), [
    ({"authoriser": "sam", "pin": "4719"}, "Two people are needed"), ({"pin": "1111"}, "not the PIN"),
    ({"bag": ""}, "number of the bag"), ({"carried": "99"}, "Leave that or less"),
    ({"sealed": "x"}, "Count the drawer"), ({"pin": ""}, "not the PIN"), ({"carried": "x"}, "Write an amount"),
])  # fmt: skip
def test_what_is_missing_is_said_with_the_count_kept_and_the_till_open(client, sell, max, till, data, says):
    sell()
    done = finish(client, till, count_page(client, till, counted="68"), **data)
    assert done.status_code == 422 and says in done.content.decode()
    till.refresh_from_db()
    assert till.closed_at is None


def test_more_than_the_tolerance_takes_a_reason_and_less_takes_none(client, sell, max, till):
    sell()
    done = finish(client, till, count_page(client, till, counted="65"))
    assert "£3.00 over or short" in done.content.decode()
    done = finish(client, till, count_page(client, till, counted="65"), reason="Wrong change at the interval")
    assert "Wrong change at the interval" in done.content.decode()
    assert Posting.objects.balance(Code.TILL_VARIANCE) == 300


def test_the_terminal_is_compared_with_its_own_z(client, sell, max, till):
    sell("terminal")
    page = count_page(client, till, counted="50", terminal="28")
    assert "£10.00 over" in page.content.decode()
    assert "over or short" in finish(client, till, page).content.decode()
    done = finish(client, till, page, reason="Booked twice on the terminal").content.decode()
    till.refresh_from_db()
    assert "Z 1" in done and "The card terminal is £10.00 over." in done and "Booked twice on the terminal" in done
    assert (till.variance, till.terminal_variance) == (0, 1000)
    assert (Posting.objects.balance(Code.TERMINAL), Posting.objects.balance(Code.TILL_VARIANCE)) == (2800, -1000)
    assert broken() == {}


def test_a_terminal_nobody_counted_posts_nothing(client, sell, max, till):
    sell("terminal")
    finish(client, till, count_page(client, till, counted="50"))
    till.refresh_from_db()
    assert (till.terminal_variance, Posting.objects.balance(Code.TILL_VARIANCE), broken()) == (None, 0, {})


def test_the_proof_sees_a_difference_that_was_not_posted(client, sell, max, till):
    sell("terminal")
    finish(client, till, count_page(client, till, counted="50", terminal="19"), reason="A mystery")
    Posting.objects.post("variance", [(Code.TERMINAL, Code.TILL_VARIANCE, 1)], at=till.opened_at, till=till)
    assert list(broken()) == ["What the card terminal's own Z differed by is in the ledger, till by till"]


def test_the_first_count_is_kept_when_it_is_counted_anew_to_fit(client, sell, max, till):
    sell()
    for counted in ("60", "68", "68"):
        page = count_page(client, till, counted=counted)
    assert "Counted first as £60.00" in finish(client, till, page).content.decode()


def test_a_count_is_of_its_own_till_and_cannot_be_changed_on_its_way(client, sam, max, till):
    page = count_page(client, till, counted="50")
    sealed = page.context["form"]["sealed"].value()
    other = cast.till(max, "Counter 2")
    client.force_login(max)
    assert finish(client, other, page, sealed=sealed).status_code == 422


def test_a_drawer_sells_on_between_the_count_and_the_close(client, sell, max, till):
    page = count_page(client, till, counted="50")
    sell()
    assert "£18.00 over or short" in finish(client, till, page, bag="").content.decode()


@pytest.mark.parametrize("data", [{}, {"counted": "x"}, {"n5000": "-1"}, {"n5000": "x"}, {"terminal": "5"},
                                  {"n5000": "9" * 30}])  # fmt: skip
def test_a_count_nobody_can_read_is_asked_for_again(client, till, data):
    assert count_page(client, till, **data).status_code == 422


def test_an_empty_drawer_is_counted_as_nothing(client, max, till):
    assert count_page(client, till, counted="0").status_code == 200


def test_a_card_payment_under_way_keeps_the_till_open(client, sell, max, till, settings):
    booking = Booking.objects.reserve_best(sell().booking.lines.get().occurrence, [cast.price_type("adult")],
                                           channel="counter")  # fmt: skip
    at = booking.created_at
    attempt = CardAttempt.objects.create(key="k", booking=booking, way="link", amount=1800, expires_at=at, made_at=at,
                                         till=till)  # fmt: skip
    page = count_page(client, till, counted="68")
    assert f"Booking {booking} waits for payment link for £18.00" in page.content.decode()
    CardAttempt.objects.filter(pk=attempt.pk).update(state="cancelled")
    assert count_page(client, till, counted="68").status_code == 200


def test_a_basket_paid_in_part_keeps_the_till_open(client, sell, sam, max, till):
    occurrence = sell().booking.lines.get().occurrence
    booking = Booking.objects.reserve_best(occurrence, [cast.price_type("adult")], channel="counter")
    Payment.objects.take(booking, "cash", amount=500, by=sam, till=till)
    with pytest.raises(AskedTooMuch, match="the rest of its money"):
        till.cash_up(TillCount(7300), by=sam, signed_off_by=max, carried=7300)
    Payment.objects.take(Booking.objects.get(pk=booking.pk), "cash", by=sam, till=till)
    till.cash_up(TillCount(8600), by=sam, signed_off_by=max, carried=8600)
    assert till.number == 1


def test_nothing_goes_through_a_till_after_its_close(sell, sam, max, till):
    payment = sell("terminal")
    till.cash_up(TillCount(5000), by=sam, signed_off_by=max, carried=5000)
    for method in ("cash", "terminal"):
        with pytest.raises(TillClosed):
            sell(method)
    with pytest.raises(TillClosed):
        cancel(payment.booking, reason="Ill", by=sam, till=till)


def test_the_next_float_is_what_was_left_and_a_change_of_it_is_the_safes(client, sam, max, till):
    till.cash_up(TillCount(5000), by=sam, signed_off_by=max, carried=4000, bag="B1")
    page = client.get("/counter/tills/")
    assert 'value="40.00"' in page.content.decode() and "left with £40.00" in page.content.decode()
    client.post("/counter/tills/", {"drawer": "Counter 1", "opening_float": "", "n2000": "3"})
    assert TillSession.objects.open_for(sam).opening_float == 6000
    assert Posting.objects.balance(Code.SAFE) == -2000
    assert broken() == {}


def test_one_person_is_enough_where_the_rules_say_so(client, max, till):
    CounterRules.change({"second_sign_off": False}, by=max)
    page = count_page(client, till, counted="50")
    assert "PIN" not in page.content.decode()
    assert "Z 1" in finish(client, till, page, pin="").content.decode()
