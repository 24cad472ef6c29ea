"""Standing in: who may, for whom, how long, what is written down; and a trader's page at the market desk."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now

from boxoffice import standing_in
from events.models import Activity, Booking, Customer, Message
from tests import cast


@pytest.fixture
def amy(db):
    return cast.trader("amy")


@pytest.fixture
def days(amy):
    return cast.market()


@pytest.fixture
def mo(client, amy):
    mo = cast.staff("mo", "Market officers")
    client.force_login(mo)
    return mo


@pytest.fixture
def standing(client, mo, amy):
    """Mo, standing in for Amy, who telephoned."""
    assert client.post(f"/market/traders/{amy.pk}/standing-ins/", {"asked": "phone"})["Location"] == "/portal/"
    return client


@pytest.fixture
def form(days, amy):
    return {"for_customer": amy.pk, "day": [day.pk for day in days[:2]], "place": days[0].plan.places.first().pk,
            "type": cast.price_type("regular").pk, "nonce": "one"}  # fmt: skip


def words(response):
    return " ".join(response.content.decode().split())


def test_the_portal_opens_as_the_trader_and_every_page_says_so(standing, amy, days):
    for address in ("/portal/", "/portal/days/", "/portal/bookings/", "/portal/invoices/", "/portal/messages/"):
        page = words(standing.get(address))
        assert "You are doing this for <b>Amy&#x27;s Cheese</b>, asked by telephone." in page


def test_what_is_done_is_the_traders_and_is_written_down_under_the_officers_name(standing, mo, amy, form):
    assert standing.post("/portal/bookings/", form).status_code == 302
    booking = Booking.objects.get()
    assert (booking.customer, booking.taken_by, booking.channel, booking.status) == (amy, mo, "phone", "confirmed")
    kept = Activity.objects.get()
    assert (kept.customer, kept.by, kept.asked, kept.address) == (amy, mo, "phone", "/portal/bookings/")
    assert kept.words == f"Booked, and on your account. Your reference is {booking}."


def test_a_trader_without_email_gets_a_letter_that_says_what_was_booked(standing, amy, form):
    Customer.objects.filter(pk=amy.pk).update(email="")
    standing.post("/portal/bookings/", form)
    letter = Message.objects.get()
    assert letter.by_post and letter.customer == amy
    assert "by telephone" in letter.body and str(Booking.objects.get()) in letter.body
    assert letter.body.count("Thursday market, North side N1") == 2


def test_what_is_refused_and_what_is_only_looked_at_is_not_written_down(standing, form):
    standing.get("/portal/check/", form)
    assert standing.post("/portal/bookings/", {**form, "place": "999999"}).status_code == 422
    assert not Activity.objects.exists() and not Message.objects.exists()


def test_a_page_opened_for_another_trader_does_nothing(standing, amy, form, days):
    bob = cast.trader("bob")
    standing.post(f"/market/traders/{bob.pk}/standing-ins/", {"asked": "desk"})
    for stale in (form, {**form, "for_customer": ""}):
        answer = standing.post("/portal/bookings/", stale)
        assert answer.status_code == 409 and "was opened for another trader" in words(answer)
    assert not Booking.objects.exists() and not Activity.objects.exists()
    page = words(standing.get("/portal/check/", form))
    assert f'name="for_customer" value="{bob.pk}"' in page
    assert standing.post("/portal/bookings/", {**form, "for_customer": bob.pk}).status_code == 302
    assert Booking.objects.get().customer == bob


def test_every_form_of_the_portal_says_for_whom_it_was_opened():
    pages = {page.name: page.read_text() for page in (settings.BASE_DIR / "templates/portal").glob("*.html")}
    starts = [(name, after.lstrip()) for name, page in pages.items()
              for after in re.split(r'<form[^>]*method="post".*?>', page)[1:]]  # fmt: skip
    assert len(starts) > 20
    assert [name for name, after in starts if not after.startswith('{% include "portal/token.html" %}')] == []


def test_stopping_gives_the_portal_back(standing, amy):
    assert standing.post("/portal/standing-in/endings/")["Location"] == f"/market/traders/{amy.pk}/"
    assert standing.get("/portal/").status_code == 403


def test_it_ends_with_signing_out(standing, mo):
    standing.post("/sign-out/")
    standing.force_login(mo)
    assert standing.get("/portal/").status_code == 403


def test_it_ends_after_half_an_hour_and_then_nothing_is_done(standing, form):
    session = standing.session
    session[standing_in.KEY] = {**session[standing_in.KEY], "until": (now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert standing.post("/portal/bookings/", form).status_code == 403
    assert not Booking.objects.exists() and standing_in.KEY not in standing.session


def test_it_ends_where_the_permission_is_taken_away(standing, mo):
    mo.groups.clear()
    assert standing.get("/portal/").status_code == 403


def test_an_officer_who_stands_in_for_nobody_has_no_portal(client, mo):
    answer = client.get("/portal/")
    assert answer.status_code == 403 and "My market" in words(answer)


@pytest.mark.parametrize("role", ["Box office", "Finance", "Door", "Programme", "Traders"])
def test_nobody_else_can_stand_in(client, amy, role):
    user = cast.trader("ben").user if role == "Traders" else cast.staff("robin", role)
    client.force_login(user)
    assert client.post(f"/market/traders/{amy.pk}/standing-ins/", {"asked": "desk"}).status_code == 403
    assert standing_in.KEY not in client.session


def test_a_trader_cannot_stand_in_even_as_an_officer(client, amy):
    ben = cast.trader("ben")
    ben.user.groups.set(cast.staff("mo", "Market officers").groups.all())
    client.force_login(ben.user)
    assert client.post(f"/market/traders/{amy.pk}/standing-ins/", {"asked": "desk"}).status_code == 403


def test_a_trader_cannot_make_up_a_standing_in(client, amy):
    ben = cast.trader("ben")
    client.force_login(ben.user)
    session = client.session
    until = (now() + timedelta(hours=1)).isoformat()
    session[standing_in.KEY] = {"by": ben.user.pk, "customer": amy.pk, "asked": "desk", "until": until}
    session.save()
    page = words(client.get("/portal/"))
    assert "Ben&#x27;s Cheese" in page and "Amy" not in page


def test_only_a_trader_can_be_stood_in_for(client, mo, amy):
    guest = Customer.objects.create(name="A theatre guest")
    assert client.post(f"/market/traders/{guest.pk}/standing-ins/", {"asked": "desk"}).status_code == 404


@pytest.mark.parametrize("asked", ["", "pigeon"])
def test_how_they_asked_must_be_said(client, mo, amy, asked):
    answer = client.post(f"/market/traders/{amy.pk}/standing-ins/", {"asked": asked})
    assert answer.status_code == 422 and standing_in.KEY not in client.session


def test_an_officer_who_reads_a_message_does_not_mark_it_read(standing, amy):
    message = Message.objects.tell(amy, topic="x", subject="x", body="x")
    standing.get(f"/portal/messages/{message.pk}/")
    message.refresh_from_db()
    assert message.read_at is None


@pytest.mark.parametrize("text", ["amy", "Cheese", "01632960", "1632 9601", "badge", "T{pk}", "High Street"])
def test_a_trader_is_found_by_what_is_said_on_the_telephone(client, mo, amy, text):
    Customer.objects.filter(pk=amy.pk).update(phone="01632 960 123")
    text = amy.trader.badge if text == "badge" else text.format(pk=amy.trader.pk)
    assert client.get("/market/traders/", {"q": text})["Location"] == f"/market/traders/{amy.pk}/"


@pytest.mark.parametrize("text", ["nobody", "T999999", "T" * 90, "%", "T1-9:forged"])
def test_who_is_not_there_is_not_found(client, mo, text):
    assert client.get("/market/traders/", {"q": text}).status_code in (200, 302)


def test_the_page_of_a_trader_says_what_the_telephone_asks(client, mo, amy, days, form):
    client.post(f"/market/traders/{amy.pk}/standing-ins/", {"asked": "phone"})
    client.post("/portal/bookings/", form)
    page = words(client.get(f"/market/traders/{amy.pk}/"))
    for said in ("1 High Street", "Public liability insurance to", "£49.00 of £500.00", "North side N1",
                 "What we did for you", "asked by telephone"):  # fmt: skip
        assert said in page
    assert client.get("/market/traders/999999/").status_code == 404


def test_contact_details_are_changed_and_it_is_kept_who_asked(client, mo, amy):
    form = {"trading_name": "Amy and Daughter", "name": amy.name, "phone": "01632 960 999", "email": "",
            "address": amy.address, "postcode": amy.postcode, "access_needs": "", "asked": "letter"}  # fmt: skip
    address = f"/market/traders/{amy.pk}/contact/"
    assert client.post(address, {**form, "name": ""}).status_code == 422
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    amy.refresh_from_db()
    assert (amy.phone, amy.email, amy.trader.trading_name) == ("01632 960 999", "", "Amy and Daughter")
    kept = Activity.objects.get()
    assert kept.asked == "letter" and kept.words == "Changed: trading name, phone, e-mail"
