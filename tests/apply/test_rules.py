"""What an application may do when: questions by answers, handing in once, the clock, refusals, appeals, joining."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from events import submission
from events.application_questions import ask
from events.known_answers import answers_of
from events.models import (
    Application,
    AskedTooMuch,
    Customer,
    Document,
    Message,
    NotYours,
    Refused,
    TooLate,
    TradeLine,
    Trader,
)
from invoicing import acceptance
from invoicing.deposits import hand_in
from tests import cast
from tests.apply import stage

pytestmark = pytest.mark.django_db


def names(application):
    return [question.name for question in ask(application).questions]


def test_food_papers_are_asked_for_only_with_food(thursday):
    application = stage.draft()
    assert "hygiene" not in names(application)
    application.answers["food"] = {"sells": "yes"}
    assert "hygiene" in names(application)


def test_the_papers_of_the_chosen_goods_and_markets_are_asked_for_once_each(thursday):
    cheese, candles, _ = stage.goods()
    gas = cast.DocumentType.objects.create(name="Gas certificate")
    candles.required_documents.add(gas, cast.insurance())
    assert [name for name in names(stage.draft("ada", key=[cheese])) if name.startswith("paper")] == [
        f"paper-{cast.insurance().pk}"]  # fmt: skip
    both = [name for name in names(stage.draft("nia", key=[cheese, candles])) if name.startswith("paper")]
    assert both == [f"paper-{cast.insurance().pk}", f"paper-{gas.pk}"]


def test_the_first_open_question_is_where_one_goes_on(thursday):
    application = Application.objects.begin()
    assert ask(application).open.name == "you"
    application.answer("you", stage.answers()["you"])
    assert ask(application).open.name == "business"


@pytest.mark.parametrize(("question", "values", "field"), [
    ("business", {"vat_number": "GB 123 4567 83"}, "vat_number"),
    ("stall", {"stands": "vehicle", "registration": ""}, "registration"),
    ("beside", {"others": ["1"]}, "others"), ("hygiene", {"rating": "5"}, "rated_on"),
    ("hygiene", {"rating": "5", "rated_on": "2999-01-01"}, "rated_on"),
])  # fmt: skip
def test_what_is_wrong_is_said(thursday, question, values, field):
    application = stage.draft()
    application.answers |= {"food": {"sells": "yes"}, "goods": {"key": ["1"]}}
    asked = ask(application)
    assert field in asked.get(question).check(values, asked)


def test_without_a_list_of_goods_they_are_said_in_words(db):
    asked = ask(Application.objects.begin())
    assert asked.get("beside") is None
    assert "note" in asked.get("goods").check({"note": ""}, asked)


@pytest.mark.parametrize(("said", "wrong"), [
    ({"later": True, "expires_on": "2020-01-01"}, set()),
    ({"cover": 200_000_000, "expires_on": "2999-01-01"}, {"cover"}), ({"cover": 0}, {"cover"}),
    ({"cover": 500_000_000, "expires_on": "2020-01-01"}, {"expires_on"}),
    ({"cover": 500_000_000, "expires_on": "2999-01-01"}, set()),
])  # fmt: skip
def test_a_certificate_needs_enough_cover_and_time(thursday, said, wrong):
    asked = ask(stage.draft())
    assert set(asked.get(f"paper-{cast.insurance().pk}").check(said, asked)) == wrong


def test_handing_in_makes_a_customer_and_a_trader_once(thursday):
    application = stage.draft()
    assert hand_in(application) and not hand_in(application)
    trader = Trader.objects.get()
    assert (trader.trading_name, trader.goods, trader.approved_on) == ("Nia's Stall", "Cheese", None)
    assert trader.customer.address == "Nia Parry\n3 Mill Lane\nAlderbrook"
    assert Message.objects.filter(customer=trader.customer).count() == 1
    application.refresh_from_db()
    assert application.answer_by == localdate() + timedelta(days=14)


def test_a_question_left_open_is_not_handed_in(thursday):
    application = Application.objects.begin(answers={"you": stage.answers()["you"]})
    with pytest.raises(AskedTooMuch, match="One question is still open"):
        hand_in(application)
    assert not Customer.objects.exists()


def test_an_address_that_was_only_typed_makes_nobody_the_trader_who_has_it(thursday, mo):
    amy = cast.trader("amy")
    Customer.objects.filter(pk=amy.pk).update(email="nia@post.example")
    application = stage.sent()
    assert application.customer != amy and not amy.messages.exists()
    assert list(submission.may_be(application)) == [amy]
    submission.join(application, amy, by=mo)
    application.refresh_from_db()
    assert application.customer == amy and amy.messages.count() == 1


def test_who_has_the_same_telephone_or_name_may_be_the_same(thursday):
    amy = cast.trader("amy")
    Customer.objects.filter(pk=amy.pk).update(phone="07700 900123", email="old@post.example")
    application = stage.draft("nia", email=False)
    application.answers["you"]["phone"] = "07700900 123"
    application.save()
    hand_in(application)
    application.refresh_from_db()
    assert list(submission.may_be(application)) == [amy]


def test_joining_moves_the_application_and_its_letters(thursday, mo):
    amy, application = cast.trader("amy"), stage.sent("nia")
    stranger = application.customer
    submission.join(application, amy, by=mo)
    application.refresh_from_db()
    assert application.customer == amy and amy.messages.count() == 1
    assert not Customer.objects.filter(pk=stranger.pk).exists()


def test_somebody_with_an_account_is_not_joined_away(thursday, mo):
    amy, application = cast.trader("amy"), stage.sent("nia")
    acceptance.open_account(application.customer, 0)
    with pytest.raises(Refused, match="cannot be joined"):
        submission.join(application, amy, by=mo)


def test_a_known_trader_is_not_asked_twice(thursday):
    amy = cast.trader("amy")
    Customer.objects.filter(pk=amy.pk).update(phone="07700 900123")
    amy.refresh_from_db()
    TradeLine.objects.create(trader=amy.trader, commodity=stage.goods()[0], from_day=localdate())
    known = answers_of(amy)
    assert known["you"]["phone"] == "07700 900123" and known["goods"]["key"]
    assert ask(Application.objects.begin(customer=amy, answers=known)).open.name == "business"


def test_accepting_approves_the_trader_with_goods_papers_account_and_sign_in(thursday, mo):
    application = stage.draft(key=stage.goods()[:2])
    stage.paper_answers(application, number="PL1", cover=500_000_000, expires_on="2999-01-01")
    hand_in(application)
    application.refresh_from_db()
    assert acceptance.accept(application, credit_limit=10_000, by=mo)
    assert not acceptance.accept(application, credit_limit=10_000, by=mo)
    customer = Customer.objects.get()
    assert customer.trader.approved_on == localdate()
    assert {line.commodity.name for line in customer.trader.trade_lines.all()} == {"Cheese", "Candles"}
    paper = Document.objects.get()
    assert (paper.number, paper.cover, paper.checked_at) == ("PL1", 500_000_000, None)
    assert customer.account.credit_limit == 10_000
    assert customer.user.groups.get().name == "Traders" and not customer.user.has_usable_password()
    assert "/sign-in/links/" in Message.objects.filter(customer=customer).first().body


def test_without_an_e_mail_address_letters_go_by_post_and_nobody_signs_in(thursday, mo):
    application = stage.sent("ada", email=False)
    acceptance.accept(application, by=mo)
    assert application.customer.user is None
    assert Message.objects.to_print().count() == 2
    assert "Ring us on" in Message.objects.first().body


def test_the_address_of_a_colleague_gives_no_sign_in(thursday, mo):
    application = stage.draft("nia")
    application.answers["you"]["email"] = mo.email
    application.save()
    hand_in(application)
    application.refresh_from_db()
    acceptance.accept(application, by=mo)
    assert application.customer.user is None and not mo.groups.filter(name="Traders").exists()


def test_the_clock_stands_still_while_we_wait_for_them(thursday, mo):
    application = stage.sent()
    due = application.answer_by
    assert application.ask_more("Send a photo.", by=mo)
    assert not application.ask_more("Send a photo.", by=mo)
    application.reply("Here.", at=now() + timedelta(days=5))
    assert (application.status, application.answer_by) == ("submitted", due + timedelta(days=5))
    assert application.steps.filter(status="more-wanted").count() == 1


def test_a_reply_needs_words_or_a_photo(thursday, mo):
    application = stage.sent()
    application.ask_more("Send a photo.", by=mo)
    with pytest.raises(AskedTooMuch):
        application.reply("  ")


def test_a_refusal_may_be_appealed_against_until_its_day(thursday, mo):
    application = stage.sent()
    application.refuse("Too many candles.", by=mo)
    assert application.appeal_by == localdate() + timedelta(days=10)
    with pytest.raises(TooLate, match="The time to appeal ended"):
        application.appeal("Please.", at=now() + timedelta(days=11))
    application.appeal("Mine are honey candles.", at=now() + timedelta(days=10))
    assert application.status == "appealed"


def test_an_appeal_is_decided_by_somebody_else(thursday, mo, max_):
    application = stage.sent()
    application.refuse("Too many candles.", by=mo)
    application.appeal("Mine are honey candles.")
    with pytest.raises(NotYours):
        application.refuse("Still too many.", by=mo)
    with pytest.raises(NotYours):
        acceptance.accept(application, by=mo)
    application.refuse("Still too many.", by=max_)
    assert (application.status, application.appeal_by, application.decided_by) == ("refused", None, mo)
    with pytest.raises(TooLate, match="no further appeal"):
        application.appeal("Again.")


def test_the_database_holds_that_too(thursday, mo):
    application = stage.sent()
    application.refuse("Too many candles.", by=mo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(appeal_decided_by=mo)


def test_an_appeal_can_succeed(thursday, mo, max_):
    application = stage.sent()
    application.refuse("Too many candles.", by=mo)
    application.appeal("Mine are honey candles.")
    acceptance.accept(application, by=max_)
    assert application.status == "accepted" and application.appeal_decided_by == max_


def test_what_is_decided_is_not_decided_again(thursday, mo):
    application = stage.sent()
    acceptance.accept(application, by=mo)
    for verb in (lambda: application.refuse("No.", by=mo), lambda: application.ask_more("More.", by=mo),
                 lambda: application.put_on_waiting_list("Wait.", by=mo)):  # fmt: skip
        with pytest.raises(TooLate):
            verb()


def test_refusing_takes_a_reason(thursday, mo):
    with pytest.raises(AskedTooMuch):
        stage.sent().refuse(" ", by=mo)


def test_every_step_is_dated_and_notes_are_ours(thursday, mo):
    application = stage.sent()
    application.note("Rang twice.", by=mo)
    application.note("Rang twice.", by=mo)
    application.put_on_waiting_list("No pitch is free.", by=mo)
    assert [step.words for step in application.told_steps] == ["We have your application.", "No pitch is free."]
    assert application.steps.count() == 3 and all(step.at for step in application.steps.all())


def test_a_late_application_for_a_market_is_refused_but_staff_may_enter_a_paper_one(market, mo):
    market.applications_to = localdate() - timedelta(days=1)
    market.save()
    with pytest.raises(Refused, match="ended on"):
        hand_in(stage.draft(event=market.event))
    paper = stage.draft("ada", event=market.event)
    Application.objects.filter(pk=paper.pk).update(entered_by=mo, channel="paper")
    assert hand_in(paper, by=mo)
