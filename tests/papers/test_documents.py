"""A paper is sent, waits, is accepted or refused once; the newer replaces the older, and none is thrown away."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from events import papers
from events.models import Document, DocumentType, Message, NotChecked
from tests import cast
from tests.papers.certificates import FIVE_MILLION, in_days, photo, send

pytestmark = pytest.mark.django_db


def test_what_is_sent_waits(trader):
    document = send(trader)
    assert document.is_waiting and list(Document.objects.waiting()) == [document]


def test_a_newer_one_replaces_the_older_and_both_are_kept(trader, mo):
    first = send(trader).accept(by=mo)
    second = send(trader, first=366, last=730)
    assert second.replaces == first and Document.objects.count() == 2
    assert first.is_accepted and list(Document.objects.waiting()) == [second]


def test_papers_of_other_types_and_traders_replace_nothing(trader, mo):
    send(trader)
    other = DocumentType.objects.create(name="Photo identity")
    assert send(trader, paper=other, cover=0).replaces is None
    assert send(cast.trader("bob", insured=False).trader).replaces is None


def test_sent_again_before_it_was_checked_the_first_leaves_the_queue(trader):
    send(trader, photo=photo())
    again = send(trader, photo=photo("black"))
    assert list(Document.objects.waiting()) == [again]


def test_the_same_sent_twice_is_taken_once(trader):
    assert send(trader, photo=photo()) == send(trader, photo=photo())
    assert Document.objects.count() == 1


def test_a_paper_is_replaced_once(trader):
    first = send(trader)
    send(trader, last=200)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(trader=trader, document_type=cast.insurance(), valid_from=in_days(0),
                                expires_on=in_days(1), replaces=first)  # fmt: skip


def test_dates_the_wrong_way_round_are_refused(trader):
    with pytest.raises(NotChecked, match="before the first day"):
        send(trader, first=5, last=4)


def test_accepting_says_who_and_when_and_tells_the_trader(trader, mo):
    document = papers.accept(send(trader), by=mo)
    assert document.checked_by == mo and document.checked_at and document.corrected == ""
    told = Message.objects.get()
    assert told.customer == trader.customer and "in order until" in told.body


def test_accepting_twice_is_accepting_once(trader, mo):
    document = send(trader)
    papers.accept(document, by=mo)
    first = Document.objects.get().checked_at
    papers.accept(document, by=cast.staff("max", "Managers"))
    assert Document.objects.get().checked_at == first and Message.objects.count() == 1


def test_what_the_officer_puts_right_is_kept_beside_what_was_sent(trader, mo):
    last = in_days(200)
    document = send(trader, cover=2 * FIVE_MILLION, number="1").accept(by=mo, cover=FIVE_MILLION, expires_on=last)
    assert (document.cover, document.expires_on) == (FIVE_MILLION, last)
    assert "Sum insured £5,000,000.00, sent as £10,000,000.00" in document.corrected
    assert "Last day" in document.corrected and "Number" not in document.corrected


@pytest.mark.parametrize(("how", "words"), [
    ({"cover": FIVE_MILLION - 1}, "is the least that counts"),
    ({"first": -30, "last": -1}, "It ended on"),
])  # fmt: skip
def test_what_does_not_hold_is_not_accepted(trader, mo, how, words):
    document = send(trader, **how)
    with pytest.raises(NotChecked, match=words):
        papers.accept(document, by=mo)
    assert Document.objects.get().is_waiting and not Message.objects.exists()


def test_refusing_says_why_and_tells_the_trader(trader, mo):
    document = papers.refuse(send(trader), "It is in another name", by=mo)
    assert document.refused_reason == "It is in another name" and document.checked_by == mo
    assert "It is in another name" in Message.objects.get().body
    assert not Document.objects.waiting().exists()


def test_refusing_twice_is_refusing_once(trader, mo):
    document = send(trader)
    papers.refuse(document, "A page is missing", by=mo)
    papers.refuse(document, "It has run out", by=mo)
    assert Document.objects.get().refused_reason == "A page is missing" and Message.objects.count() == 1


def test_refusing_needs_a_reason(trader, mo):
    with pytest.raises(NotChecked, match="Say why"):
        papers.refuse(send(trader), "  ", by=mo)


def test_what_was_decided_stays_decided(trader, mo):
    refused, accepted = send(trader), send(cast.trader("bob", insured=False).trader)
    papers.refuse(refused, "It has run out", by=mo)
    papers.accept(accepted, by=mo)
    with pytest.raises(NotChecked, match="refused by Mo already"):
        papers.accept(refused, by=mo)
    with pytest.raises(NotChecked, match="accepted by Mo already"):
        papers.refuse(accepted, "It has run out", by=mo)


def test_without_e_mail_the_letter_is_printed(trader, mo):
    trader.customer.email = ""
    trader.customer.save()
    papers.accept(send(trader), by=mo)
    assert Message.objects.to_print().count() == 1


def test_the_paper_before_stays_in_force_until_its_own_end(trader, days, mo):
    send(trader, last=(days[1].day - localdate()).days).accept(by=mo)
    send(trader, first=0, last=365)
    assert trader.why_not(days[0].event, [days[1].day]) == []
    assert trader.why_not(days[0].event, [days[1].day + timedelta(days=1)])


def test_next_years_sent_before_this_years_is_checked_leaves_both_in_the_queue(trader, days, mo):
    this, following = send(trader, first=-300, last=20), send(trader, first=21, last=385)
    assert set(Document.objects.waiting()) == {this, following}
    papers.accept(following, by=mo)
    assert list(Document.objects.waiting()) == [this]
    assert "are checking it" in trader.why_not(days[0].event, [days[0].day])[0]
    papers.accept(this, by=mo)
    assert trader.why_not(days[0].event, [days[0].day]) == []


def test_sent_again_for_fewer_days_both_stay_in_the_queue(trader):
    assert {send(trader), send(trader, last=100)} == set(Document.objects.waiting())


def test_where_the_one_sent_again_is_refused_the_first_is_checked_after_all(trader, mo):
    first = send(trader, photo=photo())
    papers.refuse(send(trader, photo=photo("black")), "The photo cannot be read", by=mo)
    assert list(Document.objects.waiting()) == [first]
