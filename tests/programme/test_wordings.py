"""Pat keeps the words for contact preferences: a changed sentence is a new version, and a yes keeps its words."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate, now

from events.models import Consent, ConsentWording, Customer, NotPossible
from tests import cast

pytestmark = pytest.mark.django_db
SUBJECT = ("Alderbrook Playhouse", "News of shows", "email")


@pytest.fixture
def pat(client):
    pat = cast.staff("pat", "Programme")
    client.force_login(pat)
    return pat


@pytest.fixture
def wording(pat):
    return ConsentWording.objects.revise(SUBJECT, "May we e-mail you about our shows?", localdate())


@pytest.fixture
def ann():
    return Customer.objects.create(name="Ann Archer")


def agree(wording, customer, given=True):
    Consent.objects.note(customer, {wording: given}, how="counter", by=None, at=now())


def on(day, prefix=""):
    return {f"{prefix}from_day_{n}": part for n, part in enumerate((day.day, day.month, day.year))}


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_first_words_are_kept_once_and_read_out(client, pat):
    data = {"organisation": SUBJECT[0], "purpose": SUBJECT[1], "channel": "email", "text": "May we  e-mail\nyou?",
            **on(localdate())}  # fmt: skip
    assert "Nobody is asked" in text(client.get("/programme/wordings/"))
    for _ in range(2):
        assert client.post("/programme/wordings/new/", data).status_code == 302
    assert [one.text for one in ConsentWording.objects.current(localdate())] == ["May we e-mail you?"]
    answer = client.post("/programme/wordings/new/", {**data, "text": "Other words?"})
    assert answer.status_code == 422 and "There are words for this already." in text(answer)


@pytest.mark.parametrize(("wrong", "words"), [
    ({"organisation": ""}, "Name who writes"), ({"channel": "pigeon"}, "pigeon is not one of"), ({"text": ""}, "Write"),
    ({"from_day_0": "31", "from_day_1": "2"}, "There is no such day"), ({"from_day_2": "2020"}, "before today"),
])  # fmt: skip
def test_what_cannot_be_is_refused(client, pat, wrong, words):
    data = {"organisation": "A", "purpose": "B", "channel": "sms", "text": "May we?", **on(localdate()), **wrong}
    answer = client.post("/programme/wordings/new/", data)
    assert answer.status_code == 422 and words in text(answer)
    assert not ConsentWording.objects.exists()


def test_a_changed_sentence_is_a_new_version_from_its_day(client, wording, ann):
    agree(wording, ann)
    tomorrow = localdate() + timedelta(days=1)
    data = {"next-text": "May we write?", **on(tomorrow, "next-")}
    for _ in range(2):
        assert client.post(f"/programme/wordings/{wording.pk}/versions/", data).status_code == 302
    assert [(one.version, one.text) for one in ConsentWording.objects.of(SUBJECT)] == [
        (2, "May we write?"), (1, "May we e-mail you about our shows?")]  # fmt: skip
    assert ConsentWording.objects.current(localdate()) == [wording]
    assert ConsentWording.objects.current(tomorrow)[0].version == 2


@pytest.mark.parametrize(("data", "words"), [
    ({"next-text": "May we e-mail you about our shows?"}, "These are the words of version 1."),
    ({"next-text": ""}, "Write the words"), ({"next-from_day_2": "2020"}, "before today"),
])  # fmt: skip
def test_a_version_that_cannot_be_keeps_what_was_typed(client, wording, data, words):
    tomorrow = localdate() + timedelta(days=1)
    answer = client.post(f"/programme/wordings/{wording.pk}/versions/",
                         {"next-text": "New?", **on(tomorrow, "next-"), **data})  # fmt: skip
    assert answer.status_code == 422 and words in text(answer)
    assert ConsentWording.objects.count() == 1


def test_words_that_somebody_agreed_to_are_never_edited(client, wording, ann):
    address, data = f"/programme/wordings/{wording.pk}/corrections/", {"text": "May we?", **on(localdate())}
    assert client.post(address, data).status_code == 302
    wording.refresh_from_db()
    assert wording.text == "May we?"
    agree(wording, ann)
    answer = client.post(address, {**data, "text": "May we phone you at night?"})
    assert answer.status_code == 422 and "Make a new version" in text(answer)
    assert "Put version 1 right" not in text(client.get(f"/programme/wordings/{wording.pk}/"))
    with pytest.raises(NotPossible):
        wording.reword("Other", localdate())
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentWording.objects.update(text="Other")
    assert ConsentWording.objects.update(offered=False) == 1


def test_who_agrees_now_is_counted_and_named(client, wording, ann):
    bob, cat = (Customer.objects.create(name=name) for name in ("Bob Brown", "Cat Clark"))
    for customer in (ann, bob, cat):
        agree(wording, customer)
    agree(wording, bob, given=False)
    second = ConsentWording.objects.revise(SUBJECT, "May we write?", localdate())
    agree(second, cat)
    agree(ConsentWording.objects.revise(("Other", "News", "email"), "And we?", localdate()), bob)
    page = client.get(f"/programme/wordings/{second.pk}/")
    assert page.context["agreed"] == 2
    assert [(one.customer.name, one.wording.version) for one in page.context["people"]] == [
        ("Cat Clark", 2), ("Ann Archer", 1)]  # fmt: skip
    assert [one.yeses for one in page.context["versions"]] == [1, 3]
    assert "2 agree<" in text(client.get("/programme/wordings/"))


def test_they_are_asked_no_more_and_again(client, wording):
    ConsentWording.objects.revise(SUBJECT, "May we write?", localdate())
    address = f"/programme/wordings/{wording.pk}/stops/"
    client.post(address)
    assert ConsentWording.objects.current(localdate()) == []
    assert "Not asked any more" in text(client.get("/programme/wordings/"))
    client.post(address, {"again": "yes"})
    assert [one.version for one in ConsentWording.objects.current(localdate())] == [2]


@pytest.mark.parametrize("part", ["", "versions/", "corrections/", "stops/"])
def test_unknown_words_are_not_found(client, pat, part):
    assert client.post(f"/programme/wordings/999999/{part}").status_code in (404, 405)
