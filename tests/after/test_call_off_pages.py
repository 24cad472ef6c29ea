"""Calling a performance off, by whoever may, and the page on which customers answer without signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, localtime

from events.models import Customer, Message
from invoicing.call_off_answers import by_default
from invoicing.call_off_tasks import tell
from invoicing.models import CallOff, StoredValue
from tests.after.conftest import broken, seats, sell

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client, max_):
    client.force_login(max_)
    return client


def data(**fields):
    return {"reason": "Flood", "choices": ["refund", "credit", "exchange", "donate"], "default": "refund",
            "answer_by": (localdate() + timedelta(days=9)).isoformat(), "wording": "Sorry.", **fields}  # fmt: skip


@pytest.fixture
def made(booking, performance, manager):
    for _ in range(2):
        manager.post(f"/counter/call-offs/performances/{performance.pk}/", data())
    return CallOff.objects.get()


def test_a_clerk_may_look_and_not_call_off(client, booking, performance):
    assert client.get("/counter/call-offs/").status_code == 200
    assert client.get(f"/counter/call-offs/performances/{performance.pk}/").status_code == 403
    assert client.post(f"/counter/call-offs/performances/{performance.pk}/", data()).status_code == 403


def test_the_preview_says_what_is_at_stake_and_a_wrong_form_keeps_what_was_written(booking, performance, manager):
    page = f"/counter/call-offs/performances/{performance.pk}/"
    shown = manager.get(page).content.decode()
    assert "Cash £54.00" in shown
    assert f'value="{localdate() + timedelta(days=14):%Y-%m-%d}"' in shown  # as a date field reads it
    for wrong in ({"default": "exchange"}, {"choices": []}, {"choices": ["keep"], "default": "keep"},
                  {"answer_by": "1999-01-01"}, {"answer_by": "x"}, {"reason": ""}, {"moved_to": "\x00"}):  # fmt: skip
        refused = manager.post(page, data(**wrong))
        assert (refused.status_code, b"Sorry." in refused.content) == (422, True)
    assert CallOff.objects.count() == 0


def test_customers_choose_without_signing_in_and_it_is_done_at_once(made, booking):
    page = f"/answers/{made.answers.get().token}/"
    nobody = Client()
    assert "Stalls A1" in nobody.get(page).content.decode()
    assert nobody.post(page, {"choice": "exchange"}).status_code == 422
    assert nobody.post(page, {"choice": "keep"}).status_code == 422
    assert nobody.post(page, {"choice": "credit"}, follow=True).status_code == 200
    assert nobody.post(page, {"choice": "credit"}).status_code == 422
    assert (StoredValue.objects.get().balance(), seats(booking), broken()) == (5400, [], {})
    assert nobody.get("/answers/nonsense/").status_code == 404


def test_cash_is_answered_for_at_the_counter(made, booking, manager, till, sam):
    given = made.answers.get()
    refused = manager.post(f"/counter/call-offs/answers/{given.pk}/", {"choice": "refund"}, follow=True)
    assert "Open your till first" in refused.content.decode()
    manager.force_login(sam)
    assert "Open your till first" in manager.get(f"/counter/bookings/{booking}/").content.decode()
    manager.post(f"/counter/call-offs/{made.pk}/tries/")
    assert (till.expected(), seats(booking), broken()) == (5000, [], {})
    assert "1 letter" not in manager.get(f"/counter/call-offs/{made.pk}/").content.decode()


def test_the_progress_is_live_and_ends_with_the_whole_page_anew(made, manager):
    page, part = f"/counter/call-offs/{made.pk}/", f"/counter/call-offs/{made.pk}/progress/"
    assert f'hx-get="{part}"' in manager.get(page).content.decode()
    asked = manager.get(part, headers={"HX-Request": "true"}).content.decode()
    assert "Waiting for the worker" in asked and "<h1" not in asked
    assert manager.get(part).url == page  # without JavaScript
    tell(made.pk)
    assert manager.get(part, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    over = manager.get(page).content.decode()
    assert "Everybody with an e-mail address is written to." in over and "hx-get" not in over


def test_what_stopped_half_way_goes_on_and_tells_nobody_twice(made, manager, client, sam):
    tell(made.pk)
    type(made.job).objects.update(failed=True, said="It stopped")
    again = f"/counter/call-offs/{made.pk}/tellings/"
    assert "Tell the rest" in manager.get(f"/counter/call-offs/{made.pk}/").content.decode()
    for _ in range(2):
        manager.post(again)
    made.refresh_from_db()
    assert type(made.job).objects.filter(title__startswith="Telling").count() == 2
    tell(made.pk)
    assert Message.objects.filter(topic="called off").count() == 1
    client.force_login(sam)
    assert client.post(again).status_code == 403


def test_a_performance_is_moved_and_each_customer_has_what_they_chose(performance, later, ann, sam, till, manager):
    """The whole journey: preview, move, tell, three ways to answer, the day to answer by, the door's new time."""
    bob, cyd = (Customer.objects.create(name=name, email=f"{name}@example.org") for name in ("bob", "cyd"))
    kept, back, other = (sell(performance, *seats_of, customer=one, till=till, by=sam) for seats_of, one in
                         (((1, 2), ann), ((5,), bob), ((8,), cyd)))  # fmt: skip
    moved_to = (performance.starts_at + timedelta(days=7)).replace(microsecond=0)
    page = f"/counter/call-offs/performances/{performance.pk}/"
    assert "tell 3 bookings" in manager.get(page).content.decode()
    manager.post(page, data(choices=["keep", "refund", "exchange"], default="keep",
                            moved_to=f"{localtime(moved_to):%Y-%m-%dT%H:%M}"))  # fmt: skip
    made = CallOff.objects.get()
    tell(made.pk)
    assert [(one.customer, "is moved to" in one.subject) for one in Message.objects.order_by("pk")] == [
        (ann, True), (bob, True), (cyd, True)]  # fmt: skip
    performance.refresh_from_db()
    assert performance.starts_at == moved_to and performance.cancelled_at is None
    nobody, tokens = Client(), {one.booking_id: one.token for one in made.answers.all()}
    nobody.post(f"/answers/{tokens[other.pk]}/", {"choice": "exchange", "instead": later.pk})
    nobody.post(f"/answers/{tokens[back.pk]}/", {"choice": "refund"})
    stopped = manager.get(f"/counter/call-offs/{made.pk}/").content.decode()
    assert "moved to" in stopped and "give it back at the counter" in stopped
    manager.force_login(sam)
    manager.post(f"/counter/call-offs/{made.pk}/tries/")  # cash is given back at an open till
    by_default(made.made_at + timedelta(days=30))
    assert [seats(one) for one in (kept, back, other)] == [[1, 2], [], [8]]
    assert {line.occurrence for line in other.live_lines} == {later}
    assert {line.occurrence for line in kept.live_lines} == {performance}
    assert not made.answers.filter(done_at=None).exists() and broken() == {}


def test_who_has_no_e_mail_gets_a_letter_that_is_noted_once_posted(performance, ann, sam, manager):
    ann.email = ""
    ann.save()
    sell(performance, 7, customer=ann, method="terminal")
    manager.post(f"/counter/call-offs/performances/{performance.pk}/", data())
    made = CallOff.objects.get()
    tell(made.pk)
    page = f"/counter/call-offs/{made.pk}/letters/"
    assert "Ann Whitlock" in manager.get(page).content.decode()
    assert "1 letter is to be printed" in manager.get(f"/counter/call-offs/{made.pk}/").content.decode()
    manager.post(page, {"upto": made.answers.get().pk})
    assert "No letter is waiting" in manager.get(page).content.decode()
