"""The weather desk: propose, preview, decide, and take back; two officers at once; who may."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils.timezone import localtime, now

from boxoffice.market.weather.days import lost
from events.models import DayDecision, Message
from invoicing.day_preview import Preview
from invoicing.models import DayRefund, Payment
from invoicing.weather import decide, reverse
from tests import cast
from tests.weather.square import CANCELLED, RESTRICTED, Square

FORM = {"state": "cancelled", "restriction": "", "reason": "Amber warning", "forecast": "Met Office", "gust_mph": "52",
        "forecast_at": "", "seen": ""}  # fmt: skip


@pytest.fixture
def square(db):
    return Square.make(vat=("S", 2000))


@pytest.fixture
def mo(client, square):
    client.force_login(square.mo)
    return client


def post(client, day, **form):
    return client.post(f"/market/weather/{day.pk}/", {**FORM, **form})


def words(response):
    return " ".join(response.content.decode().split())


def test_the_rule_proposes_a_state_for_the_gusts(mo, square):
    type(square.day.event.rules).objects.update(gust_limits={"flat": 36})
    page = words(mo.get(f"/market/weather/{square.day.pk}/?gust_mph=38"))
    assert "Forecast gusts of 38 mph: your rule says flat trading." in page
    assert 'value="restricted" id="id_state_1" checked' in page.replace("required ", "")


def test_the_preview_says_what_will_happen_and_changes_nothing(mo, square):
    amy, ben = cast.trader("amy"), cast.trader("ben")
    type(ben).objects.filter(pk=ben.pk).update(email="")
    square.on_account(amy), square.on_account(ben)
    square.bill(ben.account)
    page = words(post(mo, square.day))
    assert "Cancel the market and tell 2" in page and "£58.80" in page
    assert not DayDecision.objects.exists() and not Message.objects.exists()
    assert (amy.account.balance(), ben.account.balance()) == (5880, 5880)


def test_the_preview_is_what_happens(square):
    for n, name in enumerate(["amy", "ben", "cal"]):
        customer = cast.trader(name)
        square.on_account(customer)
        if n:
            square.bill(customer.account)
    seen = Preview(square.day, CANCELLED, square.early).total("credit")
    assert decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early).credits.total() == seen == 8820


def test_deciding_tells_credits_and_keeps_the_evidence(mo, square):
    amy = cast.trader("amy")
    square.on_account(amy)
    answer = post(mo, square.day, decide="1", forecast_at="2026-12-03T16:00")
    made = DayDecision.objects.get()
    assert answer["Location"] == f"/market/weather/decisions/{made.pk}/"
    assert (made.gust_mph, made.forecast, made.decided_by) == (52, "Met Office", square.mo)
    assert localtime(made.forecast_at).hour == 16
    page = words(mo.get(answer["Location"]))
    assert "Off the next bill" in page and "£29.40" in page and "1 message" in page
    assert amy.account.balance() == 2940


def test_a_second_press_does_nothing_twice(mo, square):
    square.on_account(cast.trader("amy"))
    first, second = post(mo, square.day, decide="1"), post(mo, square.day, decide="1")
    assert first["Location"] == second["Location"]
    assert DayDecision.objects.count() == Message.objects.count() == 1
    assert "This day was decided already" in words(mo.get(second["Location"]))


def test_the_second_officer_reads_what_the_first_decided(client, square):
    decide(square.day, RESTRICTED, "flat", "Wind", by=square.mo, at=square.early)
    client.force_login(cast.staff("max", "Managers"))
    page = words(client.get(post(client, square.day, decide="1")["Location"]))
    assert "by Mo: restricted: flat trading: no canopies. That decision stands" in page
    assert DayDecision.objects.count() == 1


def test_taking_it_back_charges_again_and_says_so(mo, square):
    amy = cast.trader("amy")
    square.on_account(amy)
    post(mo, square.day, decide="1")
    made = DayDecision.objects.get()
    assert mo.post(f"/market/weather/decisions/{made.pk}/reversals/", {"reason": ""}).status_code == 422
    for _ in range(2):
        mo.post(f"/market/weather/decisions/{made.pk}/reversals/", {"reason": "It passed"})
    assert amy.account.balance() == 5880
    assert "Charged again" in words(mo.get(f"/market/weather/decisions/{made.pk}/"))
    assert Message.objects.filter(subject__startswith="Goes ahead after all").count() == 1


def test_cash_is_given_back_at_the_counter_by_whoever_has_a_till(mo, square):
    till = cast.till(square.fay, "Counter 2")
    square.paid(cast.trader("amy"), "cash", by=square.fay, till=till)
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    due = DayRefund.objects.get()
    assert "To give back at the counter" in words(mo.get(f"/market/weather/decisions/{due.decision_id}/"))
    refused = mo.post(f"/market/weather/refunds/{due.pk}/payouts/")
    assert refused.status_code == 422 and "Open your till first" in words(refused)
    cast.till(square.mo)
    assert mo.post(f"/market/weather/refunds/{due.pk}/payouts/").status_code == 302
    assert Payment.objects.filter(amount=-2940, method="cash").exists()


def test_what_went_to_a_card_is_listed_to_be_paid_again(mo, square):
    square.paid(cast.trader("amy"), "stripe", reference="pi_1")
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    reverse(made, reason="Calm", by=square.mo, at=square.early)
    assert "To be paid again" in words(mo.get(f"/market/weather/decisions/{made.pk}/"))
    mo.post(f"/market/weather/refunds/{made.refunds.get().pk}/payments/", {"method": "terminal"})
    assert not DayRefund.objects.to_pay_again().exists()


def test_the_officer_notes_who_stays_away(mo, square):
    amy = cast.trader("amy")
    line = square.on_account(amy).lines.get(occurrence=square.day)
    made = decide(square.day, RESTRICTED, "vehicle", "Wind", by=square.mo, at=square.early)
    address = f"/market/weather/decisions/{made.pk}/stays/"
    mo.post(address, {"line": line.pk})
    assert amy.account.balance() == 2940 and "Stays away" in words(mo.get(f"/market/weather/decisions/{made.pk}/"))
    assert [mo.post(address, {"line": bad}).status_code for bad in ("", "x", "99999")] == [404] * 3


def test_half_a_form_is_shown_again_with_the_input(mo, square):
    answer = post(mo, square.day, state="restricted", reason="", decide="1")
    assert answer.status_code == 422
    assert "Choose what it is restricted to." in words(answer) and "Met Office" in words(answer)


def test_who_may_not_decide_may_look(client, square):
    visitor = cast.staff("vic")
    visitor.user_permissions.add(Permission.objects.get(codename="stand_at_market"))
    client.force_login(visitor)
    assert client.get("/market/weather/").status_code == 200
    assert post(client, square.day, decide="1").status_code == 403
    made = decide(square.day, CANCELLED, "", "Storm", at=square.early)
    assert client.post(f"/market/weather/decisions/{made.pk}/reversals/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("address", ["/market/weather/999999/", "/market/weather/decisions/999999/"])
def test_what_is_not_there_is_not_found(mo, address):
    assert mo.get(address).status_code == 404


def test_the_list_counts_the_days_that_were_lost(mo, square):
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    for days, one in ((30, square.days[0]), (23, square.days[1])):
        began = now() - timedelta(days=days)
        type(one).objects.filter(pk=one.pk).update(starts_at=began, ends_at=began + timedelta(hours=8))
    assert lost() == [("Thursday market", 1, 2)]
    assert "1 of 2" in words(mo.get("/market/weather/"))
