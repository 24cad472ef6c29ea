"""Downtime packs: what they say, when they are made, and to whom they go."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from events import downtime_pdf
from events.downtime import Caller, PackPages, Seat, seat_book, will_call
from events.models import BlankTicket, Booking, Customer, DowntimePack, HoldType
from invoicing import downtime, downtime_tasks
from invoicing.models import CounterRules, Payment
from tests import cast
from tests.pdf.reading import assert_valid, pages, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def tonight():
    occurrence = cast.show()
    occurrence.starts_at = now() + timedelta(hours=5, minutes=50)
    occurrence.ends_at = occurrence.starts_at + timedelta(hours=3)
    occurrence.save()
    return occurrence


@pytest.fixture
def ann():
    return Customer.objects.create(name="Ann Whitlock", email="ann@example.org", access_needs="Wheelchair to row A")


def sell(occurrence, count=2, customer=None, paid=True, **fields):
    adults = [cast.price_type("adult")] * count
    booking = Booking.objects.reserve_best(occurrence, adults, channel="counter", customer=customer, **fields)
    if paid:
        Payment.objects.take(booking, "terminal")
    return Booking.objects.get(pk=booking.pk)


def test_the_seat_book_knows_every_seat(tonight, ann):
    booking = sell(tonight, customer=ann)
    waiting = sell(tonight, 1, paid=False)
    tonight.hold([tonight.plan.places.get(number="12")], HoldType.objects.create(name="House", letter="O"))
    (name, seats), = seat_book(tonight, now())
    states = {seat.label: (seat.state, seat.who) for seat in seats}
    assert (name, len(seats)) == ("Stalls, row A", 12)
    for line in booking.live_lines:
        assert states[f"A{line.place.number}"] == ("Sold", f"Ann Whitlock {booking}")
    assert states[f"A{waiting.live_lines[0].place.number}"] == ("Reserved", f"no name {waiting}")
    assert states["A12"] == ("Held", "House")
    assert sum(1 for state, _ in states.values() if not state) == 8


def test_the_will_call_list_says_what_is_to_pay_and_who_needs_what(tonight, ann):
    sell(tonight, customer=ann)
    open_ = sell(tonight, 1, paid=False)
    owing = downtime.owing_of(tonight, now())
    first, last = will_call(tonight, owing, now())
    assert (first.name, first.to_pay, "Wheelchair to row A" in first.notes) == ("Ann Whitlock", 0, True)
    assert (last.name, last.reference, last.to_pay) == ("", str(open_), 1800)


def test_a_pack_is_a_proper_paper_with_all_three_parts(tonight, ann):
    sell(tonight, customer=ann)
    pack = downtime.make(tonight, blanks=7)
    pdf = bytes(pack.pdf)
    assert_valid(pdf)
    said = words(pdf)
    for word in ("Seat book", "Will-call list", "Ann Whitlock", "adult £18.00, child £9.00", f"{pack.pk}/007",
                 "Keep: ", "Price type"):  # fmt: skip
        assert word in said
    assert [one.number for one in pack.blanks.all()] == [f"{pack.pk}/{n:03}" for n in range(1, 8)]


def test_a_large_house_stays_on_its_sheets():
    rows = [(f"Stalls, row {letter}", [Seat(f"{letter}{n}", *(("Sold", "Siân Ŵyn 7KQ2M4P") if n % 2 else ("", "")))
                                       for n in range(1, 51)]) for letter in "ABCDEFGHJKLMNPQRSTUVWXYZ"]  # fmt: skip
    callers = [Caller(f"Person {n}", "7KQ2M4P", "A1 adult, A2 adult, A3 child " * 3, 1800, "Access: " + "long " * 12)
               for n in range(120)]  # fmt: skip
    made = PackPages("A Christmas Carol", "The Winding Wheel", "Sat 5 Dec 2026, 7:30pm", "Sat 5 Dec 2026, 1:30pm", rows,
                     callers, [("Stalls", "Adult", 1850)], ["1-001", "1-002", "1-003", "1-004", "1-005", "1-006"])
    pdf = downtime_pdf.render(made)
    assert_valid(pdf)
    assert pdf == downtime_pdf.render(made)
    assert "Z50" in words(pdf) and f"Page {len(pages(pdf))} of {len(pages(pdf))}" in words(pdf)


def test_packs_are_made_when_they_are_due_and_each_once(tonight):
    at = now()
    assert downtime_tasks.every_few_minutes(at) == 1
    assert downtime_tasks.every_few_minutes(at + timedelta(minutes=5)) == 0
    assert downtime_tasks.every_few_minutes(tonight.starts_at - timedelta(minutes=58)) == 1
    assert downtime_tasks.every_few_minutes(tonight.starts_at) == 0
    assert list(DowntimePack.objects.order_by("pk").values_list("hours_before", flat=True)) == [6, 1]


def test_after_an_outage_only_the_latest_that_is_due_is_made(tonight):
    late = tonight.starts_at - timedelta(minutes=30)
    assert downtime_tasks.every_few_minutes(late) == 1
    assert downtime_tasks.every_few_minutes(late + timedelta(minutes=5)) == 0
    assert DowntimePack.objects.get().hours_before == 1


def test_two_workers_make_one_pack(tonight):
    first = downtime.make(tonight, hours_before=6)
    assert downtime.make(tonight, hours_before=6) == first
    assert BlankTicket.objects.count() == downtime.BLANKS


def test_nothing_is_made_for_a_cancelled_performance(tonight):
    tonight.cancelled_at = now()
    tonight.save()
    assert downtime_tasks.every_few_minutes() == 0


def test_the_duty_manager_is_mailed_the_pdf_once(tonight):
    CounterRules.objects.create(pk=1, duty_manager="duty@alderbrook.example")
    downtime_tasks.every_few_minutes()
    downtime_tasks.every_few_minutes()
    letter, = mail.outbox
    name, content, sort = letter.attachments[0]
    assert (letter.to, sort, content[:5]) == (["duty@alderbrook.example"], "application/pdf", b"%PDF-")
    assert DowntimePack.objects.get().sent_to == "duty@alderbrook.example"


def test_a_mail_server_that_is_away_is_tried_again(tonight, monkeypatch):
    CounterRules.objects.create(pk=1, duty_manager="duty@alderbrook.example")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError("away")))
        downtime_tasks.every_few_minutes()
    assert DowntimePack.objects.get().sent_at is None
    downtime_tasks.every_few_minutes()
    assert len(mail.outbox) == 1
