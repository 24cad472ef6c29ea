"""I13: a cancelled day and its reversal leave every account exactly as it was; and a pitch-day is billed once (I12)."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import example, given
from hypothesis import strategies as st

from events.models import Extra
from invoicing.cancellation import cancel
from invoicing.cancelling_by_rule import cancel_days
from invoicing.day_refunds import give_back, take_again
from invoicing.ledger.vat_report import journal_vat, vat_rows
from invoicing.models import CreditNote, DayRefund, Payment, TillClosed
from invoicing.models.credit_note import creditable
from invoicing.weather import decide, reverse
from tests import cast
from tests.invariants.stage import broken, examples, undone
from tests.weather.square import CANCELLED, OPEN, Square, billed

STATES = ["unbilled", "billed", "part-billed", "credited-a-part", "credited", "part-paid", "paid"]
ACTS = ["bill", "pay", "nothing"]


def put(square, account, state, pence):
    """Bring an account with two charged days into one of the STATES."""
    if state == "unbilled":
        return
    charges = list(account.charges.all())
    invoice = square.bill(account, charges[:1] if state == "part-billed" else None)
    first = creditable(invoice)[0]
    if state == "credited-a-part":
        CreditNote.objects.issue(invoice, [(first.charge, min(pence, first.price))], reason="goodwill", by=square.fay)
    if state == "credited":
        CreditNote.objects.credit_whole(invoice, reason="goodwill", by=square.fay)
    if state in ("part-paid", "paid"):
        amount = invoice.gross if state == "paid" else min(pence, invoice.gross)
        Payment.objects.receive(account, "bacs", amount, invoice=invoice, by=square.fay, reference=f"line {account.pk}")


def extra_for(square, pence, basis):
    return Extra.objects.create(event=square.day.event, name="Gazebo", price=pence, basis=basis, charge_type="pitch",
                                budget_code="MKT-4411")  # fmt: skip


def charged(square, name, extra):
    """A trader with a pitch on both days on account, and on the first an extra."""
    customer = cast.trader(name)
    booking = square.booking(customer)
    if extra:
        line = booking.lines.get(occurrence=square.day)
        booking.add_extras([(extra, square.day, line.place, 1)])
    customer.account.charge(booking)
    return booking


class Market(Square):
    """A square whose bookings are not charged yet."""

    def booking(self, customer):
        from_now = self.wanted()
        return customer.bookings.model.objects.reserve(from_now, channel="portal", customer=customer)


def balances(bookings):
    return [booking.customer.account.balance() for booking in bookings]


def worth(square, bookings):
    return [billed(booking.lines.get(occurrence=square.day)) for booking in bookings]


def between(square, bookings, act):
    """What may happen while a day stands cancelled."""
    for n, booking in enumerate(bookings):
        account = booking.customer.account
        if act == "bill":
            square.bill(account)
        if act == "pay":
            Payment.objects.receive(account, "bacs", 500, oldest_first=True, by=square.fay,
                                    reference=f"{act} {n} {account.payments.count()} {account.pk}")  # fmt: skip


@examples(12)
@given(states=st.lists(st.sampled_from(STATES), min_size=1, max_size=3), basis=st.sampled_from(["net", "gross"]),
       rate=st.sampled_from([("S", 2000), ("S", 500), ("E", 0)]), price=st.integers(1, 9_999), odd=st.integers(1, 900),
       percent=st.sampled_from([100, 50, 33, 0]), acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=3))
@example(states=["billed", "unbilled"], basis="net", rate=("S", 2000), price=2453, odd=7, percent=33,
         acts=["bill", "bill", "bill"])
@example(states=["credited-a-part"], basis="net", rate=("S", 500), price=1, odd=1, percent=100,
         acts=["nothing", "bill"])  # fmt: skip
def test_deciding_and_reversing_again_and_again_changes_no_account(db, states, basis, rate, price, odd, percent, acts):
    with undone():
        square = Market.make(basis=basis, vat=rate)
        square.day.event.rules.weather_late_percent = percent
        square.day.event.rules.save()
        square.day.price_list.prices.update(amount=price)
        extra = extra_for(square, odd, "gross" if basis == "net" else "net")
        bookings = [charged(square, name, extra if n % 2 == 0 else None)
                    for n, name in enumerate(["amy", "ben", "cal"][: len(states)])]  # fmt: skip
        for booking, state in zip(bookings, states, strict=True):
            put(square, booking.customer.account, state, odd)
        began = worth(square, bookings)
        for act in acts:
            before, stood = balances(bookings), worth(square, bookings)
            made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.late)
            during = balances(bookings)
            credited = [sum(made.credits.filter(charge__account__customer=one.customer).values_list("gross", flat=True))
                        for one in bookings]  # fmt: skip
            assert [a - b for a, b in zip(before, during, strict=True)] == credited
            if percent == 100:
                assert worth(square, bookings) == [0] * len(bookings)
            assert broken() == {}
            between(square, bookings, act)
            moved, billed_now = balances(bookings), worth(square, bookings)
            reverse(made, reason="Calm", by=square.mo, at=square.late)
            reverse(made, reason="Calm", by=square.mo, at=square.late)
            assert [a - b for a, b in zip(balances(bookings), moved, strict=True)] == credited
            assert [a - b for a, b in zip(worth(square, bookings), billed_now, strict=True)] == credited
            if act == "nothing":
                assert (balances(bookings), worth(square, bookings)) == (before, stood)
            assert broken() == {}
        for first, last in zip(began, worth(square, bookings), strict=True):  # I12; an invoice rounds VAT once a group
            assert abs(last - first) <= 2 * len(acts)


@pytest.mark.parametrize(("when", "percent", "credited"), [("early", 0, 2940), ("late", 0, 0), ("late", 50, 1470)])
def test_the_hour_of_the_decision_says_how_much_is_credited(square, when, percent, credited):
    type(square.day.event.rules).objects.update(weather_late_percent=percent)
    square.day.event.rules.refresh_from_db()
    amy = cast.trader("amy")
    square.on_account(amy)
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=getattr(square, when))
    assert amy.account.balance() == 5880 - credited
    assert made.credit_percent == (100 if when == "early" else percent) and broken() == {}


def test_what_is_invoiced_gets_a_credit_note_and_what_is_not_comes_off_the_bill(square):
    amy, ben = cast.trader("amy"), cast.trader("ben")
    square.on_account(amy), square.on_account(ben)
    square.bill(amy.account)
    decide(square.day, CANCELLED, "", "Storm Bert", by=square.mo, at=square.early)
    note = CreditNote.objects.get()
    assert (note.account, note.gross, note.reason, note.text) == (amy.account, 2940, "weather", "Storm Bert")
    assert square.bill(ben.account).gross == 2940


def test_a_reduced_charge_is_billed_for_less_and_made_whole_when_the_day_goes_ahead(square):
    type(square.day.event.rules).objects.update(weather_late_percent=50)
    amy = cast.trader("amy")
    booking = square.on_account(amy, [square.day])
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.late)
    assert square.bill(amy.account).gross == 1470
    reverse(made, reason="Calm", by=square.mo, at=square.late)
    assert square.bill(amy.account).gross == 1470
    assert billed(booking.lines.get()) == 2940 and broken() == {}


def test_a_card_online_is_refunded_by_itself_and_cash_waits_for_the_counter(square):
    amy, ben = cast.trader("amy"), cast.trader("ben")
    till = cast.till(square.mo)
    square.paid(amy, "stripe", reference="pi_1")
    square.paid(ben, "cash", by=square.mo, till=till)
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    assert [refund.amount for refund in Payment.objects.exclude(refund_of=None)] == [-2940]
    waiting = DayRefund.objects.waiting().get()
    assert (waiting.booking.customer, waiting.amount) == (ben, 2940) and broken() == {}
    with pytest.raises(TillClosed):
        give_back(waiting, by=square.mo)
    assert give_back(waiting, by=square.mo, till=till) and not give_back(waiting, by=square.mo, till=till)
    assert till.expected() == 5000 + 2940 and broken() == {}


def test_money_that_went_back_is_to_be_paid_again_and_the_rest_is_not_given_back(square):
    till = cast.till(square.mo)
    card = square.paid(cast.trader("amy"), "stripe", reference="pi_1")
    square.paid(cast.trader("ben"), "cash", by=square.mo, till=till)
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    reverse(made, reason="Calm", by=square.mo, at=square.early)
    assert not DayRefund.objects.waiting().exists()
    again = DayRefund.objects.to_pay_again().get()
    assert again.booking == card
    payment = take_again(again, "terminal", by=square.mo)
    assert take_again(again, "terminal", by=square.mo) == payment and payment.amount == 2940
    assert not DayRefund.objects.to_pay_again().exists() and broken() == {}


def test_a_paid_booking_cancelled_after_its_day_was_refunded_gives_back_only_the_rest(square):
    booking = square.paid(cast.trader("amy"), "stripe", reference="pi_1")
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    cancel(booking, reason="Ill", by=square.fay)
    assert booking.payments.total() == 0 and broken() == {}


def test_a_pitch_given_back_while_the_day_was_cancelled_is_not_charged_again(square):
    amy = cast.trader("amy")
    booking = square.on_account(amy)
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    cancel(booking, reason="Ill", by=square.fay, at=square.late)
    reverse(made, reason="Calm", by=square.mo, at=square.late)
    assert amy.account.balance() == 0 and broken() == {}
    assert made.credits.get().words.startswith("The pitch was given back")


@pytest.mark.parametrize("way", ["account", "card"])
def test_what_stays_to_be_paid_of_a_pitch_given_back_too_late_is_credited_and_charged_again_too(square, way):
    type(square.day.event.rules).objects.update(late_cancel_percent=50)
    amy = cast.trader("amy")
    booking = square.on_account(amy) if way == "account" else square.paid(amy, "stripe", reference="pi_1")
    late = square.day.starts_at - timedelta(hours=20)
    cancel_days(booking, list(booking.lines.filter(occurrence=square.day).select_related("occurrence__event__rules")),
                at=late)  # fmt: skip
    left = booking.payments.total(), amy.account.balance()
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=late + timedelta(hours=4))
    assert sum(left) - booking.payments.total() - amy.account.balance() == 1470 and broken() == {}
    reverse(made, reason="Calm", by=square.mo, at=late + timedelta(hours=5))
    again = sum(DayRefund.objects.to_pay_again().values_list("amount", flat=True))
    assert booking.payments.total() + amy.account.balance() + again == sum(left) and broken() == {}


def test_a_cancelled_day_that_is_then_decided_open_is_charged_again(square):
    amy = cast.trader("amy")
    square.on_account(amy)
    decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    decide(square.day, OPEN, "", "The storm passed north", by=square.mo, at=square.early)
    square.day.refresh_from_db()
    assert amy.account.balance() == 5880 and square.day.cancelled_at is None and broken() == {}


def test_the_credit_limit_stops_no_charge_that_is_made_again(square):
    amy = cast.trader("amy", credit_limit=5880)
    square.on_account(amy)
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    amy.account.stopped_at, amy.account.stop_reason = square.early, "Owes"
    amy.account.save()
    reverse(made, reason="Calm", by=square.mo, at=square.early)
    assert amy.account.balance() == 5880


def test_all_or_nobody_is_credited(square, monkeypatch):
    amy, ben = cast.trader("amy"), cast.trader("ben")
    for one in (amy, ben):
        square.on_account(one)
        square.bill(one.account)
    sealed, seal = [], CreditNote.seal

    def seal_the_first(note, *args):
        if sealed:
            raise ZeroDivisionError
        sealed.append(note)
        seal(note, *args)

    monkeypatch.setattr(CreditNote, "seal", seal_the_first)
    with pytest.raises(ZeroDivisionError):
        decide(square.day, CANCELLED, "", "Storm", by=square.mo, at=square.early)
    square.day.refresh_from_db()
    assert square.day.cancelled_at is None and not square.day.decisions.exists()
    assert [one.account.balance() for one in (amy, ben)] == [5880, 5880] and broken() == {}


def test_the_vat_report_takes_off_what_went_back_and_puts_on_what_was_paid_again(square):
    square.paid(cast.trader("amy"), "stripe", [square.day], reference="pi_1")
    period = (localdate() - timedelta(days=90), localdate() + timedelta(days=90))

    def reported():
        return sum(row.taxed.vat for row in vat_rows(*period))

    assert reported() == journal_vat(*period) == 490
    made = decide(square.day, CANCELLED, "", "Storm", by=square.mo)
    assert reported() == journal_vat(*period) == 0
    reverse(made, reason="Calm", by=square.mo)
    take_again(DayRefund.objects.get(), "terminal", by=square.mo)
    assert reported() == journal_vat(*period) == 490 and broken() == {}
