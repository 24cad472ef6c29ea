"""The desk with a basket on it: all-in prices, extras, its customer, parking, and answers made for fetch."""

import pytest
from django.utils.timezone import localdate

from events.models import Booking, Consent, ConsentWording, Customer, Extra
from tests import cast
from tests.counter.clerk import basket, hold, pay, seats
from tests.selling.conftest import fee

pytestmark = pytest.mark.django_db
FETCH = {"HX-Request": "true"}


@pytest.fixture
def ann():
    return Customer.objects.create(name="Ann Archer", phone="01246 345 678", postcode="S40 1AA",
                                   email="ann@alderbrook.example", access_needs="Step-free seat")  # fmt: skip


@pytest.fixture
def programme(performance):
    return Extra.objects.create(event=performance.event, name="Programme", price=500, basis="gross",
                                charge_type="ticket", budget_code="THE-4180", stock=3)  # fmt: skip


def words(page):
    return page.content.decode()


def test_a_form_sent_by_fetch_is_answered_at_once_with_the_parts(client, till, performance):
    data = {"performance": performance.pk, "party": "2"}
    page = client.post("/counter/lines/", data, headers=FETCH)
    assert page.status_code == 200
    assert 'id="basket"' in words(page) and 'id="performances"' not in words(page)
    assert "10 of 12 left" in words(page)


def test_an_offer_is_seen_in_the_basket(client, till, performance, family):
    page = hold(client, performance, "2a2c")
    assert "Family saver, off already" in words(page) and "£5.40" in words(page)
    assert page.context["basket"]["total"] == 4860


def test_every_price_has_the_levy_in_it(client, till, performance, levy):
    page = hold(client, performance, "1a1c")
    assert "of which restoration levy £3.00" in words(page)
    assert "Adult 19.50" in words(page) and "Child 10.50" in words(page)
    assert client.get("/counter/").context["prices_json"].endswith(": 1950}")
    assert page.context["basket"]["total"] == page.context["basket"]["places"] == 3000


def test_a_levy_of_the_shop_alone_is_not_charged_here(client, till, performance):
    fee(performance, "Online levy", 150, "ticket", "shop")
    assert hold(client, performance, "1").context["basket"]["total"] == 1800


def test_the_booking_fee_is_waived_at_the_counter_and_charged_by_phone(client, till, performance, phone_fee):
    page = hold(client, performance, "1")
    assert "Booking fee (waived at counter)" in words(page)
    page = client.post("/counter/channels/", {"channel": "phone", "performance": performance.pk}, follow=True)
    assert page.context["basket"]["total"] == 2050


def test_the_phone_chosen_first_holds_for_the_basket_and_ends_with_the_sale(client, till, performance, phone_fee):
    client.post("/counter/channels/", {"channel": "phone", "performance": performance.pk})
    hold(client, performance, "1")
    assert (basket(client).channel, basket(client).total().gross) == ("phone", 2050)
    pay(client, basket(client))
    hold(client, performance, "1")
    assert basket(client).channel == "counter"


def test_extras_up_and_down_and_gone(client, till, performance, programme):
    page = hold(client, performance, "1")
    assert "Programme" in words(page) and "3 left" in words(page)
    data = {"performance": performance.pk, "extra": programme.pk, "at": performance.pk}
    for quantity, total in ((1, 2300), (1, 2300), (2, 2800), (0, 1800)):
        page = client.post("/counter/extras/", {**data, "quantity": quantity}, headers=FETCH)
        assert page.context["basket"]["total"] == total
    page = client.post("/counter/extras/", {**data, "quantity": 4}, headers=FETCH)
    assert (page.status_code, "3 left" in page.context["refusal"].message) == (422, True)


@pytest.mark.parametrize("data", [{}, {"extra": "x", "at": "1", "quantity": "1"}, {"extra": "99", "at": "1",
                                                                                   "quantity": "1"}])  # fmt: skip
def test_a_strange_extra_is_refused(client, till, performance, data):
    hold(client, performance, "1")
    assert client.post("/counter/extras/", data).status_code in (404, 422)


@pytest.mark.parametrize("said", ["archer", "Ann", "ann arch", "5678", "01246345678", "s401", "S40 1AA", "ann@"])
def test_a_customer_is_found_by_what_they_say(client, till, ann, said):
    Customer.objects.create(name="Ben Baker", phone="01246 999 999", postcode="S41 7BB")
    assert client.get("/counter/customers/", {"q": said}).context["found"] == [ann]


def test_a_customer_is_found_by_a_booking(client, till, performance, ann):
    wanted = [(performance, performance.plan.places.first(), cast.price_type("adult"))]
    booking = Booking.objects.reserve(wanted, channel="shop", customer=ann)
    assert client.get("/counter/customers/", {"q": booking.reference.lower()}).context["found"] == [ann]


@pytest.mark.parametrize("said", ["", "a", "%", "__", "@", "'; --", "é" * 200])
def test_nonsense_finds_nobody(client, till, ann, said):
    assert client.get("/counter/customers/", {"q": said}).context["found"] == []


def test_the_basket_gets_its_customer_and_shows_their_needs(client, till, performance, ann):
    hold(client, performance, "1")
    page = client.post("/counter/holders/", {"customer": ann.pk, "performance": performance.pk}, headers=FETCH)
    assert basket(client).customer == ann
    assert "Step-free seat" in words(page)
    client.post("/counter/holders/", {"customer": "", "performance": performance.pk})
    assert basket(client).customer is None


def test_a_customer_found_first_has_the_basket_to_come(client, till, performance, ann):
    client.post("/counter/holders/", {"customer": ann.pk, "performance": performance.pk})
    hold(client, performance, "1")
    assert basket(client).customer == ann


@pytest.mark.parametrize("contact", ["new@alderbrook.example", "01246 111 222"])
def test_a_new_customer_needs_a_name_and_one_contact(client, till, performance, contact):
    hold(client, performance, "1")
    for _ in range(2):
        client.post("/counter/customers/", {"name": "Nia New", "contact": contact, "performance": performance.pk})
    made = Customer.objects.get(name="Nia New")
    assert basket(client).customer == made and contact in (made.email, made.phone)


@pytest.mark.parametrize("data", [{"name": "", "contact": "01246 111 222"}, {"name": "Nia", "contact": ""},
                                  {"name": "Nia", "contact": "me@"}, {"name": "Nia", "contact": "12"}])  # fmt: skip
def test_half_a_customer_is_refused_and_what_was_typed_stays(client, till, performance, data):
    page = client.post("/counter/customers/", {**data, "performance": performance.pk}, headers=FETCH)
    assert (page.status_code, Customer.objects.count(), 'id="customer"' in words(page)) == (422, 0, True)
    assert not data["name"] or f'value="{data["name"]}"' in words(page)


@pytest.mark.parametrize("customer", ["x", "99999999999999999999999", "12345"])
def test_a_customer_nobody_knows_is_refused(client, till, performance, customer):
    assert client.post("/counter/holders/", {"customer": customer}).status_code in (404, 422)


def test_details_are_kept_with_what_was_agreed_to(client, till, performance, ann):
    wording, post = (ConsentWording.objects.create(organisation="Alderbrook Playhouse", channel=channel, purpose="News",
                                                   text="May we write to you?", from_day=localdate())
                     for channel in ("email", "post"))  # fmt: skip
    hold(client, performance, "1")
    client.post("/counter/holders/", {"customer": ann.pk, "performance": performance.pk})
    page = client.get("/counter/details/")
    assert "May we write to you?" in words(page) and "checked" not in words(page)
    data = {"performance": performance.pk, "note": "Comes late", "collector": "Bob", "delivery": "collect",
            "access_needs": "Hearing loop", "consent": [wording.pk]}  # fmt: skip
    for _ in range(2):
        page = client.post("/counter/details/", data, headers=FETCH)
    booking = basket(client)
    assert (booking.note, booking.collector, booking.delivery) == ("Comes late", "Bob", "collect")
    assert booking.customer.access_needs == "Hearing loop" and "Hearing loop" in words(page)
    assert [(one.wording, one.given, one.how, one.by.first_name) for one in Consent.objects.all()] == [
        (wording, True, "counter", "Sam")]  # fmt: skip
    client.post("/counter/details/", {**data, "consent": [post.pk]})
    assert [(one.wording, one.given) for one in Consent.objects.all()[1:]] == [(wording, False), (post, True)]


def test_a_new_version_of_the_words_is_agreed_to_anew(ann, sam):
    first, second = (ConsentWording.objects.create(organisation="A", channel="email", purpose="News", version=version,
                                                   text=f"Version {version}", from_day=localdate())
                     for version in (1, 2))  # fmt: skip
    assert ConsentWording.objects.current(localdate()) == [second]
    for wording in (first, second, second):
        Consent.objects.note(ann, {wording: True}, how="counter", by=sam, at=cast.now())
    assert [one.wording for one in Consent.objects.all()] == [first, second]


def test_a_basket_is_parked_and_taken_up_at_another_till(client, till, performance, ann):
    hold(client, performance, "2")
    booking = basket(client)
    page = client.post("/counter/parkings/", {"name": "Red hat", "performance": performance.pk}, headers=FETCH)
    assert "basket" not in client.session and [one.parked_as for one in page.context["parked"]] == ["Red hat"]
    client.logout()
    client.force_login(cast.staff("sal", "Box office"))
    cast.till(cast.User.objects.get(first_name="Sal"), "Counter 2")
    assert "Red hat" in words(client.get("/counter/parkings/"))
    client.post(f"/counter/parkings/{booking}/recalls/")
    booking.refresh_from_db()
    assert (basket(client), booking.parked_as, len(seats(booking))) == (booking, "", 2)


def test_a_basket_taken_up_twice_is_refused_the_second_time(client, till, performance):
    hold(client, performance, "2")
    booking = basket(client)
    client.post("/counter/parkings/", {"name": "Red hat"})
    Booking.objects.get(pk=booking.pk).recall(minutes=10)
    page = client.post(f"/counter/parkings/{booking}/recalls/", {"performance": performance.pk}, headers=FETCH)
    assert (page.status_code, "taken up at another till" in page.context["refusal"].message) == (422, True)


def test_what_is_on_the_desk_is_parked_when_another_is_taken_up(client, till, performance):
    hold(client, performance, "2")
    first = basket(client)
    client.post("/counter/parkings/", {"name": "First"})
    hold(client, performance, "1")
    second = basket(client)
    client.post(f"/counter/parkings/{first}/recalls/")
    assert basket(client) == first
    assert list(Booking.objects.parked()) == [second]


def test_an_empty_desk_has_nothing_to_park(client, till, performance):
    page = client.post("/counter/parkings/", {"name": "Air", "performance": performance.pk})
    assert page.status_code == 422
    assert client.post("/counter/parkings/NOTHERE/recalls/").status_code == 404


def test_a_cap_is_said_on_the_desk(client, till, performance):
    performance.event.caps.create(most=1, price_type=cast.price_type("child"))
    page = hold(client, performance, "2c")
    assert (page.status_code, "1 Child places at most" in page.context["refusal"].message) == (422, True)
