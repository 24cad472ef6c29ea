"""Mo checks papers: the oldest first, accepted with what it says or refused with why; types and what runs out."""

import re

import pytest
from django.utils.timezone import now

from events.models import Commodity, Document, DocumentType, Message
from tests import cast
from tests.papers.certificates import details, in_days, photo, send, upload

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


@pytest.fixture
def mo(client, mo):
    client.force_login(mo)
    return mo


@pytest.fixture
def sent(trader):
    return send(trader, photo=photo(), number="PL 7")


@pytest.fixture
def bobs(sent):
    return send(cast.trader("bob", insured=False).trader)


def test_the_queue_is_the_oldest_first(client, mo, sent, bobs):
    page = client.get("/market/papers/")
    assert list(page.context["page"]) == [sent, bobs]
    Document.objects.filter(pk=sent.pk).update(received_at=now())
    assert list(client.get("/market/papers/").context["page"]) == [bobs, sent]


def test_the_photo_stands_beside_the_fields_and_the_guidance(client, mo, sent):
    DocumentType.objects.update(guidance="The name is the trader's.")
    page = client.get(f"/market/papers/{sent.pk}/")
    assert f'src="/market/papers/{sent.pk}/photo"' in page.content.decode()
    assert "What to look for: The name is the trader" in text(page)
    assert 'value="PL 7"' in page.content.decode() and 'value="5000000"' in page.content.decode()


def accept(client, document, **more):
    said = details(first=document.valid_from, last=document.expires_on, number=document.number)
    return client.post(f"/market/papers/{document.pk}/acceptances/", said | more)


def test_accepting_leads_to_the_next(client, mo, sent, bobs):
    assert accept(client, sent)["Location"] == f"/market/papers/{bobs.pk}/"
    assert accept(client, bobs)["Location"] == "/market/papers/"
    sent.refresh_from_db()
    assert sent.is_accepted and sent.checked_by == mo and sent.corrected == ""


def test_what_mo_reads_differently_is_kept(client, mo, sent):
    accept(client, sent, cover="10m")
    sent.refresh_from_db()
    assert sent.cover == 1_000_000_000 and "sent as £5,000,000.00" in sent.corrected


def test_too_small_a_sum_is_not_accepted_and_stays_in_the_form(client, mo, sent):
    answer = accept(client, sent, cover="2m")
    assert answer.status_code == 422 and "is the least that counts" in text(answer)
    assert 'value="2m"' in answer.content.decode() and Document.objects.get().is_waiting


def test_refusing_with_a_reason_from_the_list_and_more_words(client, mo, sent):
    form = {"reason": "It is in another name", "words": "It says Ben Hope."}
    assert client.post(f"/market/papers/{sent.pk}/refusals/", form).status_code == 302
    sent.refresh_from_db()
    assert sent.refused_reason == "It is in another name. It says Ben Hope."
    assert "Ben Hope" in Message.objects.get().body


@pytest.mark.parametrize("form", [{}, {"reason": "other"}, {"reason": "because"}])
def test_refusing_without_a_reason_is_refused(client, mo, sent, form):
    assert client.post(f"/market/papers/{sent.pk}/refusals/", form).status_code == 422
    assert Document.objects.get().is_waiting


def test_decided_twice_it_is_decided_once(client, mo, sent):
    accept(client, sent)
    accept(client, sent)
    answer = client.post(f"/market/papers/{sent.pk}/refusals/", {"reason": "It has run out"})
    assert answer.status_code == 422 and "accepted by Mo already" in text(answer)
    assert Message.objects.count() == 1


def test_whoever_may_not_decide_looks_only(client, sent):
    looker = cast.staff("lee", "Market officers")
    looker.groups.get().permissions.remove(*looker.groups.get().permissions.filter(codename="decide_market"))
    client.force_login(looker)
    assert "Does it say this" not in text(client.get(f"/market/papers/{sent.pk}/"))
    assert accept(client, sent).status_code == 403
    assert client.post(f"/market/papers/{sent.pk}/refusals/", {"reason": "It has run out"}).status_code == 403
    assert client.post("/market/papers/types/", {"name": "x", "months": 1}).status_code == 403


def test_traders_are_found_with_what_they_hold(client, mo, sent, bobs):
    accept(client, sent)
    page = client.get("/market/papers/traders/?q=amy")
    (row,) = page.context["page"]
    assert (row.in_force, row.first_end, row.unchecked) == (1, sent.expires_on, 0)
    assert [one.unchecked for one in client.get("/market/papers/traders/?q=bob").context["page"]] == [1]


def test_the_history_says_who_checked_and_what_replaced_what(client, mo, sent, trader):
    accept(client, sent)
    send(trader, first=366, last=700)
    page = text(client.get(f"/market/papers/traders/{trader.pk}/"))
    assert "In force" in page and "replaced by the one to" in page and "To check" in page and "Mo" in page


def test_one_that_came_by_post_is_taken_in(client, mo, trader):
    address = f"/market/papers/traders/{trader.pk}/new/{cast.insurance().pk}/"
    answer = client.post(address, details() | {"photo": upload()})
    document = Document.objects.get()
    assert answer["Location"] == f"/market/papers/{document.pk}/"
    assert document.is_waiting and document.sent_by == mo and document.photo
    bad = client.post(address, details(number="9") | {"photo": upload(b"no photo")})
    assert bad.status_code == 422 and Document.objects.count() == 1


@pytest.mark.parametrize("address", ["/market/papers/9999/", "/market/papers/traders/9999/",
                                     "/market/papers/types/9999/", "/market/papers/9999/photo"])  # fmt: skip
def test_what_is_not_there_is_not_found(client, mo, address):
    assert client.get(address).status_code == 404


def test_posting_to_what_is_not_there_is_not_found(client, mo):
    assert client.post("/market/papers/9999/acceptances/").status_code == 404
    assert client.post("/market/papers/9999/refusals/").status_code == 404
    assert client.get("/market/papers/1/acceptances/").status_code == 405


def test_a_type_says_who_asks_for_it(client, mo, days):
    burgers = Commodity.objects.create(name="Burgers", group="Food")
    form = {"name": "Gas safety certificate", "months": 12, "minimum_cover": "", "guidance": "Gas Safe number",
            "events": [days[0].event.pk], "commodities": [burgers.pk]}  # fmt: skip
    assert client.post("/market/papers/types/", form).status_code == 302
    gas = DocumentType.objects.get(name="Gas safety certificate")
    assert list(gas.events.all()) == [days[0].event] and list(gas.commodities.all()) == [burgers]
    del form["events"]
    client.post(f"/market/papers/types/{gas.pk}/", form | {"minimum_cover": "1,000,000"})
    gas.refresh_from_db()
    assert gas.minimum_cover == 100_000_000 and not gas.events.exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "Public liability insurance"}, {"months": "x"},
                                   {"minimum_cover": "much"}, {"events": ["99999"]}])  # fmt: skip
def test_a_type_that_cannot_be_kept(client, mo, days, wrong):
    form = {"name": "New", "months": 12} | wrong
    assert client.post("/market/papers/types/", form).status_code == 422
    assert DocumentType.objects.count() == 1


def test_what_runs_out_stands_in_its_band(client, mo, trader):
    send(trader, last=20).accept(by=mo)
    bands = dict(client.get("/market/papers/expiries/").context["bands"])
    assert len(bands["Within 30 days"]) == 1 and not bands["Within 14 days"] and not bands["Within 60 days"]


def test_what_runs_out_as_a_file(client, mo, trader):
    send(trader, last=20, number="=1+1").accept(by=mo)
    answer = client.get("/market/papers/expiries.csv")
    assert answer["Cache-Control"] == "private, no-store"
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith(f"Amy's Cheese,Public liability insurance,'=1+1,5000000.00,{in_days(20)},20,None")
    assert client.get("/market/papers/expiries.xlsx").content.startswith(b"PK")
    assert client.get("/market/papers/expiries.pdf").status_code == 404


def test_next_years_certificate_leaves_this_years_in_the_queue(client, mo, trader):
    this, following = send(trader, first=-300, last=20), send(trader, first=21, last=385)
    accept(client, following)
    assert f"/market/papers/{this.pk}/" in client.get("/market/papers/").content.decode()
    (row,) = client.get("/market/papers/traders/?q=amy").context["page"]
    assert (row.in_force, row.unchecked) == (1, 1)
    page = text(client.get(f"/market/papers/traders/{trader.pk}/"))
    assert "To check" in page and "Sent again" not in page
