"""Amy in her portal: her name put down and taken back, and why she was given a pitch or not."""

import pytest

from events.models import WaitingListEntry
from invoicing.drawing import run
from tests import cast
from tests.draw import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def amy(client, days):
    amy = cast.trader("amy")
    client.force_login(amy.user)
    return amy


def test_the_next_days_are_open_for_names(client, amy, day):
    page = client.get("/portal/draws/").content.decode()
    assert page.count("Put my name down for") == 2  # a fortnight of a weekly market
    assert "You have been in no draw yet" in page


def test_she_puts_her_name_down_changes_it_and_takes_it_back(client, amy, day, pitches):
    address = f"/portal/draws/days/{day.pk}/names/"
    assert client.post(address, {"amps": 0})["Location"] == "/portal/draws/"
    assert client.post(address, {"amps": 0, "first": pitches[4].pk}).status_code == 302
    entry = WaitingListEntry.objects.get()
    assert (entry.preferences, entry.joined_by) == ([pitches[4].pk], amy.user)
    assert "would like North side N5" in client.get("/portal/draws/").content.decode()
    for _ in range(2):
        assert client.post(f"/portal/draws/names/{entry.pk}/withdrawals/").status_code == 302
    entry.refresh_from_db()
    assert entry.left_at


def test_what_cannot_be_is_asked_again(client, amy, day):
    answer = client.post(f"/portal/draws/days/{day.pk}/names/", {"amps": "lots"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_a_holder_must_say_where_they_would_rather_stand(client, amy, day, pitches):
    people.holder(amy, day, pitches[0])
    answer = client.post(f"/portal/draws/days/{day.pk}/names/", {"amps": 0})
    assert answer.status_code == 422
    assert "has North side N1 that day" in answer.content.decode()


def test_she_is_told_beforehand_what_keeps_her_out(client, amy, day):
    amy.trader.documents.all().delete()
    assert "you will not be given a pitch" in client.get(f"/portal/draws/days/{day.pk}/names/").content.decode()


def test_she_reads_where_she_stands_and_why(client, amy, promised, join, clock, mo):
    join(amy)
    run(promised, by=mo, at=clock(8, 5))
    result = amy.draw_results.get()
    page = client.get(f"/portal/draws/results/{result.pk}/").content.decode()
    for words in ("You were given North side N", "You were 1st of 1", result.booking.reference,
                  f"<b>{amy.trader.pk}</b>"):  # fmt: skip
        assert words in page
    assert amy.messages.get().body == result.words


def test_she_reads_why_she_was_not_given_a_pitch(client, amy, promised, day, pitches, join, clock, mo):
    for n, pitch in enumerate(pitches):
        people.holder(people.trader(f"holder{n}"), day, pitch)
    join(amy)
    run(promised, by=mo, at=clock(8, 5))
    page = client.get(f"/portal/draws/results/{amy.draw_results.get().pk}/").content.decode()
    assert "Why was I not given a pitch?" in page and "Every pitch was taken when your turn came." in page
    assert "Every pitch was taken" in client.get("/portal/draws/").content.decode()


def test_what_is_somebody_elses_is_not_found(client, amy, promised, join, clock, mo):
    entry = join("gwen")
    assert client.post(f"/portal/draws/names/{entry.pk}/withdrawals/").status_code == 404
    run(promised, by=mo, at=clock(8, 5))
    assert client.get(f"/portal/draws/results/{entry.customer.draw_results.get().pk}/").status_code == 404
    assert client.get("/portal/draws/days/999/names/").status_code == 404
