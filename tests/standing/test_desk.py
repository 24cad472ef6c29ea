"""Mo at the desk: offers, why a day was not booked, ends, moves, takeovers, absences to look at."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.models import Attachment, DayOff, Document, Message, StandingBooking
from invoicing import absences, rolling
from tests import cast
from tests.standing.conftest import offer, pitch, running, weekday
from tests.standing.test_portal import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, mo):
    client.force_login(mo)
    return client


def day_parts(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


@pytest.fixture
def form(days, amy):
    return {"event": days[0].event_id, "customer": amy.pk, "place": pitch(days[0]).pk, "weekdays": weekday(days[0]),
            **day_parts("starts_on", localdate())}  # fmt: skip


def test_an_offer_is_made_once_and_told(desk, days, amy, form):
    assert text(desk.get("/market/licences/offers/")).count("Offer it") == 1
    first = desk.post("/market/licences/offers/", form)
    assert desk.post("/market/licences/offers/", form)["Location"] == first["Location"]
    standing = StandingBooking.objects.get()
    assert (standing.customer, standing.status, standing.made_by.email) == (amy, "offered", "mo@alderbrook.example")
    assert Message.objects.get().subject == "We offer you North side N1 at Thursday market"


@pytest.mark.parametrize(("change", "words"), [
    ({"customer": "x"}, "Select a valid choice"), ({"place": "0"}, "Select a valid choice"),
    ({"weekdays": []}, "Tick at least one day"), ({"starts_on_0": "40"}, "no such day"),
    ({"starts_on_2": "2020"}, "begins today or later"), ({"event": "zz", "customer": ""}, "Choose a trader"),
])  # fmt: skip
def test_an_offer_that_is_not_in_order_is_shown_again(desk, form, change, words):
    answer = desk.post("/market/licences/offers/", {**form, **change})
    assert answer.status_code == 422 and words in text(answer)
    assert not StandingBooking.objects.exists()


def test_what_could_not_be_booked_comes_first_and_is_tried_again(desk, days, licence):
    Document.objects.update(expires_on=days[1].day)
    rolling.roll(licence, days[-1].day)
    page = text(desk.get("/market/licences/"))
    assert "Not booked: why 1" in page and "and 3 more days" in page and "insurance is needed" in page
    Document.objects.update(expires_on=days[-1].day)
    answer = desk.post(f"/market/licences/{licence.pk}/rollings/", follow=True)
    assert "Tried again: every day is booked." in text(answer) or "could still not be booked" in text(answer)


@pytest.mark.parametrize(("query", "count"), [
    ("", 2), ("?q=bob", 1), ("?q=n1", 1), ("?q=nobody", 0), ("?status=offered", 1), ("?status=ended", 0),
    ("?status=zz", 2), ("?event=zz", 2), ("?page=99", 2),
])  # fmt: skip
def test_licences_are_filtered(desk, days, licence, query, count):
    offer(days, cast.trader("bob"), number=2)
    assert f"{count} licence" in text(desk.get(f"/market/licences/{query}"))


def test_one_licence_says_everything_about_it(desk, days, rolled, amy):
    absences.report(amy, days[1], "holiday", note="A wedding")
    page = text(desk.get(f"/market/licences/{rolled.pk}/"))
    for words in ("Holidays left 1 of 2", "Away this year", "A wedding", "Day off: Holiday", "Notice is 28 days"):
        assert words in page


def test_the_trader_answers_on_paper(desk, days, amy):
    standing = offer(days, amy)
    desk.post(f"/market/licences/{standing.pk}/acceptances/")
    standing.refresh_from_db()
    assert (standing.status, standing.accepted_by.first_name) == ("running", "Mo")
    answer = desk.post(f"/market/licences/{standing.pk}/withdrawals/")
    assert answer.status_code == 422 and "accepted already" in text(answer)
    other = offer(days, cast.trader("bob"), number=2)
    desk.post(f"/market/licences/{other.pk}/withdrawals/")
    other.refresh_from_db()
    assert other.status == "withdrawn"


def test_ended_for_a_reason(desk, days, rolled):
    address = f"/market/licences/{rolled.pk}/ends/"
    answer = desk.post(address, {"end-reason": "", **day_parts("end-last_day", localdate())})
    assert answer.status_code == 422 and "Say why it ends." in text(answer)
    answer = desk.post(address, {"end-reason": "Rubbish", **day_parts("end-last_day", localdate() - timedelta(90))})
    assert answer.status_code == 422 and "past cannot be taken back" in text(answer)
    desk.post(address, {"end-reason": "Rubbish", **day_parts("end-last_day", days[0].day)})
    rolled.refresh_from_db()
    assert rolled.ends_on == days[0].day


def test_notice_by_letter(desk, rolled):
    for _ in range(2):
        assert desk.post(f"/market/licences/{rolled.pk}/notices/").status_code == 302
    rolled.refresh_from_db()
    assert rolled.ends_on == localdate() + timedelta(days=28)


def test_moved_and_handed_on(desk, days, rolled):
    bob = cast.trader("bob")
    StandingBooking.objects.update(seniority_from=localdate() - timedelta(days=400))
    desk.post(f"/market/licences/{rolled.pk}/wishes/", {"wish-wish": "A corner"})
    desk.post(f"/market/licences/{rolled.pk}/successors/", {"next-customer": bob.pk})
    move = {"move-place": pitch(days[0], 3).pk, **day_parts("move-on", days[1].day)}
    desk.post(f"/market/licences/{rolled.pk}/transfers/", move)
    moved = rolled.followed_by
    assert (moved.place, moved.status) == (pitch(days[0], 3), "running")
    assert desk.post(f"/market/licences/{rolled.pk}/transfers/", move).status_code == 422
    StandingBooking.objects.filter(pk=moved.pk).update(successor=bob)
    assert "its seniority" not in text(desk.get(f"/market/licences/{moved.pk}/"))
    desk.post(f"/market/licences/{moved.pk}/takeovers/", day_parts("take-on", days[4].day))
    assert moved.followed_by.customer == bob


def test_who_comes_first_for_a_vacant_pitch(desk, days, licence):
    StandingBooking.objects.update(transfer_asked_on=localdate(), transfer_wish="A corner")
    event, place = days[0].event_id, pitch(days[0], 4)
    page = text(desk.get(f"/market/licences/vacancies/?event={event}&place={place.pk}"))
    assert "Asked to move" in page and "A corner" in page and "Seniority at Thursday market" in page
    assert desk.get("/market/licences/vacancies/?event=x&place=y").status_code == 200


def test_absences_are_listed_and_a_certificate_is_seen(desk, days, rolled, amy):
    absences.report(amy, days[1], "notified")
    assert "Away lately and on the days to come" in text(desk.get("/market/licences/absences/"))
    day_off = DayOff.objects.get()
    for _ in range(2):
        desk.post(f"/market/licences/absences/{day_off.pk}/certificates/")
    day_off.refresh_from_db()
    assert day_off.why == "sick" and amy.account.balance() == 5 * 2450


def test_a_certificate_is_shown_to_those_who_decide(desk, days, rolled, amy):
    certificate = Attachment.objects.keep("note.pdf", b"%PDF-1.4 fit note")
    day_off = absences.report(amy, days[1], "sick", evidence=certificate)
    answer = desk.get(f"/market/licences/absences/{day_off.pk}/evidence/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    other = absences.report(amy, days[2], "notified")
    assert desk.get(f"/market/licences/absences/{other.pk}/evidence/").status_code == 404
    desk.force_login(cast.staff("dan"))
    assert desk.get(f"/market/licences/absences/{day_off.pk}/evidence/").status_code == 403


def test_looking_is_for_all_at_the_desk_and_deciding_for_officers(client, days, rolled, form):
    dan = cast.staff("dan")
    dan.user_permissions.add(*_stand_at_market())
    client.force_login(dan)
    assert client.get("/market/licences/").status_code == 200
    assert "End the licence" not in text(client.get(f"/market/licences/{rolled.pk}/"))
    assert client.post("/market/licences/offers/", form).status_code == 403
    for act in ("acceptances", "withdrawals", "rollings", "successors", "wishes", "notices", "ends", "transfers",
                "takeovers"):  # fmt: skip
        assert client.post(f"/market/licences/{rolled.pk}/{act}/").status_code == 403, act


def _stand_at_market():
    permission = StandingBooking._meta.apps.get_model("auth", "Permission")
    return permission.objects.filter(codename="stand_at_market")


@pytest.mark.parametrize("address", ["999/", "999/ends/", "absences/999/certificates/"])
def test_what_is_not_there_is_not_found(desk, days, address):
    ask = desk.post if address.count("/") > 1 else desk.get
    assert ask(f"/market/licences/{address}").status_code == 404


def test_without_a_market_the_pages_say_so(desk, db):
    assert "no market with rules" in text(desk.get("/market/licences/offers/"))
    assert "no market with rules" in text(desk.get("/market/licences/vacancies/"))
    running_none = text(desk.get("/market/licences/"))
    assert "Nobody holds a licence yet." in running_none


def test_the_pages_ask_as_much_of_the_database_for_many_as_for_few(desk, days, amy, django_assert_max_num_queries):
    for number in range(1, 5):
        running(days, cast.trader(f"t{number}"), number=number)
    with django_assert_max_num_queries(40):
        desk.get("/market/licences/")
    with django_assert_max_num_queries(40):
        desk.get("/market/licences/absences/")
