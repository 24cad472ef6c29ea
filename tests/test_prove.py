"""manage.py prove notices what it says it proves: each planted break is named, and the exit is 1."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localdate, now

from events import guards
from events.models import Booking, BookingLine, Customer, Hold, HoldType
from invoicing.bank.statement import Entry
from invoicing.guards import ALL_GUARDS
from invoicing.ledger import export as ledger_export
from invoicing.ledger.presets import PLAIN
from invoicing.models import (
    Account,
    Allocation,
    Approval,
    BankFile,
    BankLine,
    BillingRun,
    CardAttempt,
    Charge,
    CreditLine,
    CreditNote,
    Invoice,
    LedgerBatch,
    LedgerLayout,
    OpenItem,
    Paper,
    Payment,
    Posting,
    RecoveryHold,
    Reminder,
    ReminderStep,
    Sequence,
    Statement,
    StoredValue,
)
from invoicing.printing import printed
from invoicing.proofs.every import PROOFS
from tests import cast
from tests.invoicing.test_accounts import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """A paid seat, a closed till, a bill with its pages, a charge still to be billed, and everything finance does."""
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
    finance_works(invoice, fay, cast.staff("max", "Finance"))


def finance_works(invoice, fay, max):
    """Part credited, part paid by bank, part written off, a refund, a hold, a statement, and a batch handed over."""
    account = invoice.account
    CreditNote.objects.issue(invoice, [(invoice.charges.first(), 1000)], reason="price", by=fay)
    entries = [Entry(line=line, on=localdate(), amount=3000 * line, reference="Amy") for line in (1, 2, 3)]
    file = BankFile.objects.import_entries("july.csv", b"bytes", entries, by=fay)
    matched, aside, _ = file.lines.all()
    payment = matched.match(account, [(invoice, 2500)], by=fay)
    aside.set_aside("Rates, not ours")
    Approval.objects.ask_write_off(invoice, 300, reason="Gone away", by=fay).decide(True, by=max)
    Approval.objects.ask_refund(payment, 200, reason="Paid twice", by=fay).decide(True, by=max)
    RecoveryHold.objects.create(account=account, cause="breathing", reason="Told", begins_on=localdate())
    Statement.objects.make(account, localdate(), localdate(), by=fay)
    layout = LedgerLayout.objects.create(name="Journal", layout=PLAIN.to_json())
    LedgerBatch.objects.close(localdate(), layout, ledger_export.files, by=fay)


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


def post_a_stray_penny(debit="CASH", credit="NOWHERE", reason="sale", **about):
    Posting.objects.post(reason, [(debit, credit, 1)], at=now(), **about)


def send_a_reminder():
    account, step = Account.objects.get(), ReminderStep.objects.create(days_late=300, title="Pay", text="Pay")
    Reminder.objects.create(account=account, step=step, on=localdate(), title="Pay", text="Pay", total=1, billed_to="A")


def allocate_to_another_account():
    account = Account.objects.open_for(Customer.objects.create(name="Ben"))
    Payment.objects.filter(refund_of=None, booking=None).update(account=account)


def write_a_penny_off_alone():
    invoice = Invoice.objects.get()
    post_a_stray_penny("BAD-DEBTS", "DEBTORS", "write-off", invoice=invoice, account=invoice.account)


def leave_on_a_voucher(pence, **about):
    """Put pence on a voucher, or take them off it, that nobody paid."""
    voucher = StoredValue.objects.create(sort="gift", made_at=now(), **about)
    voucher.movements.create(amount=pence, reason="planted", at=now())


def pay_for_another_booking(**about):
    about = about or {"booking": Booking.objects.create(channel="counter", reserved_until=now())}
    CardAttempt.objects.create(key="planted", way="link", amount=1, state="paid", made_at=now(), expires_at=now(),
                               payment=Payment.objects.exclude(booking=None).first(), **about)  # fmt: skip


def spoil(model, **fields):
    """Change a field of every row of a model, past its verbs."""
    return lambda: model.objects.update(**fields)


BREAKS = {
    "Cancelled and lapsed bookings hold no place": spoil(Booking, status="lapsed"),
    "No place taken out of the plan is sold": kill_a_sold_seat,
    "No booking is without lines": lambda: Booking.objects.create(channel="api", reserved_until=now()),
    "Every booking's payments and income meet to the penny": lambda: (
        Payment.objects.filter(account=None).update(amount=1)),
    "What journal and payments say was taken is the same, tender by tender": post_a_stray_penny,
    "What stands in suspense is exactly the bank's lines that are matched to nothing": lambda: (
        post_a_stray_penny("BANK", "SUSPENSE", "bank")),
    "A matched bank line and its payment are of one amount, by bank": spoil(BankLine, amount=1),
    "No more was given back than was paid, by the same tender": sql(
        "UPDATE invoicing_payment SET amount = -100000 WHERE refund_of_id IS NOT NULL"),
    "Z numbers run from 1 without a gap, drawer by drawer": sql("UPDATE invoicing_tillsession SET number = 2"),
    "Every closed till counted what was expected, give or take its variance": sql(
        "UPDATE invoicing_tillsession SET counted = 1"),
    "What the card terminal's own Z differed by is in the ledger, till by till": sql(
        "UPDATE invoicing_tillsession SET terminal_counted = 5, terminal_variance = 5"),
    "What a closed till counted is banked or stays in its drawer": sql("UPDATE invoicing_tillsession SET carried = 1"),
    "Tender by tender, what a till took is what the ledger says was taken through it": sql(
        "UPDATE invoicing_payment SET amount = 1 WHERE till_id IS NOT NULL"),
    "Lifts, cash paid in and out, differences and banked cash of every till are in the ledger": sql(
        "UPDATE invoicing_tillsession SET banked = 5"),
    "Charges not yet invoiced are exactly what the journal holds as unbilled": spoil(Charge, price=1),
    "Each invoice is the sum of its charges, its VAT exact to the penny": spoil(Invoice, vat_amount=1),
    "No invoice mixes charges outside the scope of VAT with others, and exemptions say why": lambda: (
        Charge.objects.filter(pk=Charge.objects.first().pk).update(vat="O")),
    "Invoice numbers run from 1 without a gap, series by series": spoil(Sequence, last=7),
    "Credit note numbers run from 1 without a gap, series by series": spoil(CreditNote, number="CN-2026-00002"),
    "Each credit note is the sum of its lines, all of them charges of its invoice, and so it was posted": spoil(
        CreditNote, net=1),
    "No more is credited than was invoiced: line by line, rate by rate and in all": spoil(CreditLine, net=1_000_000),
    "Each account owes its invoices less its credit notes, write-offs and payments": spoil(Invoice, net=1),
    "What is open of each invoice is what it came to less what settles it, and nothing else is open": spoil(
        OpenItem, owing=1),
    "What is open less what the journal holds against an account is the account's credit": spoil(
        Allocation, released_at=now()),
    "Aged debt less the credit on accounts is what the ledger's control account says": lambda: (
        post_a_stray_penny("DEBTORS", "MKT-4410", "invoice")),
    "No payment, credit note or invoice is allocated beyond what it came to, or across accounts": (
        allocate_to_another_account),
    "Every write-off, and every refund of an account's money, was decided by two people": write_a_penny_off_alone,
    "No reminder was sent while a hold stopped it": send_a_reminder,
    "Every statement closes with what it opened with and its entries": spoil(Statement, closing=1),
    "No account reference is wrong or missing": spoil(Account, reference=None),
    "Every posting moves a known code": post_a_stray_penny,
    "Ledger batches are numbered from 1 without a gap, and each is closed": spoil(LedgerBatch, number=2),
    "Each ledger batch holds what it said when it was closed": spoil(LedgerBatch, count=1),
    "No gift voucher or credit was spent beyond what was on it": lambda: leave_on_a_voucher(-1),
    "Vouchers and credits in the journal are what is left on them": lambda: leave_on_a_voucher(1),
    "A stopped voucher has nothing on it": lambda: leave_on_a_voucher(1, stopped_at=now(), stop_reason="lost"),
    "Every payment by voucher or credit took as much off it, and every refund put as much on": lambda: (
        Payment.objects.filter(account=None).update(method="voucher")),
    "A card payment at the counter that is paid has its own payment, of what it was asked for": pay_for_another_booking,
    "A gift voucher that a card bought was issued once, with what was paid on it": lambda: (
        pay_for_another_booking(booking=None)),
    "Stored pages are the bytes that were hashed": spoil(Paper, pdf=b"other"),
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


def test_every_rule_about_money_is_broken_once_here():
    held_by_the_database = {"Every charge is invoiced at most once, and a line charged at most once",
                            "The database's guards are all in place",
                            "A payment panel's key made one payment"}  # fmt: skip
    assert {title for title, _ in PROOFS} - set(BREAKS) == held_by_the_database
