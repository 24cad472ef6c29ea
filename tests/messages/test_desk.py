"""The messages desk: what was sent, letters to print in window envelopes, writing to one or to a day."""

import pytest

from events.models import Message
from invoicing.message_letters import letter, letters
from tests import cast
from tests.pdf.reading import assert_valid, pages, placed_words
from tests.pdf.reading import words as words_of
from tests.weather.square import Square


@pytest.fixture
def square(db):
    return Square.make()


@pytest.fixture
def mo(client, square):
    client.force_login(square.mo)
    return client


def without_email(name, postcode="AB1 2CD"):
    customer = cast.trader(name)
    type(customer).objects.filter(pk=customer.pk).update(email="", postcode=postcode)
    customer.refresh_from_db()
    return customer


def tell(customer, subject="Cancelled: Thursday market", **fields):
    return Message.objects.tell(customer, topic="weather", subject=subject, body="One.\n\nTwo.", **fields)


def page_of(response):
    return " ".join(response.content.decode().split())


def test_a_letter_stands_in_the_window_and_can_be_read_aloud(square):
    pdf = letter(tell(without_email("amy")))
    assert_valid(pdf)
    address = [(left, top) for left, top, _, text in placed_words(pages(pdf)[0]) if text == "Amy's Cheese"]
    assert any(55 <= left <= 285 and 160 <= top <= 225 for left, top in address)  # 20 to 100 mm, 57 to 79 mm
    assert "Dear Amy's Cheese, One. Two. Yours sincerely," in words_of(pdf)


def test_letters_come_as_one_file_in_the_order_of_their_postcodes(square):
    for name, postcode in (("zoe", "AB9 1AA"), ("amy", "AB1 1AA")):
        tell(without_email(name, postcode))
    pdf = letters(Message.objects.to_print())
    assert_valid(pdf)
    said = words_of(pdf)
    assert said.index("Dear Amy") < said.index("Dear Zoe")


def test_printing_marks_those_that_were_in_the_file_and_no_later_one(mo, square):
    first, customer = tell(without_email("amy")), without_email("ben")
    assert "1 letter to print" in page_of(mo.get("/market/messages/"))
    assert mo.get(f"/market/messages/letters.pdf?upto={first.pk}")["Content-Type"] == "application/pdf"
    later = tell(customer)
    for _ in range(2):
        mo.post("/market/messages/printings/", {"upto": first.pk})
    assert list(Message.objects.to_print()) == [later]
    first.refresh_from_db()
    assert first.printed_by == square.mo and first.state == ("ok", "Posted")


def test_no_letters_are_no_file(mo):
    assert mo.get("/market/messages/letters.pdf").status_code == 302


def test_an_officer_writes_to_everybody_booked_on_a_day_once(mo, square):
    amy, ben = cast.trader("amy"), without_email("ben")
    square.on_account(amy), square.on_account(ben)
    cast.trader("cal")
    form = {"subject": "Road works", "body": "Come by Mill Lane.", "once": "written-1"}
    for _ in range(2):
        assert mo.post(f"/market/messages/?day={square.day.pk}", form).status_code == 302
    assert {(one.customer, one.by_post, one.by) for one in Message.objects.all()} == {
        (amy, False, square.mo), (ben, True, square.mo)}  # fmt: skip
    assert "Written to 2: 1 by e-mail, 1 by post." in page_of(mo.get(f"/market/messages/?day={square.day.pk}"))


def test_an_officer_writes_to_one_trader(mo, square):
    amy = cast.trader("amy")
    address = f"/market/messages/?trader={amy.pk}"
    refused = mo.post(address, {"subject": "", "body": "Kept", "once": "w"})
    assert refused.status_code == 422 and "Kept" in page_of(refused)
    mo.post(address, {"subject": "Your awning", "body": "Please mend it.", "once": "w"})
    message = Message.objects.get()
    assert (message.customer, message.subject) == (amy, "Your awning")
    assert "Please mend it." in page_of(mo.get(f"/market/messages/{message.pk}/"))
    assert mo.get(f"/market/messages/{message.pk}/letter.pdf")["Content-Type"] == "application/pdf"


def test_a_message_to_nobody_is_refused(mo):
    answer = mo.post("/market/messages/", {"subject": "Hello", "body": "All", "once": "w"})
    assert answer.status_code == 422 and "Choose a trader or a market day" in page_of(answer)


@pytest.mark.parametrize("address", [
    "/market/messages/999/", "/market/messages/999/letter.pdf",
])  # fmt: skip
def test_what_is_not_there_is_not_found(mo, address):
    assert mo.get(address).status_code == 404


@pytest.mark.parametrize("query", ["trader=x", "day=99999999999999999999", "trader=999999", "to=print", "page=99"])
def test_odd_addresses_are_borne(mo, query):
    assert mo.get(f"/market/messages/?{query}").status_code == 200


def test_a_trader_reads_their_own_messages_and_no_others(client, square):
    amy, ben = cast.trader("amy"), cast.trader("ben")
    mine, theirs = tell(amy), tell(ben)
    client.force_login(amy.user)
    assert "1 new message" in page_of(client.get("/portal/"))
    assert "One." in page_of(client.get(f"/portal/messages/{mine.pk}/"))
    assert client.get(f"/portal/messages/{theirs.pk}/").status_code == 404
    assert "new message" not in page_of(client.get("/portal/"))
    mine.refresh_from_db()
    assert mine.read_at
