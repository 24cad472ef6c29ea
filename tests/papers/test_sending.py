"""Amy sends a certificate from her telephone, a page at a time, and sees what became of it."""

import re

import pytest
from django.utils.timezone import now

from events import papers as checking
from events.models import Attachment, Document, DocumentType
from tests import cast
from tests.papers.certificates import details, in_days, picture, send, upload

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def amy(client, amy):
    client.force_login(amy.user)
    return amy


@pytest.fixture
def chosen(client, amy):
    """Insurance is chosen."""
    return client.post("/portal/papers/new/", {"type": cast.insurance().pk})


@pytest.fixture
def photographed(client, chosen):
    return client.post("/portal/papers/new/photo/", {"photo": upload()})


@pytest.fixture
def said(client, photographed):
    return client.post("/portal/papers/new/details/", details())


def test_each_page_leads_to_the_next(client, chosen, photographed, said):
    assert [answer["Location"].split("/")[-2] for answer in (chosen, photographed, said)] == [
        "photo", "details", "check"]  # fmt: skip


def test_the_last_day_is_read_back_in_words(client, said):
    assert f"holds until {in_days(300):%A %-d %B %Y}" in text(client.get("/portal/papers/new/check/"))


def test_sent_it_waits_with_its_photo_and_who_sent_it(client, amy, said):
    page = client.post("/portal/papers/", follow=True)
    document = Document.objects.get()
    assert document.trader == amy.trader and document.is_waiting and document.sent_by == amy.user
    assert (document.number, document.cover, document.expires_on) == ("PL 1", 500_000_000, in_days(300))
    assert "Being checked" in text(page) and f"/portal/papers/{document.pk}/photo" in page.content.decode()


def test_sent_twice_it_is_sent_once(client, said):
    client.post("/portal/papers/")
    assert client.post("/portal/papers/").status_code == 302
    assert Document.objects.count() == 1


def test_a_new_one_replaces_the_one_before(client, amy, said, mo):
    first = send(amy.trader, last=100).accept(by=mo)
    client.post("/portal/papers/")
    assert Document.objects.latest("pk").replaces == first
    page = text(client.get("/portal/papers/"))
    assert "Everything you sent (2)" in page and "Checked" in page and "Waiting to be checked" in page


@pytest.mark.parametrize("page", ["photo/", "details/", "check/"])
def test_a_page_without_what_comes_before_leads_back(client, amy, page):
    assert client.get(f"/portal/papers/new/{page}")["Location"] == "/portal/papers/new/"


def test_nothing_is_sent_without_a_draft(client, amy):
    assert client.post("/portal/papers/").status_code == 302
    assert not Document.objects.exists()


@pytest.mark.parametrize("type_", ["", "x", "999999"])
def test_no_such_paper(client, amy, type_):
    assert client.post("/portal/papers/new/", {"type": type_}).status_code == 422


@pytest.mark.parametrize("content", [b"", b"not a photo", b"<html>", picture()[:40]])
def test_what_is_no_photo_is_said(client, chosen, content):
    answer = client.post("/portal/papers/new/photo/", {"photo": upload(content)})
    assert answer.status_code == 422 and not Attachment.objects.exists()


def test_no_file_chosen(client, chosen):
    answer = client.post("/portal/papers/new/photo/", {})
    assert answer.status_code == 422 and "Take a photo, or choose a file." in answer.content.decode()


def test_a_pdf_is_taken(client, chosen):
    answer = client.post("/portal/papers/new/photo/", {"photo": upload(b"%PDF-1.7 x", "policy.pdf")})
    assert answer.status_code == 302 and Attachment.objects.get().content_type == "application/pdf"


@pytest.mark.parametrize(("wrong", "words"), [
    ({"expires_on_0": "31", "expires_on_1": "2"}, "There is no such day"),
    ({"expires_on_2": "2020"}, "before the first day"),
    ({"expires_on_1": ""}, "Enter the month too"),
    ({"valid_from_0": "x"}, "Enter a day in numbers"),
    ({"valid_from_0": "", "valid_from_1": "", "valid_from_2": ""}, "Enter the first day it holds."),
    ({"cover": "lots"}, "Write an amount in pounds"),
    ({"cover": ""}, "Enter the sum insured."),
])  # fmt: skip
def test_what_cannot_be_read_is_said_and_the_rest_kept(client, photographed, wrong, words):
    answer = client.post("/portal/papers/new/details/", details() | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and 'value="PL 1"' in page


@pytest.mark.parametrize("cover", ["5 million", "5m", "£5,000,000", "5000000.00"])
def test_a_sum_may_be_written_as_people_write_it(client, photographed, cover):
    client.post("/portal/papers/new/details/", details(cover=cover))
    client.post("/portal/papers/")
    assert Document.objects.get().cover == 500_000_000


def test_a_month_may_be_a_word_and_a_year_short(client, photographed):
    more = {"expires_on_0": "5", "expires_on_1": "December", "expires_on_2": "29"}
    client.post("/portal/papers/new/details/", details() | more)
    client.post("/portal/papers/")
    assert f"{Document.objects.get().expires_on}" == "2029-12-05"


def test_too_small_a_sum_is_said_before_it_is_sent(client, photographed):
    client.post("/portal/papers/new/details/", details(cover="2m"))
    assert "we cannot accept less" in text(client.get("/portal/papers/new/check/"))


def test_what_insures_nothing_asks_for_no_sum(client, amy):
    identity = DocumentType.objects.create(name="Photo identity")
    client.post("/portal/papers/new/", {"type": identity.pk})
    client.post("/portal/papers/new/photo/", {"photo": upload()})
    assert "Sum insured" not in text(client.get("/portal/papers/new/details/"))
    answer = client.post("/portal/papers/new/details/", details())
    assert answer["Location"] == "/portal/papers/new/check/"
    client.post("/portal/papers/")
    assert Document.objects.get().cover == 0


def test_somebody_else_who_signs_in_here_finds_no_draft(client, said):
    bob = cast.trader("bob")
    client.force_login(bob.user)
    assert client.get("/portal/papers/new/check/")["Location"] == "/portal/papers/new/"
    assert client.get("/portal/papers/new/picture").status_code == 404


def test_refused_it_says_why_and_what_to_do(client, amy, mo):
    checking.refuse(send(amy.trader), "It is in another name", by=mo)
    assert "We could not accept your public liability insurance: It is in another name. Send us another." in text(
        client.get("/portal/papers/"))  # fmt: skip


def test_what_the_officer_put_right_is_shown(client, amy, mo):
    checking.accept(send(amy.trader), by=mo, expires_on=in_days(200))
    assert "We put right: Last day" in text(client.get("/portal/papers/"))


def test_the_papers_of_ones_goods_are_listed(client, amy):
    gas = DocumentType.objects.create(name="Gas safety certificate")
    page = text(client.get("/portal/papers/"))
    assert "Public liability insurance" in page and "Gas safety" not in page
    send(amy.trader, paper=gas, cover=0)
    Document.objects.update(checked_at=now())
    assert "Gas safety certificate" in text(client.get("/portal/papers/"))
