"""manage.py prove notices what it says it proves: each planted break is named, and the exit is 1."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from events import guards
from events.models import Booking, BookingLine, Hold, HoldType
from invoicing.guards import ALL_GUARDS
from invoicing.models import Account, BillingRun, Charge, Invoice, Paper, Payment, Posting, Sequence
from invoicing.printing import printed
from tests import cast
from tests.invoicing.test_accounts import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """A paid seat, a closed till, a bill with its pages, and a charge still to be billed."""
    performance, days = cast.show(), cast.market()
    sam, fay = cast.staff("sam", "Box office"), cast.staff("fay", "Finance")
    seat = performance.plan.places.select_related("area").first()
    booking = Booking.objects.reserve([(performance, seat, cast.price_type("adult"))], channel="counter")
    till = cast.till(sam)
    Payment.objects.take(booking, "cash", by=sam, till=till)
    till.close(6800, by=sam)
    book(cast.trader(), days)
    (invoice,) = BillingRun.objects.create(until=days[3].day, created_by=fay).issue(by=fay)
    printed(invoice)


def prove():
    out = StringIO()
    try:
        call_command("prove", stdout=out, stderr=StringIO())
    except SystemExit as stop:
        assert stop.code == 1
    return [line.split("  ")[1].rsplit(" (", 1)[0] for line in out.getvalue().splitlines() if line.startswith("BROKEN")]


def sql(statement):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def kill_a_sold_seat():
    line = BookingLine.objects.first()
    kill = HoldType.objects.create(name="Pillar", kill=True)
    Hold.objects.create(occurrence=line.occurrence, place=line.place, hold_type=kill)


def post_a_stray_penny():
    Posting.objects.post("sale", [("CASH", "NOWHERE", 1)], at=now())


BREAKS = {
    "Cancelled and lapsed bookings hold no place": lambda: Booking.objects.update(status="lapsed"),
    "No place taken out of the plan is sold": kill_a_sold_seat,
    "No booking is without lines": lambda: Booking.objects.create(channel="api", reserved_until=now()),
    "Every posting moves a known code": post_a_stray_penny,
    "What journal and payments say was taken is the same, tender by tender": post_a_stray_penny,
    "Every booking's payments and income meet to the penny": lambda: Payment.objects.update(amount=1),
    "Each account owes its invoices less its payments": lambda: Invoice.objects.update(net=1),
    "Each invoice is the sum of its charges, its VAT exact to the penny": lambda: Invoice.objects.update(vat_amount=1),
    "Charges not yet invoiced are exactly what the journal holds as unbilled": lambda: Charge.objects.update(price=1),
    "No invoice mixes charges outside the scope of VAT with others, and exemptions say why": lambda: (
        Charge.objects.filter(pk=Charge.objects.first().pk).update(vat="O")),
    "Invoice numbers run from 1 without a gap, series by series": lambda: Sequence.objects.update(last=7),
    "Z numbers run from 1 without a gap, drawer by drawer": sql("UPDATE invoicing_tillsession SET number = 2"),
    "Every closed till counted what was expected, give or take its variance": sql(
        "UPDATE invoicing_tillsession SET counted = 1"),
    "Stored pages are the bytes that were hashed": lambda: Paper.objects.update(pdf=b"other"),
    "No account reference is wrong or missing": lambda: Account.objects.update(reference=None),
}  # fmt: skip


def test_a_sound_town_is_proved(town):
    assert prove() == []


@pytest.mark.parametrize("title", BREAKS)
def test_a_break_is_noticed(town, title):
    with guards.lifted(connection, ALL_GUARDS):
        BREAKS[title]()
    assert title in prove()


def test_a_missing_guard_is_noticed(town):
    guards.remove(connection, ALL_GUARDS[:1])
    assert prove() == ["The database's guards are all in place"]
