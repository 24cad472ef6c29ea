"""A pitch let with an application ends by the rules of its market, by no other way; and a market that does not run."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from events.models import Application, AskedTooMuch, Booking, DayOff, Hold, Refused
from invoicing import absences, pitch_endings
from invoicing.cancelling_by_rule import cancel_days
from invoicing.deposits import hand_in
from invoicing.pitch_awards import award
from invoicing.swapping import swap
from tests import cast
from tests.apply import stage
from tests.apply.test_money_of_specialist_markets import paid, place_of
from tests.invariants.stage import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def mo():
    return cast.staff("mo", "Market officers")


@pytest.fixture
def market():
    return stage.christmas()


@pytest.fixture
def amy(market):
    return cast.trader()


@pytest.fixture
def application(market, amy):
    """Amy's, handed in and its deposit paid."""
    said = stage.answers(event=market.event)
    application = Application.objects.begin(event=market.event, customer=amy, answers=said)
    stage.paper_answers(application)
    hand_in(application)
    application.refresh_from_db()
    paid(application)
    return application


@pytest.fixture
def booking(application, market, mo):
    return award(application, place_of(market), by=mo)


def report_without_asking(booking, monkeypatch):
    """An absence as it could be reported before pitches let whole were left out."""
    monkeypatch.setattr("invoicing.absence_terms.check_let_by_day", lambda booking: None)
    return absences.report(booking.customer, booking.lines.last().occurrence, "notified")


def test_it_is_not_cancelled_free_of_charge_from_my_bookings(client, booking, market, amy):
    client.force_login(amy.user)
    with time_machine.travel(now() + timedelta(days=stage.AHEAD - 10)):
        client.force_login(amy.user)
        here = f"/portal/bookings/{booking.reference}/"
        page = client.get(here).content.decode()
        assert "open My applications" in page and "Cancel this booking" not in page and "You pay nothing" not in page
        day = client.get(f"{here}days/{market.event.occurrences.last().pk}/").content.decode()
        assert "open My applications" in day and "Cancel this day" not in day and "Free" not in day
        assert client.post(f"{here}cancellations/").status_code == 422
    booking.refresh_from_db()
    assert (booking.status, amy.account.balance()) == ("confirmed", 179_000)


def test_no_verb_gives_a_day_of_it_back(booking, market, amy):
    line = booking.lines.last()
    free = market.event.occurrences.first().plan.places.last()
    Hold.objects.all().delete()
    for act in (lambda: cancel_days(booking, [line]), lambda: absences.report(amy, line.occurrence, "notified"),
                lambda: swap(line, line.occurrence, free)):  # fmt: skip
        with pytest.raises(AskedTooMuch, match="let to you for the whole market"):
            act()
    assert Booking.objects.get(pk=booking.pk).lines.live().count() == 9 and not DayOff.objects.exists()


def test_it_is_not_cancelled_at_the_counter_either(client, booking):
    max_ = cast.staff("max", "Managers")
    client.force_login(max_)
    answer = client.post(f"/counter/bookings/{booking.reference}/cancellations/", {"reason": "Asked for it"})
    booking.refresh_from_db()
    assert (answer.status_code, booking.status) == (422, "confirmed")
    assert "Ask the market desk" in answer.content.decode()


def test_a_day_is_not_asked_about_among_absences(client, booking, amy):
    client.force_login(amy.user)
    assert "Christmas" not in client.get("/portal/absences/").content.decode()


def test_a_day_reported_before_is_charged_no_more_after_cancelling(booking, application, amy, monkeypatch):
    report_without_asking(booking, monkeypatch)
    application.refresh_from_db()
    kept, back, owed = pitch_endings.cancel(application, by=amy.user)
    assert (kept, back, owed) == (12_500, 12_500, 0)
    assert amy.account.balance() == -12_500 and broken() == {}


def test_nor_after_the_market_is_called_off(booking, market, mo, amy, monkeypatch):
    report_without_asking(booking, monkeypatch)
    pitch_endings.call_off(market, reason="Flood", by=mo)
    assert amy.account.balance() == -25_000 and broken() == {}


def test_a_draft_somebody_left_does_not_stop_a_market_from_being_called_off(client, market, amy, mo):
    nia = stage.sent(event=market.event)
    left = Application.objects.begin(event=market.event, customer=amy)
    client.force_login(mo)
    here = f"/market/applications/markets/{market.pk}/cancellations/"
    assert client.post(here, {"reason": "Flood", "sure": "on"}).status_code == 302
    nia.refresh_from_db(), left.refresh_from_db()
    assert (nia.status, left.status, market.days.count()) == ("withdrawn", "withdrawn", 0)
    assert "Everything you paid" not in amy.messages.latest("pk").body


@pytest.mark.parametrize("known", [True, False])
def test_a_draft_has_nothing_to_cancel_and_is_left_to_be_filled_in(client, market, amy, mo, known):
    draft = Application.objects.begin(event=market.event, customer=amy if known else None)
    answer = client.post(f"/apply/{draft.token}/cancellations/", {"sure": "yes"}, follow=True)
    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (200, "draft")
    client.force_login(mo)
    here = f"/market/applications/{draft.pk}/cancellations/"
    assert client.post(here, {"cancel-words": "By telephone"}).status_code in (302, 404)


def test_a_market_that_does_not_run_takes_no_applications(client, market, mo):
    late = stage.draft(event=market.event)
    pitch_endings.call_off(market, reason="Flood", by=mo)
    assert "Christmas market" not in client.get("/apply/").content.decode()
    late = stage.draft("oli", event=market.event)
    with pytest.raises(Refused, match="does not run"):
        hand_in(late)
    assert client.post(f"/apply/{late.token}/applications/").status_code in (404, 422)


def test_its_pages_still_open_for_who_applied_at_the_later_price(client, mo):
    market = stage.christmas(early_days=-1)
    sent = stage.sent(event=market.event)
    paid(sent)
    pitch_endings.call_off(market, reason="Flood", by=mo)
    assert client.get(f"/apply/{sent.token}/").status_code == 200
    assert client.get(f"/apply/form/{market.event.slug}/").status_code == 200
    client.force_login(mo)
    assert client.get(f"/market/applications/{sent.pk}/").status_code == 200
