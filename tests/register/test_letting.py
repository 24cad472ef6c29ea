"""Mo lets a free pitch for the day and takes the money; money taken is never lost, whatever stands in the way."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.models import Attendance, Booking, CheckIn, Customer, Document, PriceType, RegisterTap, Trader
from invoicing import register
from invoicing.models import Account, Charge, MarketReceipt, Payment
from tests import cast
from tests.register.taps import DEVICE, day_of, letting, numbers, send, tapped

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben(day):
    return cast.trader("ben").trader


@pytest.fixture
def number(mo):
    return numbers(mo)


@pytest.fixture
def till(mo):
    return cast.till(mo, "Market")



def test_cash_books_the_pitch_takes_the_money_and_writes_the_receipt(day, mo, place, ben, number, till):
    tap = send(day, mo, letting(place(2), ben, number))
    assert tap.outcome == "applied", tap.words
    booking = Booking.objects.get()
    payment = Payment.objects.get()
    assert booking.status == "confirmed" and booking.customer == ben.customer and booking.channel == "market"
    assert (payment.amount, payment.method, payment.till) == (3000, "cash", till)
    assert MarketReceipt.objects.get().number == number and str(payment.market_receipt) == f"M{number:06d}"
    assert Attendance.objects.get(line=tap.line).presence == "arrived" and CheckIn.objects.standing().count() == 1


def test_the_same_letting_sent_twice_is_one_booking_and_one_payment(day, mo, place, ben, number, till):
    tap = letting(place(2), ben, number)
    send(day, mo, tap)
    send(day, mo, tap)
    assert (Booking.objects.count(), Payment.objects.count(), MarketReceipt.objects.count()) == (1, 1, 1)


def test_a_card_needs_no_drawer(day, mo, place, ben, number):
    assert send(day, mo, letting(place(2), ben, number, method="terminal")).outcome == "applied"
    assert Payment.objects.get().method == "terminal"


def test_on_account_charges_and_writes_no_receipt(day, mo, place, ben):
    assert send(day, mo, letting(place(2), ben, method="account")).outcome == "applied"
    assert Charge.objects.get().price == 3000 and not Payment.objects.exists()


def test_on_account_above_the_limit_is_refused_and_nothing_is_booked(day, mo, place, ben):
    Account.objects.update(credit_limit=100)
    tap = send(day, mo, letting(place(2), ben, method="account"))
    assert tap.outcome == "refused" and "limit" in tap.words and not Booking.objects.exists()


class TestMoneyThatCannotBeBooked:
    @pytest.fixture
    def lost(self, day, mo, max_, place, ben, number, till, book):
        """Cash for N2, which somebody else had taken meanwhile."""
        book(cast.trader("cat"), 2)
        tap = send(day, mo, letting(place(2), ben, number))
        assert tap.outcome == "disputed" and "£30.00 was taken (cash, receipt M" in tap.words
        assert not Payment.objects.exists()
        return tap

    def test_is_booked_on_another_pitch(self, lost, max_, place, number):
        assert register.book_again(lost, place(3), by=max_)
        payment = Payment.objects.get()
        lost.refresh_from_db()
        assert payment.amount == 3000 and payment.market_receipt.number == number
        assert lost.outcome == "applied" and lost.line.place == place(3) and lost.decided_by == max_

    def test_booked_again_twice_is_once(self, lost, max_, place):
        register.book_again(lost, place(3), by=max_)
        assert not register.book_again(lost, place(4), by=max_)
        assert Payment.objects.count() == 1

    def test_says_what_still_stands_in_the_way(self, lost, max_):
        with pytest.raises(Exception, match="gone to somebody else"):
            register.book_again(lost, None, by=max_)
        lost.refresh_from_db()
        assert lost.outcome == "disputed"

    def test_is_handed_back_with_the_reason(self, lost, max_):
        assert register.hand_back(lost, "Went home", by=max_)
        assert not Payment.objects.exists() and "Went home" in lost.words

    def test_is_kept_as_credit_on_the_account(self, lost, max_, ben, till):
        register.keep_as_credit(lost, by=max_)
        assert Payment.objects.get().account == ben.customer.account
        assert Account.objects.get(customer=ben.customer).credit() == 3000
        assert till.expected() == 8000 and MarketReceipt.objects.count() == 1

    @pytest.mark.parametrize("wrong", ["amount", "number", "drawer"])
    def test_whatever_is_wrong_with_it(self, day, mo, place, ben, number, wrong):
        if wrong != "drawer":
            cast.till(mo, "Market")
        tap = letting(place(2), ben, 4711 if wrong == "number" else number, amount=100 if wrong == "amount" else 3000)
        assert send(day, mo, tap).outcome == "disputed"
        assert not Payment.objects.exists() and not Booking.objects.exists()

    def test_a_receipt_number_given_out_twice(self, day, mo, place, ben, number, till):
        send(day, mo, letting(place(2), ben, number))
        tap = send(day, mo, letting(place(3), cast.trader("dan").trader, number))
        assert tap.outcome == "disputed" and "given out before" in tap.words
        assert Payment.objects.count() == 1


class TestPapers:
    def test_without_insurance_the_pitch_is_not_let(self, day, mo, place, number, till):
        ben = cast.trader("ben", insured=False).trader
        tap = send(day, mo, letting(place(2), ben, number, method="account"))
        assert tap.outcome == "refused" and "insurance" in tap.words

    def test_an_officer_who_ticks_it_as_seen_is_recorded_as_having_checked_it(self, day, mo, place, number, till):
        ben, until = cast.trader("ben", insured=False).trader, localdate() + timedelta(days=90)
        seen = [{"type": cast.insurance().pk, "until": until.isoformat()}]
        assert send(day, mo, letting(place(2), ben, number, papers=seen)).outcome == "applied"
        document = Document.objects.get()
        assert (document.checked_by, document.expires_on, document.number) == (mo, until, "Seen on the market")

    def test_a_paper_that_ended_is_no_help(self, day, mo, place, number, till):
        ben = cast.trader("ben", insured=False).trader
        seen = [{"type": cast.insurance().pk, "until": (localdate() - timedelta(days=1)).isoformat()}]
        assert send(day, mo, letting(place(2), ben, number, papers=seen)).outcome == "disputed"
        assert not Document.objects.exists()

    def test_suspension_is_not_lifted_by_papers(self, day, mo, place, ben, number, till):
        Trader.objects.update(suspended_on=day.day, suspension_reason="Left rubbish")
        seen = [{"type": cast.insurance().pk, "until": (localdate() + timedelta(days=9)).isoformat()}]
        tap = send(day, mo, letting(place(2), ben, method="account", papers=seen))
        assert tap.outcome == "refused" and "Left rubbish" in tap.words

    def test_who_may_let_no_casual_place_is_refused(self, day, mo, place, ben, number):
        Trader.objects.update(casual_stopped="arrears.")
        PriceType.objects.filter(name="Casual").update(casual=True)
        tap = send(day, mo, letting(place(2), ben, method="account"))
        assert tap.outcome == "refused" and "arrears" in tap.words


class TestNewCasual:
    NEW = {"name": "Peak Honey", "phone": "01632 960 222", "goods": "Honey"}

    def seen(self):
        return [{"type": cast.insurance().pk, "until": (localdate() + timedelta(days=60)).isoformat()}]

    def test_is_registered_with_the_papers_seen(self, day, mo, place, number, till):
        tap = send(day, mo, letting(place(2), None, number, new=self.NEW, papers=self.seen()))
        trader = Trader.objects.get()
        assert tap.outcome == "applied" and trader.approved_on == day.day and trader.goods == "Honey"
        assert trader.customer.activities.get().by == mo and trader.documents.get().checked_by == mo

    def test_may_not_stand_without_papers(self, day, mo, place, number, till):
        tap = send(day, mo, letting(place(2), None, number, new=self.NEW))
        assert tap.outcome == "disputed" and "Ask to see: Public liability insurance" in tap.words
        assert not Customer.objects.exists()

    def test_the_same_name_and_telephone_is_the_same_trader(self, day, mo, place, number, till):
        send(day, mo, letting(place(2), None, number, new=self.NEW, papers=self.seen()))
        send(day, mo, letting(place(3), None, number + 1, new=self.NEW, papers=self.seen()))
        assert Trader.objects.count() == 1 and Document.objects.count() == 1 and Booking.objects.count() == 2

    def test_somebody_who_may_not_decide_may_not_accept_papers(self, day, place, mo):
        helper = cast.staff("hal", "Market officers")
        helper.groups.get().permissions.remove(*helper.groups.get().permissions.filter(codename="decide_market"))
        tap = letting(place(2), None, numbers(helper), method="terminal", new=self.NEW, papers=self.seen())
        assert "may not accept papers" in send(day, helper, tap).words


class TestPayingOnTheDay:
    def test_a_reserved_booking_is_paid_and_may_then_be_here(self, day, mo, book, number, till):
        line = book(cast.trader(), 1, paid=False)
        tap = send(day, mo, tapped("pay", line=line, method="cash", amount=2450, number=number, device=str(DEVICE)))
        assert tap.outcome == "applied" and Payment.objects.get().market_receipt.number == number
        assert send(day, mo, tapped("presence", line=line, presence="arrived")).outcome == "applied"

    def test_paid_twice_by_two_officers_leaves_the_second_sum_to_decide(self, day, mo, max_, book, number, till):
        line = book(cast.trader(), 1, paid=False)
        cash = {"method": "cash", "amount": 2450, "device": str(DEVICE)}
        send(day, mo, tapped("pay", line=line, number=number, **cash))
        cast.till(max_, "Market 2")
        tap = send(day, max_, tapped("pay", line=line, number=number + 1, **cash))
        assert tap.outcome == "disputed" and "paid already" in tap.words and Payment.objects.count() == 1


def test_taking_a_letting_back_gives_the_money_back_and_frees_the_pitch(day, mo, place, ben, number, till):
    tap = send(day, mo, letting(place(2), ben, number))
    assert send(day, mo, tapped("undo", of=str(tap.client_id))).outcome == "applied"
    assert till.expected() == 5000 and not day_of(day).lines.live().exists()
    again = send(day, mo, tapped("undo", of=str(tap.client_id)))
    assert again.outcome == "refused" and till.expected() == 5000


def test_blocks_are_of_fifty_numbers_each_devices_own_and_asked_twice_the_same(mo):
    first, other = numbers(mo), numbers(mo, device="00000000-0000-4000-8000-000000000002")
    assert (first, other, numbers(mo)) == (1, 51, 1)


def test_every_tap_is_kept(day, mo, place, ben):
    send(day, mo, letting(place(2), ben, method="account"), tapped("note", place=place(3), text="Broken drain"))
    assert RegisterTap.objects.count() == 2
    assert day.register_notes.get().text == "Broken drain"
