"""The demo town: it loads whole, its books balance to the penny, and it goes without a trace."""

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, Max, Sum
from django.utils.timezone import localdate

from boxoffice import town
from boxoffice.desks import desk_at, may_stand_at
from boxoffice.models import User
from events import proof as places
from events.guards import missing
from events.models import (
    Booking,
    BookingLine,
    CheckIn,
    Customer,
    DocumentType,
    Event,
    Occurrence,
    Place,
    Plan,
    Trader,
    VatDetermination,
    Venue,
)
from invoicing.guards import ALL_GUARDS
from invoicing.models import Account, BillingRun, Charge, Code, Invoice, Payment, Posting, Sequence, TillSession
from invoicing.proofs import every as money

PROOFS = places.PROOFS + money.PROOFS
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def alderbrook(django_db_setup, django_db_blocker):
    """The town, loaded once for all of these tests and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        town.load()
        connection.check_constraints()  # once now, and not again and again after each test
        yield
        transaction.set_rollback(True)


def test_the_house_has_1250_seats_and_the_studio_200_places():
    seats = {plan.name: plan.places.count() for plan in Plan.objects.filter(unit="seat")}
    assert seats == {"Main house": 1250, "Studio floor": 200}
    assert set(Place.objects.filter(area__plan__name="Main house").values_list("band__name", flat=True)) == {
        "Premium", "Best", "Standard", "Saver", "Gallery"}  # fmt: skip


def test_seats_across_an_aisle_are_no_neighbours():
    row = list(Place.objects.filter(area__name="Stalls", row="A").order_by("pk").values_list("position", flat=True))
    assert row[-1] - row[0] == len(row) - 1 + 2  # two aisles


def test_every_wheelchair_space_has_a_companion_seat_beside_it():
    companions = Place.objects.filter(flags="c").select_related("companion_of")
    assert len(companions) == Place.objects.filter(flags="w").count() == 4
    assert all(abs(seat.position - seat.companion_of.position) == 1 for seat in companions)


def test_no_two_places_are_drawn_on_each_other():
    for plan in Plan.objects.all():
        spots = [(place.x, place.y) for place in plan.places]
        assert len(set(spots)) == len(spots)
        assert all(0 <= x <= plan.width and 0 <= y <= plan.height for x, y in spots)


def test_the_market_place_has_seventy_pitches_with_sizes_and_sockets():
    pitches = Place.objects.filter(area__plan__unit="pitch")
    assert len(pitches) == 70
    assert set(pitches.values_list("width_cm", "depth_cm")) == {(300, 300), (600, 300), (150, 300)}
    assert all(("e" in pitch.flags) == (pitch.amps > 0) for pitch in pitches)
    assert all("f" in pitch.flags for pitch in pitches if pitch.row == "F")


def test_plans_are_sealed():
    for plan in Plan.objects.all():
        digest = plan.digest
        plan.seal()
        assert plan.digest == digest != ""


def test_there_is_a_performance_this_evening_and_tomorrow():
    evenings = Occurrence.objects.filter(event__audience="public", starts_at__hour__gte=17)
    days = {performance.day for performance in evenings}
    assert {localdate(), localdate() + timedelta(days=1)} <= days


def test_fourteen_productions_and_two_markets():
    assert Event.objects.filter(occurrences__plan__name="Main house").distinct().count() == 14
    weekly = Event.objects.filter(charge_type="pitch", specialist=None)
    counts = weekly.annotate(n=Count("occurrences")).values_list("n", flat=True)
    assert all(100 <= count <= 105 for count in counts) and len(counts) == 2


def test_no_market_on_christmas_day_or_boxing_day():
    days = [(day.day.month, day.day.day) for day in Occurrence.objects.filter(event__charge_type="pitch")]
    assert not {(12, 25), (12, 26)} & set(days)


def test_every_event_has_a_vat_determination_of_its_own_with_evidence():
    assert not Event.objects.filter(determinations=None).exists()
    assert not VatDetermination.objects.filter(evidence="").exists()
    assert set(VatDetermination.objects.values_list("charge_type", "treatment")) == {
        ("ticket", "S"), ("ticket", "E"), ("pitch", "S"), ("pitch", "E"), ("penalty", "O"),
        ("equipment", "S"), ("programme", "Z"), ("fee", "S")}  # fmt: skip


def test_traders_papers_are_in_every_state():
    """Asked the way the product asks: by why_not, for today and for five weeks on."""
    market, today = Event.objects.filter(charge_type="pitch").first(), localdate()
    states = Counter()
    for trader in Trader.objects.prefetch_related("documents"):
        now, later = (bool(trader.why_not(market, [today + timedelta(days=ahead)])) for ahead in (0, 35))
        states["not approved" if not trader.approved_on else "suspended" if trader.suspended_on
               else "no" if now else "expiring" if later else "good"] += 1  # fmt: skip
    assert states == {"good": 96, "expiring": 10, "no": 23, "suspended": 4, "not approved": 7}
    papers = DocumentType.objects.get(name="Public liability insurance")
    sent = [d for t in Trader.objects.all() for d in t.documents.filter(document_type=papers, expires_on__gte=today)]
    assert any(d.checked_at is None for d in sent) and any(d.refused_reason for d in sent)
    assert any(d.cover < papers.minimum_cover for d in sent)


def test_regulars_traded_only_while_their_papers_covered_the_day():
    market = Event.objects.filter(charge_type="pitch").first()
    for customer in Customer.objects.exclude(trader=None).exclude(bookings=None).select_related("trader"):
        lines = BookingLine.objects.live().filter(booking__customer=customer, occurrence__event__specialist=None)
        lines = lines.select_related("occurrence__event")  # papers for a market applied for may follow
        customer.trader.suspended_on = None
        assert customer.trader.why_not(market, {line.occurrence.day for line in lines}) == []


@pytest.mark.parametrize("check", [check for _, check in PROOFS], ids=[title for title, _ in PROOFS])
def test_the_books_prove(check):
    assert check() == []


def test_confirmed_bookings_leave_nothing_in_clearing():
    confirmed = Posting.objects.filter(booking__status="confirmed").order_by()
    debits, credits = (
        dict(confirmed.filter(**{side: Code.BOOKINGS}).values_list("booking").annotate(Sum("amount")))
        for side in ("debit", "credit")
    )
    assert debits == credits and len(debits) > 5000


def test_finance_has_last_month_billed_and_this_month_still_to_bill():
    first = localdate().replace(day=1)
    weekly = Charge.objects.exclude(budget_code="MKT-4430")  # the Christmas market is invoiced when it is accepted
    assert not weekly.filter(invoice__isnull=False, on__gte=first).exists()
    held_back = {bill.held_back for bill in BillingRun(until=first - timedelta(days=1)).preview()}
    assert None not in held_back and len(held_back) == 5
    assert Invoice.objects.issued().filter(charges__on__gte=first - timedelta(days=28)).exists()
    assert any(bill.held_back is None for bill in BillingRun(until=first + timedelta(days=40)).preview())


def test_invoices_are_numbered_by_date_and_are_paid_part_paid_and_overdue():
    issued = Invoice.objects.issued().order_by("number").values_list("issued_at", flat=True)
    assert list(issued) == sorted(issued)
    owing = Invoice.objects.issued().with_owing()
    assert owing.filter(owing=0).count() > owing.count() * 0.7
    assert owing.filter(owing__gt=0, settled__gt=0).exists() and Invoice.objects.overdue(localdate()).count() > 5
    numbers = Sequence.objects.filter(name__startswith="INV-").values_list("last", flat=True)
    assert sum(numbers) == owing.count()


def test_closed_tills_are_no_later_than_yesterday_and_some_were_over_or_short():
    assert not TillSession.objects.filter(closed_at=None).exists()
    assert localdate(TillSession.objects.aggregate(last=Max("closed_at"))["last"]) < localdate()
    assert len(set(TillSession.objects.values_list("variance", flat=True))) > 2


def test_nothing_happened_in_the_future():
    for model, field in ((Booking, "created_at"), (Payment, "taken_at"), (Posting, "posted_at"), (CheckIn, "at")):
        latest = model.objects.aggregate(last=Max(field))["last"]
        assert latest <= town.time_now(), model


def test_rows_are_in_the_order_things_happened():
    # what was drawn, or applied for, is booked afterwards; and so is what happens while the town is loaded
    whole = Booking.objects.filter(status="confirmed", draw_results=None, applications=None,
                                   created_at__date__lt=localdate())  # fmt: skip
    made = list(whole.order_by("pk").values_list("created_at", flat=True))
    assert made == sorted(made)


def test_no_booking_was_made_after_its_performance_began():
    late = BookingLine.objects.filter(booking__channel__in=["shop", "counter", "phone"]).select_related(
        "booking", "occurrence")  # fmt: skip
    assert not [line for line in late if line.booking.created_at > line.occurrence.starts_at]


def test_an_account_is_stopped_and_every_account_has_a_limit():
    assert Account.objects.exclude(stopped_at=None).count() == 1
    assert not Account.objects.filter(credit_limit=0).exists()


def test_names_with_welsh_circumflexes_are_there():
    assert Customer.objects.filter(name__contains="ŷ").exists() and Customer.objects.filter(name__contains="Ŵ").exists()


def test_everybody_of_the_table_may_stand_where_they_start():
    for person in town.PEOPLE:
        user = User.objects.get(email=person.email)
        assert user.check_password(town.PASSWORD) and may_stand_at(user, desk_at(person.address))


def test_the_table_of_people_names_everybody_and_the_password():
    said = StringIO()
    call_command("demo", "--people", stdout=said)
    assert all(person.email in said.getvalue() for person in town.PEOPLE) and town.PASSWORD in said.getvalue()


def test_a_second_load_changes_nothing():
    before = Booking.objects.count()
    call_command("demo", "--if-empty", stdout=StringIO())
    with pytest.raises(CommandError, match="empty database only"):
        call_command("demo", stdout=StringIO())
    assert Booking.objects.count() == before


def test_a_town_that_somebody_built_on_is_not_removed():
    Venue.objects.create(name="Corn Exchange")
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("demo", "--remove", "--yes", stdout=StringIO())
    assert Booking.objects.exists()


def test_removal_leaves_nothing_behind_and_the_guards_in_place():
    call_command("api_token", town.MACHINE, "Till bridge", stdout=StringIO())
    call_command("demo", "--remove", "--yes", stdout=StringIO())
    assert town.is_empty() and not User.objects.exists()
    for model in (Booking, BookingLine, Customer, Event, Invoice, Charge, Payment, Posting, Account, Sequence):
        assert not model.objects.exists(), model
    assert missing(connection, ALL_GUARDS) == []
    said = StringIO()
    call_command("demo", "--people", stdout=said)
    assert said.getvalue() == ""
