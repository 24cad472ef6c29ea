"""What we ask an applicant for: every question stands until it is answered, and our clock waits from the first."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from events.models import Application
from invoicing import acceptance
from invoicing.deposits import take
from tests.apply import stage
from tests.apply.test_pages import text

pytestmark = pytest.mark.django_db


def asked(page):
    """What the page says is to be answered."""
    return re.findall(r'<p class="notice warn">(.*?)</p>', page.content.decode(), re.S)


def test_the_clock_stands_still_from_the_first_question_to_the_answer(mo):
    application, start = stage.sent(event=stage.christmas().event), now()
    due = application.answer_by
    application.ask_more("Send a photo.", by=mo, at=start)
    application.note("Rang them.", by=mo, at=start + timedelta(days=2))
    take(application.deposit, "terminal", reference="slip 1", at=start + timedelta(days=4))
    application.ask_more("And your insurance.", by=mo, at=start + timedelta(days=6))
    assert not application.ask_more("Send a photo.", by=mo, at=start + timedelta(days=7))
    application.reply("Here.", at=start + timedelta(days=10))
    assert application.answer_by == due + timedelta(days=10)


def test_asked_again_after_an_answer_the_clock_stands_still_anew(thursday, mo):
    application, start = stage.sent(), now()
    due = application.answer_by
    for day in (0, 10):
        assert application.ask_more("Send a photo.", by=mo, at=start + timedelta(days=day))
        application.reply("Here.", at=start + timedelta(days=day + 3))
    assert application.answer_by == due + timedelta(days=6)


def test_a_note_written_on_an_older_copy_hides_no_question(thursday, mo):
    application = stage.sent()
    older = Application.objects.get(pk=application.pk)
    application.ask_more("Send a photo.", by=mo)
    older.note("Rang them.", by=mo)
    assert [step.words for step in application.steps.asked()] == ["Send a photo."]
    application.reply("Here.")


def test_all_that_was_asked_is_shown_and_neither_notes_nor_the_deposit_are(client, mo):
    application = stage.sent(event=stage.christmas().event)
    acceptance.ask_more(application, "Send a photo of your stall.", by=mo)
    application.note("She sounded cross.", by=mo)
    take(application.deposit, "terminal", reference="slip 1", by=mo)
    acceptance.ask_more(application, "Send your insurance too.", by=mo)
    page = client.get(f"/apply/{application.token}/")
    assert asked(page) == ["Send a photo of your stall.", "Send your insurance too."]
    assert "We have your deposit of" in text(page) and "cross" not in text(page)


def test_a_question_about_the_deposit_is_asked_like_any_other(client, thursday, mo):
    application, words = stage.sent(), "We have your deposit of last year still: shall it stand?"
    acceptance.ask_more(application, words, by=mo)
    assert asked(client.get(f"/apply/{application.token}/")) == [words]
