"""Deposits, prices, plans and endings: whatever happens, the account ends at exactly what the rules say."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.models import Booking, Customer, Hold, Occurrence, PlaceTaken, Refused
from invoicing import pitch_endings
from invoicing.deposits import account_for, settle, take
from invoicing.models import Account, Approval, Deposit, Invoice, Payment, PlannedPayment, RecoveryHold
from invoicing.models import account as accounts
from invoicing.models.recovery_hold import months_after
from invoicing.pitch_awards import NotAwarded, award
from tests import cast
from tests.apply import stage
from tests.invariants.stage import broken
from tests.waiting import Meanwhile

pytestmark = pytest.mark.django_db


def place_of(market, number="1"):
    return market.event.occurrences.first().plan.places.select_related("area").get(number=number)


def paid(application, by=None):
    return take(application.deposit, "terminal", reference=f"slip {application.pk}", by=by)


def grant_all(fay):
    for approval in Approval.objects.waiting():
        approval.decide(True, by=fay)


def money_of(account):
    """Pence that came in and stayed."""
    return account.payments.total()


def test_an_early_application_costs_the_early_price_over_all_days_to_the_penny(market, mo):
    application = stage.sent(event=market.event)
    paid(application)
    booking = award(application, place_of(market), by=mo)
    prices = list(booking.lines.values_list("price", flat=True))
    assert (len(prices), sum(prices), max(prices) - min(prices)) == (9, stage.EARLY, 1)
    invoice = Invoice.objects.get()
    assert (invoice.gross, invoice.owing_total()) == (204_000, 204_000 - stage.DEPOSIT)
    assert "£1,700.00 for all days of the market" in booking.lines.first().worked
    assert application.customer.account.balance() == 204_000 - stage.DEPOSIT
    assert broken() == {}


def test_a_later_one_the_later_price(market, mo):
    market.early_until = localdate() - timedelta(days=1)
    market.save()
    application = stage.sent(event=market.event)
    paid(application)
    award(application, place_of(market), by=mo)
    assert Invoice.objects.get().net == stage.LATER


def test_the_plan_is_equal_parts_that_end_before_the_market(market, mo):
    application = stage.sent(event=market.event)
    paid(application)
    award(application, place_of(market), parts=6, by=mo)
    parts = list(PlannedPayment.objects.values_list("amount", "due_on"))
    amounts = [amount for amount, _ in parts]
    assert (sum(amounts), max(amounts) - min(amounts)) == (204_000 - stage.DEPOSIT, 1)
    assert parts[0][1] == months_after(localdate(), 1) and parts[-1][1] < market.first_day
    assert RecoveryHold.objects.binding(localdate()).exists()


def test_more_parts_than_there_are_months_are_refused(market, mo):
    application = stage.sent(event=market.event)
    paid(application)
    with pytest.raises(NotAwarded, match="Choose between 1 and 6 parts"):
        award(application, place_of(market), parts=7, by=mo)
    assert not Booking.objects.exists() and not Invoice.objects.exists()


def test_nobody_is_accepted_before_the_deposit_is_paid(market, mo):
    application = stage.sent(event=market.event)
    with pytest.raises(NotAwarded, match="has not paid the deposit of £250.00"):
        award(application, place_of(market), by=mo)
    application.refresh_from_db()
    assert application.status == "submitted"


def test_accepting_twice_books_once(market, mo):
    application = stage.sent(event=market.event)
    paid(application)
    first = award(application, place_of(market), by=mo)
    assert award(application, place_of(market), by=mo) == first
    assert (Booking.objects.count(), Invoice.objects.count()) == (1, 1)


def test_a_pitch_that_went_to_another_is_refused_and_nothing_is_half_done(market, mo):
    one, two = (stage.sent(name, event=market.event) for name in ("nia", "huw"))
    for application in (one, two):
        paid(application)
    award(one, place_of(market), by=mo)
    with pytest.raises(PlaceTaken):
        award(two, place_of(market), by=mo)
    two.refresh_from_db()
    assert (two.status, two.customer.trader.approved_on, two.steps.filter(status="accepted").count()) == (
        "submitted", None, 0)  # fmt: skip


def test_nobody_else_can_book_a_pitch_kept_for_applicants(market):
    days = list(market.days)
    amy = cast.trader("amy")
    with pytest.raises(Refused, match="held back"):
        Booking.objects.reserve([(days[0], place_of(market), cast.price_type("regular"))], channel="portal",
                                customer=amy, by=cast.staff("max", "Managers"))  # fmt: skip


def test_a_cancelled_pitch_is_kept_for_the_next_applicant(market, mo):
    one, two = (stage.sent(name, event=market.event) for name in ("nia", "huw"))
    paid(one), paid(two)
    award(one, place_of(market), by=mo)
    pitch_endings.cancel(one)
    assert Hold.objects.filter(place=place_of(market)).count() == 9
    award(two, place_of(market), by=mo)
    assert Booking.objects.filter(status="confirmed").count() == 1


def test_a_deposit_taken_at_the_office_is_taken_once(market):
    application = stage.sent(event=market.event)
    paid(application)
    with pytest.raises(Refused, match="No deposit is to be paid"):
        take(application.deposit, "bacs", reference="again")
    assert Payment.objects.count() == 1
    assert application.steps.filter(words__contains="deposit of £250.00").count() == 1


def test_two_first_payments_at_once_open_one_account(market, monkeypatch):
    application = stage.sent(event=market.event)
    customer = Customer.objects.get(pk=application.customer_id)
    Meanwhile(monkeypatch, accounts, lambda: account_for(customer), model=Customer)
    assert account_for(customer) == Account.objects.get()


def test_a_card_that_pays_the_deposit_is_recorded_once_however_often_we_are_told(market):
    application = stage.sent(event=market.event)
    for _ in range(3):
        settle(f"deposit-{application.deposit.pay_token}", stage.DEPOSIT, "pi_1")
    assert Payment.objects.get().amount == stage.DEPOSIT
    assert Deposit.objects.get().payment.method == "stripe"


def test_a_card_that_pays_after_a_refusal_is_asked_back_at_once(market, mo, fay):
    application = stage.sent(event=market.event)
    pitch_endings.refuse(application, "Too many candles", by=mo)
    settle(f"deposit-{application.deposit.pay_token}", stage.DEPOSIT, "pi_2")
    assert Approval.objects.get().asked_by == mo
    grant_all(fay)
    assert (money_of(application.customer.account), application.customer.account.balance()) == (0, 0)
    assert broken() == {}


def test_where_nobody_can_be_named_the_officers_are_told_that_money_is_to_go_back(market):
    application = stage.sent(event=market.event)
    settle(f"deposit-{application.deposit.pay_token}", stage.DEPOSIT, "pi_3")
    pitch_endings.cancel(application)
    note = application.steps.get(internal=True)
    assert note.words == "£125.00 (card online) is credit on their account and is to go back: ask finance."
    assert application.customer.account.balance() == -12_500 and broken() == {}


def test_a_deposit_that_finance_set_against_another_debt_goes_back_whole(market, mo, fay):
    application = stage.sent(event=market.event)
    payment = paid(application)
    account = application.customer.account
    account.credit_limit = 10**6
    account.save()
    charge = account.charge_for("Hire", 10_000, on=localdate(), basis="net", budget_code="MKT-4410",
                                determination=cast.determination("hire", "E", 0), by=fay)  # fmt: skip
    invoice = Invoice.objects.issue(account, [charge], by=fay)
    account.allocate_oldest_first(payment, by=fay)
    pitch_endings.refuse(application, "No room", by=mo)
    grant_all(fay)
    assert (money_of(account), account.balance(), invoice.owing_total()) == (0, 10_000, 10_000)
    assert broken() == {}


def test_an_appeal_that_succeeds_after_the_deposit_went_back_pays_the_whole_price(market, mo, fay):
    application = stage.sent(event=market.event)
    paid(application)
    pitch_endings.refuse(application, "No room", by=mo)
    grant_all(fay)
    application.appeal("There is room.")
    award(application, place_of(market), by=fay)
    assert application.customer.account.balance() == 204_000
    assert broken() == {}


def test_what_goes_back_is_shown_before_and_done_after(market, mo):
    application = stage.sent(event=market.event)
    paid(application)
    award(application, place_of(market), parts=6, by=mo)
    kept, back, owed = pitch_endings.if_cancelled(application, localdate())
    assert (kept, back, owed) == (12_500, 12_500, 0)
    assert pitch_endings.cancel(application) == (12_500, 12_500, 0)
    assert pitch_endings.cancel(application) is None
    application.refresh_from_db()
    assert (application.status, application.booking.status) == ("withdrawn", "cancelled")


def test_a_market_that_has_begun_is_not_cancelled_here(market, mo):
    application = stage.sent(event=market.event)
    paid(application)
    award(application, place_of(market), by=mo)
    with pytest.raises(Refused, match="has begun"):
        pitch_endings.cancel(application, at=market.days[0].starts_at)


def test_calling_the_market_off_ends_everything_once(market, mo, fay):
    accepted, waiting, unpaid = (stage.sent(name, event=market.event) for name in ("nia", "huw", "ada"))
    stage.draft("eve", event=market.event)
    paid(accepted), paid(waiting)
    award(accepted, place_of(market), by=mo)
    assert pitch_endings.call_off(market, reason="The square is dug up.", by=mo) == 4
    assert pitch_endings.call_off(market, reason="The square is dug up.", by=mo) == 0
    grant_all(fay)
    for application in (accepted, waiting):
        assert (money_of(application.customer.account), application.customer.account.balance()) == (0, 0)
    assert not hasattr(unpaid.customer, "account")
    assert not Occurrence.objects.filter(event=market.event, cancelled_at=None).exists()
    assert broken() == {}


def test_calling_off_while_somebody_without_an_account_is_accepted_takes_their_pitch_back_too(db, mo, monkeypatch):
    market = stage.christmas(deposit=0)
    application = stage.sent(event=market.event)
    Meanwhile(monkeypatch, pitch_endings, lambda: award(application, place_of(market), by=mo), model=Customer)
    pitch_endings.call_off(market, reason="The square is dug up.", by=mo)
    application.refresh_from_db()
    assert (application.status, application.booking.status) == ("withdrawn", "cancelled")
    assert application.customer.account.balance() == 0 and broken() == {}
