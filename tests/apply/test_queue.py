"""The review queue and its decisions through the market desk, and setting specialist markets up."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from events.models import Application, Attachment, Booking, Message, Score, SpecialistMarket
from invoicing.deposits import take
from invoicing.models import Deposit, Payment
from tests import cast
from tests.apply import stage
from tests.apply.test_pages import picture, text

pytestmark = pytest.mark.django_db
QUEUE = "/market/applications/"


@pytest.fixture
def officer(client, mo):
    client.force_login(mo)
    return client


def test_the_oldest_comes_first_with_its_clock(officer, thursday):
    stage.sent("ada", at=now() - timedelta(days=20))
    stage.sent("ben", at=now() - timedelta(days=2))
    stage.draft("cal")
    page = officer.get(QUEUE)
    said = text(page)
    assert said.index("Ada's Stall") < said.index("Ben's Stall")
    assert "Late by 6 days" in said and "12 days left" in said and "Cal's Stall" not in said
    assert "Cal's Stall" in text(officer.get(f"{QUEUE}?show=begun"))
    assert "Ben's Stall" not in text(officer.get(f"{QUEUE}?q=ada"))
    assert officer.get(f"{QUEUE}?show=nothing&about=nothing&page=x").status_code == 200


def test_one_application_shows_answers_photos_doubles_and_room(officer, thursday):
    amy = cast.trader("amy")
    application = stage.sent("nia")
    type(amy).objects.filter(pk=amy.pk).update(phone=application.customer.phone)
    photo = application.photos.create(question="pictures", attachment=Attachment.objects.keep("x", picture().read()))
    page = officer.get(f"{QUEUE}{application.pk}/")
    for words in ("Nia's Stall", "May be the same as", "Amy's Cheese", "0 traders sell it mainly", "Ask for more"):
        assert words in text(page), words
    answer = officer.get(f"{QUEUE}{application.pk}/photos/{photo.pk}/")
    assert answer["Content-Type"] == "image/jpeg" and answer["X-Content-Type-Options"] == "nosniff"


def test_photos_are_for_officers_only(client, thursday):
    application = stage.sent("nia")
    photo = application.photos.create(question="pictures", attachment=Attachment.objects.keep("x", picture().read()))
    client.force_login(cast.staff("sam", "Box office"))
    assert client.get(f"{QUEUE}{application.pk}/photos/{photo.pk}/").status_code == 403


@pytest.mark.parametrize("path", ["999/", "1/photos/999/", "markets/999/", "markets/999/settings/"])
def test_what_is_not_there_is_not_found(officer, thursday, path):
    assert officer.get(f"{QUEUE}{path}").status_code == 404


@pytest.mark.parametrize(("act", "sent", "status"), [
    ("acceptances", {"accept-account": "on", "accept-limit": "200"}, "accepted"),
    ("refusals", {"refusal-why": "alike", "refusal-words": "Try in spring."}, "refused"),
    ("requests", {"more-words": "Send a photo."}, "more-wanted"),
    ("waitings", {"waiting-words": "No room."}, "waiting"),
    ("cancellations", {"cancel-words": "Rang."}, "withdrawn"),
])  # fmt: skip
def test_each_decision_is_done_once_and_told(officer, thursday, act, sent, status):
    application = stage.sent("nia")
    before = Message.objects.count()
    for _ in range(2):
        answer = officer.post(f"{QUEUE}{application.pk}/{act}/", sent)
        assert answer.status_code == 302, text(answer)
    application.refresh_from_db()
    assert application.status == status
    assert application.steps.filter(status=status, internal=False).count() == 1
    assert Message.objects.count() == before + (act != "cancellations")


@pytest.mark.parametrize("act", ["refusals", "requests", "waitings", "notes", "cancellations"])
def test_nothing_is_decided_without_words(officer, thursday, act):
    application = stage.sent("nia")
    answer = officer.post(f"{QUEUE}{application.pk}/{act}/")
    assert answer.status_code == 422 and "Error:" in text(answer)
    application.refresh_from_db()
    assert application.status == "submitted"


def test_a_reason_from_the_list_with_words_of_ones_own(officer, thursday):
    application = stage.sent("nia")
    answer = officer.post(f"{QUEUE}{application.pk}/refusals/", {"refusal-why": "other"})
    assert answer.status_code == 422 and "Write the reason." in text(answer)
    officer.post(f"{QUEUE}{application.pk}/refusals/", {"refusal-why": "alike", "refusal-words": "Try in spring."})
    application.refresh_from_db()
    assert application.reason == "There are enough stalls with these goods already. Try in spring."


def test_the_refuser_does_not_decide_the_appeal(officer, thursday, max_):
    application = stage.sent("nia")
    officer.post(f"{QUEUE}{application.pk}/refusals/", {"refusal-why": "alike"})
    application.refresh_from_db()
    application.appeal("Look again.")
    assert "somebody else decides" in text(officer.get(f"{QUEUE}{application.pk}/"))
    answer = officer.post(f"{QUEUE}{application.pk}/acceptances/")
    assert answer.status_code == 422 and "An appeal is decided by somebody else." in text(answer)
    officer.force_login(max_)
    assert officer.post(f"{QUEUE}{application.pk}/acceptances/").status_code == 302


def test_a_desk_without_the_right_to_decide_may_look(client, thursday):
    user = cast.staff("rob", "Market officers")
    user.groups.get().permissions.remove(*user.groups.get().permissions.filter(codename="decide_market"))
    client.force_login(user)
    application = stage.sent("nia")
    assert "You may look, but not decide." in text(client.get(f"{QUEUE}{application.pk}/"))
    assert client.post(f"{QUEUE}{application.pk}/acceptances/").status_code == 403


def test_joining_through_the_page(officer, thursday):
    amy, application = cast.trader("amy"), stage.sent("nia")
    assert officer.post(f"{QUEUE}{application.pk}/joins/", {"customer": amy.pk}).status_code == 302
    application.refresh_from_db()
    assert application.customer == amy
    assert officer.post(f"{QUEUE}{application.pk}/joins/", {"customer": "x"}).status_code == 422


def test_a_paper_form_is_entered_in_the_same_order(officer, mo, thursday):
    page = officer.get(f"{QUEUE}entries/")
    word = re.search(r'name="word" value="([^"]+)"', page.content.decode())[1]
    for _ in range(2):
        answer = officer.post(f"{QUEUE}entries/", {"word": word, "channel": "paper"})
    application = Application.objects.get()
    assert (application.entered_by, application.channel) == (mo, "paper")
    assert "You are entering this for somebody: on paper" in text(officer.get(answer["Location"], follow=True))
    assert officer.post(f"{QUEUE}entries/", {"word": "made up", "channel": "paper"}).status_code == 404


def test_scores_are_given_through_the_page(officer, mo, market):
    application = stage.sent(event=market.event)
    quality, fit = market.criteria.all()
    sent = {f"score-c{quality.pk}": "4", f"score-c{fit.pk}": "2", "score-note": "Good"}
    for _ in range(2):
        assert officer.post(f"{QUEUE}{application.pk}/scores/", sent).status_code == 302
    assert Score.objects.count() == 2
    assert "70%" in text(officer.get(f"{QUEUE}{application.pk}/"))
    assert officer.post(f"{QUEUE}{application.pk}/scores/").status_code == 422
    assert officer.post(f"{QUEUE}{application.pk}/scores/", {f"score-c{fit.pk}": "9"}).status_code == 422


def test_a_pitch_is_given_through_the_page(officer, market):
    application = stage.sent(event=market.event)
    place = market.event.occurrences.first().plan.places.first()
    award = {"award-place": place.pk, "award-parts": "2"}
    answer = officer.post(f"{QUEUE}{application.pk}/acceptances/", award)
    assert answer.status_code == 422 and "has not paid the deposit" in text(answer)
    deposit = {"deposit-method": "terminal", "deposit-reference": "slip 1"}
    for _ in range(2):
        assert officer.post(f"{QUEUE}{application.pk}/deposits/", deposit).status_code == 302
    assert Payment.objects.count() == 1
    for _ in range(2):
        assert officer.post(f"{QUEUE}{application.pk}/acceptances/", award).status_code == 302
    assert Booking.objects.get().lines.count() == 9
    page = text(officer.get(f"{QUEUE}{application.pk}/"))
    assert "£2,040.00, £1,790.00 to pay" in page


def test_several_are_accepted_at_once_or_none(officer, market):
    goods = dict(zip(("ada", "ben"), stage.goods(), strict=False))
    found = [stage.sent(name, event=market.event, key=[one]) for name, one in goods.items()]
    places = list(market.event.occurrences.first().plan.places.all()[:2])
    sent = {f"take{one.pk}": "on" for one in found} | {f"parts{one.pk}": "1" for one in found}
    sent |= {f"place{one.pk}": place.pk for one, place in zip(found, places, strict=True)}
    take(found[0].deposit, "terminal", reference="slip 1")
    address = f"{QUEUE}markets/{market.pk}/"
    answer = officer.post(f"{address}acceptances/", sent)
    assert answer.status_code == 422 and "Nobody was accepted." in text(answer) and not Booking.objects.exists()
    take(found[1].deposit, "terminal", reference="slip 2")
    twice = officer.post(f"{address}acceptances/", {**sent, f"place{found[1].pk}": places[0].pk})
    assert twice.status_code == 422 and "This pitch is chosen twice." in text(twice)
    answer = officer.post(f"{address}acceptances/", sent)
    assert answer.status_code == 302, answer.context["bulk"].errors
    assert Booking.objects.filter(status="confirmed").count() == 2
    assert officer.post(f"{address}acceptances/", sent).status_code == 422
    assert officer.post(f"{address}acceptances/").status_code == 422


def test_the_ranked_list_warns_of_what_is_alike(officer, market, mo):
    for name, points in (("ada", 5), ("ben", 4)):
        Score.objects.give(stage.sent(name, event=market.event), {market.criteria.first(): points}, by=mo)
    page = text(officer.get(f"{QUEUE}markets/{market.pk}/"))
    assert page.index("Ada's Stall") < page.index("Ben's Stall") and page.count("More alike than 1") == 1


def test_calling_it_off_takes_a_reason_and_a_tick(officer, market):
    application = stage.sent(event=market.event)
    address = f"{QUEUE}markets/{market.pk}/cancellations/"
    assert officer.post(address, {"reason": "Storm"}).status_code == 422
    for _ in range(2):
        assert officer.post(address, {"reason": "Storm", "sure": "on"}).status_code == 302
    application.refresh_from_db()
    assert application.status == "withdrawn" and not Deposit.objects.exclude(payment=None).exists()
    assert officer.get(f"{QUEUE}markets/{market.pk}/").status_code == 200


def test_a_market_is_set_up_and_changed(officer, thursday):
    def days(name, day):
        return dict(zip((f"{name}_0", f"{name}_1", f"{name}_2"), (day.day, day.month, day.year), strict=True))

    sent = {"event": thursday[0].event.pk, **days("applications_from", localdate()), "deposit": "250",
            **days("applications_to", localdate() + timedelta(days=30)), "whole_event": "on", "instalments": "6",
            "most_alike": "2", "days0": "60", "percent0": "50", "days1": "90", "percent1": "75",
            "criterion0": "Quality", "most0": "5", "weight0": "3", "criterion1": "Fit"}  # fmt: skip
    assert officer.get(f"{QUEUE}markets/").status_code == 200
    wrong = officer.post(f"{QUEUE}markets/", {**sent, **days("applications_to", localdate() - timedelta(days=9))})
    assert wrong.status_code == 422 and "This is before the first day to apply." in text(wrong)
    answer = officer.post(f"{QUEUE}markets/", sent)
    assert answer.status_code == 302, text(answer)
    made = SpecialistMarket.objects.get()
    assert (made.deposit, made.cancel_percents) == (25_000, [[90, 75], [60, 50]])
    assert [(one.name, one.most, one.weight) for one in made.criteria.all()] == [("Quality", 5, 3), ("Fit", 5, 1)]
    assert thursday[0].holds.count() == 6
    settings = f"{QUEUE}markets/{made.pk}/settings/"
    assert 'value="Quality"' in officer.get(settings).content.decode()
    assert officer.post(settings, {**sent, "criterion1": "", "deposit": ""}).status_code == 302
    made.refresh_from_db()
    assert made.deposit == 0 and made.criteria.count() == 1
    assert officer.post(settings, {**sent, "criterion1": "quality"}).status_code == 422


def test_only_those_who_decide_set_markets_up(client, thursday):
    user = cast.staff("rob", "Market officers")
    user.groups.get().permissions.remove(*user.groups.get().permissions.filter(codename="decide_market"))
    client.force_login(user)
    assert client.post(f"{QUEUE}markets/").status_code == 403
