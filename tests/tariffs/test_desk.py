"""The tariff pages of the market desk: look, revise, change what is to come, try a price, agree one."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.models import PriceList, TariffFact, TariffOverride, TariffRule
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo(client):
    mo = cast.staff("mo", "Market officers")
    client.force_login(mo)
    return mo


@pytest.fixture
def days():
    return cast.market()


@pytest.fixture
def tariff(days):
    return days[0].price_list


@pytest.fixture
def coming(tariff, days):
    """The version of the third week."""
    return tariff.revise(days[2].day, "Minute 2")


@pytest.fixture
def rule(coming):
    """A rule as its form sends it."""
    return {"does": "percent", "words": "Christmas", "percent": "25", "position": "1", "weekdays": ["5"],
            "facts": "pays_by: card"}  # fmt: skip


def test_the_list_names_every_version_with_its_minute(client, mo, coming):
    page = client.get("/market/tariffs/").content.decode()
    assert "Minute 1" in page and "Minute 2" in page and "In force" in page and "To come" in page


def test_one_tariff_shows_its_prices_and_its_rules_in_words(client, mo, coming):
    coming.put_rule(TariffRule(does="add", words="Levy", amount=50, position=1))
    page = client.get(f"/market/tariffs/{coming.pk}/").content.decode()
    assert "£24.50" in page and "Adds £0.50." in page and "plus VAT" in page.lower() or "Plus VAT" in page


def test_a_new_version_is_made_once_however_often_it_is_sent(client, mo, tariff, days):
    sent = {"valid_from": days[2].day.isoformat(), "authority": "Minute 2"}
    answers = [client.post(f"/market/tariffs/{tariff.pk}/versions/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert PriceList.objects.filter(name=tariff.name).count() == 2
    assert PriceList.objects.get(authority="Minute 2").made_by == mo


def test_an_impossible_version_is_refused_with_what_was_typed(client, mo, tariff):
    answer = client.post(f"/market/tariffs/{tariff.pk}/versions/",
                         {"valid_from": localdate().isoformat(), "authority": "Minute 7"})  # fmt: skip
    assert answer.status_code == 422
    assert "day after today" in answer.content.decode() and "Minute 7" in answer.content.decode()


def test_prices_to_come_are_changed_and_those_in_force_are_not(client, mo, tariff, coming):
    sent = {f"price_{one.band_id}_{one.price_type_id}": "26.00" for one in coming.prices.all()}
    assert client.post(f"/market/tariffs/{coming.pk}/prices/", sent).status_code == 302
    assert set(coming.prices.values_list("amount", flat=True)) == {2600}
    refused = client.post(f"/market/tariffs/{tariff.pk}/prices/", sent)
    assert refused.status_code == 422 and "stays as it is" in refused.content.decode()
    assert set(tariff.prices.values_list("amount", flat=True)) == {2450, 3000}
    bad = client.post(f"/market/tariffs/{coming.pk}/prices/", {**sent, next(iter(sent)): "lots"})
    assert bad.status_code == 422 and "lots" in bad.content.decode()


def test_the_form_of_a_new_rule_is_empty_and_stands_last(client, mo, coming, rule):
    client.post(f"/market/tariffs/{coming.pk}/rules/", rule)
    form = client.get(f"/market/tariffs/{coming.pk}/rules/").context["form"]
    shown = {name: form[name].value() for name in ("amount", "percent", "tiers", "facts", "weekdays", "position")}
    assert shown == {"amount": "", "percent": "", "tiers": "", "facts": "", "weekdays": [], "position": 2}


def test_a_rule_is_added_once_changed_and_removed(client, mo, coming, rule):
    for _ in range(2):
        assert client.post(f"/market/tariffs/{coming.pk}/rules/", rule).status_code == 302
    made = coming.rules.get()
    assert (made.percent, made.weekdays, made.facts) == (2500, "5", {"pays_by": "card"})
    assert "Christmas" in client.get(f"/market/tariffs/rules/{made.pk}/").content.decode()
    client.post(f"/market/tariffs/rules/{made.pk}/", {**rule, "percent": "-2.5"})
    made.refresh_from_db()
    assert made.percent == -250
    client.post(f"/market/tariffs/rules/{made.pk}/removals/")
    assert client.post(f"/market/tariffs/rules/{made.pk}/removals/").status_code == 404
    assert coming.rules.count() == 0


@pytest.mark.parametrize(("changed", "words"), [
    ({"does": "add"}, "Enter the amount."), ({"does": "tier"}, "Enter the measure."),
    ({"does": "percent", "percent": ""}, "Enter the share in per cent."), ({"words": ""}, "Say what it is for"),
    ({"facts": "nonsense"}, "Write a colon"),
    ({"first_day": "2027-02-01", "last_day": "2027-01-01"}, "before the first"),
])  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_in_words(client, mo, coming, rule, changed, words):
    answer = client.post(f"/market/tariffs/{coming.pk}/rules/", {**rule, **changed})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert coming.rules.count() == 0


def test_rules_in_force_stay(client, mo, tariff, rule):
    kept = TariffRule.objects.create(price_list=tariff, position=1, does="add", words="Levy", amount=50)
    assert client.post(f"/market/tariffs/{tariff.pk}/rules/", rule).status_code == 422
    assert client.post(f"/market/tariffs/rules/{kept.pk}/", rule).status_code == 422
    client.post(f"/market/tariffs/rules/{kept.pk}/removals/")
    assert list(tariff.rules.values_list("words", flat=True)) == ["Levy"]


def test_a_price_is_tried_with_its_steps(client, mo, tariff, days):
    TariffRule.objects.create(price_list=tariff, position=1, does="add", words="Sockets", amount=300, measure="sockets")
    place = days[0].plan.places.first()
    sent = {"place": place.pk, "price_type": cast.price_type("regular").pk, "day": days[0].day.isoformat(), "unit": "1",
            "facts": "sockets: 2"}  # fmt: skip
    page = client.get(f"/market/tariffs/{tariff.pk}/trials/", sent)
    assert page.status_code == 200 and "Sockets, 2 at £3.00: +£6.00 = £30.50" in page.content.decode()
    assert client.get(f"/market/tariffs/{tariff.pk}/trials/", {**sent, "place": "99999"}).status_code == 422


def test_a_price_is_agreed_once_by_whoever_is_signed_in_and_ended(client, mo, tariff, days):
    amy = cast.trader("amy")
    sent = {"customer": amy.pk, "price_list": tariff.pk, "percent": "-10", "reason": "Charity",
            "first_day": localdate().isoformat(), "last_day": days[-1].day.isoformat()}  # fmt: skip
    for _ in range(2):
        assert client.post("/market/tariffs/agreed/", sent).status_code == 302
    made = TariffOverride.objects.get()
    assert (made.percent, made.approved_by) == (-1000, mo)
    assert "10% off" in client.get("/market/tariffs/agreed/").content.decode()
    for bad, words in (({"last_day": ""}, "Choose the last day"), ({"amount": "5"}, "and not both"),
                       ({"reason": "Other"}, "End that one first")):  # fmt: skip
        answer = client.post("/market/tariffs/agreed/", {**sent, **bad})
        assert answer.status_code == 422 and words in answer.content.decode()
    for _ in range(2):
        client.post(f"/market/tariffs/agreed/{made.pk}/ends/")
    made.refresh_from_db()
    assert made.last_day == localdate()


def test_what_is_known_of_a_trader_is_recorded_replaced_and_ended(client, mo, days):
    amy = cast.trader("amy")
    sent = {"customer": amy.pk, "name": "Pays by", "value": "direct debit",
            "first_day": (localdate() - timedelta(days=9)).isoformat()}  # fmt: skip
    for _ in range(2):
        assert client.post("/market/tariffs/facts/", sent).status_code == 302
    client.post("/market/tariffs/facts/", {**sent, "value": "card", "first_day": localdate().isoformat()})
    before, now = TariffFact.objects.order_by("first_day")
    assert (before.name, before.last_day, now.value) == ("pays_by", localdate() - timedelta(days=1), "card")
    client.post(f"/market/tariffs/facts/{now.pk}/ends/")
    now.refresh_from_db()
    assert now.last_day == localdate()


WRITES = ["/market/tariffs/{pk}/versions/", "/market/tariffs/{pk}/prices/", "/market/tariffs/{pk}/rules/",
          "/market/tariffs/agreed/", "/market/tariffs/facts/", "/market/tariffs/agreed/1/ends/",
          "/market/tariffs/facts/1/ends/", "/market/tariffs/rules/1/removals/"]  # fmt: skip


@pytest.mark.parametrize("address", WRITES)
def test_only_who_decides_may_change_anything(client, tariff, address):
    user = cast.staff("pat", "Market officers")
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="decide_market"))
    client.force_login(user)
    assert client.get(f"/market/tariffs/{tariff.pk}/").status_code == 200
    assert client.post(address.format(pk=tariff.pk)).status_code == 403


@pytest.mark.parametrize("address", ["9999999/", "9999999/trials/", "rules/9999999/", "9999999/prices/",
                                     "99999999999999999999/"])  # fmt: skip
def test_what_is_not_there_is_not_found(client, mo, days, address):
    assert client.get(f"/market/tariffs/{address}").status_code == 404


def test_a_theatres_price_list_is_no_tariff_of_the_market(client, mo):
    performance = cast.show()
    assert client.get(f"/market/tariffs/{performance.price_list_id}/").status_code == 404
