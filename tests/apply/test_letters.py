"""What an applicant reads of a decision: which application, of which day, why, how to appeal, and what happens then."""

import pytest
from django.utils.timezone import localdate, now

from events.dates import day
from events.models import Message
from invoicing import acceptance, pitch_endings
from invoicing.deposits import take
from invoicing.pitch_awards import award
from tests.apply import stage

pytestmark = pytest.mark.django_db


def letter():
    return Message.objects.order_by("-pk").first()


def test_a_refusal_says_of_what_and_when_why_and_how_to_appeal(thursday, mo):
    application = stage.sent()
    acceptance.refuse(application, "Too many candles.", by=mo)
    assert letter().subject == "We cannot accept your application"
    for words in (f"On {day(localdate())} we decided about your application of {day(localdate())} to trade on our",
                  "The reason: Too many candles.", f"you may appeal until {day(application.appeal_by)}",
                  "on the page of your application, by telephone", "Somebody other than the officer who refused it",
                  "answers within", f"/apply/{application.token}/"):  # fmt: skip
        assert words in letter().body, words


def test_who_has_no_e_mail_address_is_told_of_no_page(thursday, mo):
    acceptance.refuse(stage.sent(email=False), "Too many candles.", by=mo)
    assert "page" not in letter().body and "Town Hall, Market Place" in letter().body


def test_the_end_of_an_appeal_is_dated_too_and_offers_no_other(thursday, mo, max_):
    application = stage.sent()
    acceptance.refuse(application, "Too many candles.", by=mo)
    application.appeal("Mine are honey candles.")
    acceptance.refuse(application, "Honey candles are candles.", by=max_)
    assert letter().subject == "Your appeal is not allowed"
    assert f"our decision of {day(now())}" in letter().body and "no further appeal" in letter().body
    assert "The reason: Honey candles are candles." in letter().body and "you may appeal" not in letter().body


def test_a_pitch_is_given_with_its_days_and_a_refused_one_names_its_market(market, mo):
    nia, huw = (stage.sent(name, event=market.event) for name in ("nia", "huw"))
    take(nia.deposit, "terminal")
    award(nia, market.event.occurrences.first().plan.places.first(), words="Bring weights.", by=mo)
    days = [one.day for one in market.days]
    assert f"from {day(days[0])} to {day(days[-1])}. Bring weights." in letter().body
    pitch_endings.refuse(huw, "No room.", by=mo)
    assert letter().subject == "We cannot accept your application for Christmas market"
