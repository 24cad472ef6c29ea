"""Mo settles the day: what each absence costs by the market's policy, once; what the law forbids is said, not lost."""

import pytest
from django.utils.timezone import localdate, now

from events.late_release import release_late
from events.models import (
    AskedTooMuch,
    Attendance,
    ChargePolicy,
    DayOff,
    MarketRules,
    RegisterNote,
    StandingBooking,
)
from invoicing import attendance_charges, lessening
from invoicing.day_refunds import give_back
from invoicing.models import Account, Charge, CreditNote, DayRefund, Invoice, Payment, Posting, RecoveryHold
from tests import cast
from tests.invariants.stage import broken
from tests.register.taps import day_of, here, send
from tests.waiting import Meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def policies(day):
    said = [("holiday", 0, 0), ("notified", 50, 0), ("sick", 0, 0), ("no-show", 100, 1000), ("left-early", 100, 0)]
    for presence, percent, penalty in said:
        ChargePolicy.objects.create(event=day.event, presence=presence, percent=percent, penalty=penalty)
    cast.determination("penalty", "O", reason="Outside the scope: compensation")


def settle(day, by):
    return attendance_charges.settle(day_of(day), by=by)


def owed():
    return Posting.objects.balance("UNBILLED") + Posting.objects.balance("DEBTORS")


@pytest.mark.parametrize(("presence", "left"), [("arrived", 2450), ("notified", 1225), ("sick", 0), ("no-show", 3450),
                                                ("left-early", 2450), ("late-notice", 2450)])  # fmt: skip
def test_each_way_of_standing_costs_what_its_policy_says_and_costs_it_once(day, mo, line, policies, presence, left):
    send(day, mo, here(line, presence=presence))
    assert [one.done for one in settle(day, mo)] == [True]
    assert owed() == left
    assert settle(day, mo) == [] and owed() == left


def test_what_is_invoiced_already_is_credited(day, mo, line, policies):
    Invoice.objects.issue(line.booking.customer.account, list(Charge.objects.all()))
    send(day, mo, here(line, presence="notified"))
    settle(day, mo)
    assert CreditNote.objects.get().gross == 1225 and owed() == 1225


def test_what_is_billed_in_the_moment_it_is_settled_is_credited_and_not_charged_again(day, mo, line, policies,
                                                                                      monkeypatch):  # fmt: skip
    send(day, mo, here(line, presence="notified"))
    account = line.booking.customer.account
    Meanwhile(monkeypatch, lessening, lambda: Invoice.objects.issue(account, list(Charge.objects.all())))
    settle(day, mo)
    assert CreditNote.objects.get().gross == 1225 and owed() == 1225


def test_who_was_released_as_late_pays_and_a_penalty(day, mo, line, policies):
    release_late(day, by=mo)
    settle(day, mo)
    assert owed() == 3450
    assert "did not come" in Charge.objects.get(price=1000).description


@pytest.mark.parametrize("percent", [0, 50])
def test_what_a_card_paid_for_a_pitch_released_as_late_goes_back_but_for_what_is_kept(day, mo, book, percent):
    ChargePolicy.objects.create(event=day.event, presence="no-show", percent=percent)
    line = book(cast.trader(), paid=False)
    Payment.objects.take(line.booking, "stripe", reference="pi_1")
    release_late(day, by=mo)
    assert [one.done for one in settle(day, mo)] == [True] and settle(day, mo) == []
    assert Payment.objects.total() == 2450 * percent // 100 and broken() == {}


def test_what_was_paid_in_cash_waits_to_go_back_and_the_day_is_settled_once(day, mo, book, policies):
    line, till = book(cast.trader(), paid=False), cast.till(mo)
    Payment.objects.take(line.booking, "cash", by=mo, till=till)
    send(day, mo, here(line, presence="notified"))
    (outcome,) = settle(day, mo)
    assert outcome.done and outcome.words == "£12.25 waits to be given back." and settle(day, mo) == []
    give_back(DayRefund.objects.waiting().get(), by=mo, till=till)
    assert Payment.objects.total() == 1225 and broken() == {}


def test_who_was_released_as_late_owes_no_more_than_the_policy_says(day, mo, line):
    ChargePolicy.objects.create(event=day.event, presence="no-show", percent=50)
    release_late(day, by=mo)
    settle(day, mo)
    assert owed() == 1225


def test_in_a_breathing_space_the_penalty_is_noted_and_not_charged(day, mo, line, policies):
    account = Account.objects.get()
    RecoveryHold.objects.create(account=account, cause="breathing", reason="Notice", begins_on=localdate())
    send(day, mo, here(line, presence="no-show"))
    (outcome,) = settle(day, mo)
    assert outcome.done and "breathing space" in outcome.words and owed() == 2450
    assert "breathing space" in RegisterNote.objects.get().text


@pytest.mark.parametrize("why", ["no determination", "stopped account", "no account"])
def test_what_cannot_be_charged_is_left_open_and_said_each_time(day, mo, line, why):
    ChargePolicy.objects.create(event=day.event, presence="no-show", percent=100, penalty=1000)
    if why == "stopped account":
        cast.determination("penalty", "O", reason="Outside the scope")
        Account.objects.update(stopped_at=now(), stop_reason="Unpaid")
    send(day, mo, here(line, presence="no-show"))
    for _ in range(2):
        assert [one.done for one in settle(day, mo)] == [False]
    assert Attendance.objects.get().settled_at is None and owed() == 2450


def test_who_was_never_said_anything_about_is_left_open(day, mo, line, policies):
    tap = send(day, mo, here(line))
    send(day, mo, here(line, presence="expected", seen=tap))
    (outcome,) = settle(day, mo)
    assert not outcome.done and "Say first" in outcome.words


def test_once_settled_nobody_changes_how_they_stood(day, mo, line, policies):
    send(day, mo, here(line))
    settle(day, mo)
    assert "settled" in send(day, mo, here(line, presence="no-show")).words


def test_before_the_market_begins_nothing_is_settled(day, mo, line, policies):
    with pytest.raises(AskedTooMuch):
        attendance_charges.settle(day_of(day), by=mo, at=day.starts_at.replace(year=2020))


class TestHolidays:
    def licence(self, line):
        MarketRules.objects.update(concession_days=1)
        return StandingBooking.objects.create(
            customer=line.booking.customer, place=line.place, price_type=line.price_type, event=line.occurrence.event,
            weekdays=str(localdate().weekday()), status="running", starts_on=localdate().replace(day=1, month=1),
            seniority_from=localdate(), offered_on=localdate())  # fmt: skip

    def test_uses_one_up(self, day, mo, line, policies):
        self.licence(line)
        send(day, mo, here(line, presence="holiday"))
        assert settle(day, mo)[0].done and owed() == 0
        assert DayOff.objects.get().why == "holiday"

    def test_with_none_left_is_not_free(self, day, mo, line, policies):
        send(day, mo, here(line, presence="holiday"))
        assert not settle(day, mo)[0].done and owed() == 2450
