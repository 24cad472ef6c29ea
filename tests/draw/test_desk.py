"""Mo at the market desk: promises, keeps the queue, runs the draw, reads it out and prints it."""

from datetime import timedelta

import pytest
import time_machine

from events.models import Draw, DrawResult, WaitingListEntry
from invoicing.drawing import run
from tests import cast
from tests.draw import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, mo):
    client.force_login(mo)
    return client


@pytest.fixture
def at(clock):
    """Be at the desk at an hour of the market morning: with at(8, 5): …"""
    return lambda *hour: time_machine.travel(clock(*hour), tick=False)


def page_of(desk, day):
    return desk.get(f"/market/draws/days/{day.pk}/").content.decode()


def test_without_markets_it_says_so(desk):
    assert "nothing to draw" in desk.get("/market/draws/").content.decode()


def test_it_shows_the_next_market_day_and_the_one_asked_for(desk, days):
    assert desk.get("/market/draws/").context["page"].occurrence == days[0]
    assert desk.get(f"/market/draws/?on={days[2].day}").context["page"].occurrence == days[2]
    assert "Enter a day" in desk.get("/market/draws/?on=soon").content.decode()


def test_promising_shows_the_hash_and_no_seed(desk, day):
    desk.post(f"/market/draws/days/{day.pk}/promises/")
    desk.post(f"/market/draws/days/{day.pk}/promises/")
    first, second = Draw.objects.order_by("call")
    page = page_of(desk, day)
    assert all(first.seed_hash[n : n + 8] in page for n in range(0, 64, 8))
    assert first.seed not in page and second.seed not in page


def test_promising_too_late_is_refused_in_words(desk, day, at, mo):
    with at(9, 45):
        desk.force_login(mo)
        answer = desk.post(f"/market/draws/days/{day.pk}/promises/")
    assert answer.status_code == 422
    assert "no draw can be promised" in answer.content.decode()


@pytest.mark.parametrize("query", ["gwe", "GWEN", "number", "badge"])
def test_a_trader_is_found_by_name_number_or_badge(desk, day, query):
    trader = people.trader("gwen").trader
    query = {"number": str(trader.pk), "badge": trader.badge}.get(query, query)
    found = desk.get(f"/market/draws/days/{day.pk}/names/", {"q": query}).context["found"]
    assert found == [(trader, False)]


def test_a_forged_or_replaced_badge_finds_nobody(desk, day):
    trader = people.trader("gwen").trader
    old = trader.badge
    trader.badge_version = 2
    trader.save()
    for badge in (old, f"T{trader.pk}-2:forged"):
        assert desk.get(f"/market/draws/days/{day.pk}/names/", {"q": badge}).context["found"] == []


def test_a_name_is_put_down_with_what_they_need(desk, day, pitches, mo):
    gwen = people.trader("gwen")
    address = f"/market/draws/days/{day.pk}/names/{gwen.trader.pk}/"
    assert "Put their name down" in desk.get(address).content.decode()
    answer = desk.post(address, {"amps": 0, "frontage": "2.5", "vehicle": "on", "first": pitches[2].pk})
    assert answer["Location"] == f"/market/draws/days/{day.pk}/"
    entry = WaitingListEntry.objects.get()
    assert (entry.frontage_cm, entry.vehicle, entry.preferences, entry.joined_by) == (250, True, [pitches[2].pk], mo)
    assert "2.5 m of frontage, a vehicle, would like North side N3" in page_of(desk, day)


@pytest.mark.parametrize("sent", [{}, {"amps": "99"}, {"amps": "0", "first": "99999"}, {"amps": "0", "frontage": "-1"}])
def test_needs_that_make_no_sense_are_asked_again(desk, day, sent):
    gwen = people.trader("gwen")
    assert desk.post(f"/market/draws/days/{day.pk}/names/{gwen.trader.pk}/", sent).status_code == 422
    assert not WaitingListEntry.objects.exists()


def test_the_officer_is_warned_of_what_the_draw_will_not_admit(desk, day):
    gwen = people.trader("gwen", insured=False)
    page = desk.get(f"/market/draws/days/{day.pk}/names/{gwen.trader.pk}/").content.decode()
    assert "the draw will not admit them" in page and "Public liability insurance is needed" in page


def test_a_name_is_taken_off_once(desk, day, join):
    entry = join("gwen")
    for _ in range(2):
        assert desk.post(f"/market/draws/names/{entry.pk}/withdrawals/").status_code == 302
    assert not WaitingListEntry.objects.waiting().exists()


def test_running_it_shows_who_stands_where_and_why_not(desk, promised, day, join, at, mo):
    join("gwen")
    join(people.trader("debtor", casual_stopped="£90.00 is overdue."))
    with at(8, 5):
        desk.force_login(mo)
        for _ in range(2):
            assert desk.post(f"/market/draws/{promised.pk}/runs/").status_code == 302
        page = page_of(desk, day)
        by_pitch = desk.get(f"/market/draws/days/{day.pk}/?view=pitch").content.decode()
    assert DrawResult.objects.count() == 2
    assert "You were 1st of 1" in page and "£90.00 is overdue" in page
    assert "Gwen" in by_pitch and "overdue" not in by_pitch


def test_running_it_too_early_is_refused_in_words(desk, promised):
    answer = desk.post(f"/market/draws/{promised.pk}/runs/")
    assert answer.status_code == 422
    assert "not before" in answer.content.decode()


def test_the_sheet_to_print_has_every_pitch_and_every_reason(desk, promised, day, join, clock, mo):
    join("gwen")
    run(promised, by=mo, at=clock(8, 5))
    sheet = desk.get(f"/market/draws/days/{day.pk}/sheet/").content.decode()
    for words in ("Gwen", "North side N", "You were 1st of 1", promised.seed, promised.seed_hash):
        assert words in sheet


def test_who_may_not_decide_neither_promises_nor_runs(client, promised, day):
    cast.staff("nia", "Market officers")
    client.force_login(officer := cast.staff("ned", "Market officers"))
    officer.groups.first().permissions.remove(*officer.groups.first().permissions.filter(codename="decide_market"))
    assert client.post(f"/market/draws/days/{day.pk}/promises/").status_code == 403
    assert client.post(f"/market/draws/{promised.pk}/runs/").status_code == 403
    assert client.get("/market/draws/").status_code == 200


@pytest.mark.parametrize("address", ["days/999/", "days/999/names/", "days/999/names/1/", "days/999/sheet/"])
def test_what_is_not_there_is_not_found(desk, day, address):
    assert desk.get(f"/market/draws/{address}").status_code == 404


@pytest.mark.parametrize("address", ["days/999/promises/", "999/runs/", "names/999/withdrawals/"])
def test_what_is_not_there_cannot_be_done(desk, day, address):
    assert desk.post(f"/market/draws/{address}").status_code == 404


def test_who_was_given_a_pitch_and_did_not_stand_may_be_struck_off(desk, promised, day, days, join, clock, mo, pitches):
    join("gone")
    stayed = join("stayed").customer
    run(promised, by=mo, at=clock(8, 5))
    booking = stayed.draw_results.get().booking
    booking.confirm(at=clock(8, 10))
    booking.lines.get().check_ins.create(at=clock(8, 20), by=mo)
    with time_machine.travel(day.ends_at + timedelta(days=1)):
        desk.force_login(mo)
        page = desk.get("/market/draws/absentees/").content.decode()
    assert "Gone" in page and "Given a pitch once and did not stand" in page
    assert "Stayed" not in page
