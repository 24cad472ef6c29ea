"""What happened in the demo town: rows as the verbs of the product would have left them, written in a lawful order.

Everything is gathered in memory, because thousands of single sales would take minutes, and then written table by
table with the database's guards in force: charges before their invoice is issued, payments before their till closes.
"""

import uuid
from collections import Counter
from datetime import timedelta
from itertools import groupby

from boxoffice.town.clock import day_of, moment
from boxoffice.town.drawers import close_day
from events.models import Booking, BookingLine, CheckIn
from events.models.booking import ALPHABET
from events.money import tax, total_of
from invoicing.models import (
    Allocation,
    BillingRun,
    Charge,
    Code,
    Invoice,
    OpenItem,
    Payment,
    Posting,
    Sequence,
    TillSession,
)
from invoicing.models.journal import income_movements

FLOAT = 5000
VARIANCES = [0] * 17 + [-50, 20, -100, 10, -5]


class Chronicle:
    """Twelve months of bookings, money and admissions, not yet written."""

    def __init__(self, rnd, now):
        self.rnd, self.now = rnd, now
        self.references = set()
        self.bookings, self.lines, self.charges, self.runs, self.invoices = [], [], [], [], []
        self.allocations = []
        self.payments, self.postings, self.check_ins, self.tills = [], [], [], {}

    def book(self, lines, *, at, channel, customer=None, by=None, status="confirmed", until=None):
        """A booking of priced lines that are of no booking yet."""
        booking = Booking(
            reference=self.new_reference(), customer=customer, channel=channel, status=status, created_at=at,
            reserved_until=until or at + timedelta(minutes=10), taken_by=by,
            confirmed_at=at + timedelta(seconds=90) if status == "confirmed" else None,
        )  # fmt: skip
        for line in lines:
            line.booking = booking
            if status == "lapsed":
                line.released_at, line.release_reason = booking.reserved_until + timedelta(minutes=3), "lapsed"
        booking.drafted = lines
        self.bookings.append(booking)
        return booking

    def new_reference(self):
        while (reference := "".join(self.rnd.choices(ALPHABET, k=7))) in self.references:
            pass
        self.references.add(reference)
        return reference

    def pay(self, booking, method, *, by=None, till=None, reference=""):
        """What Payment.take leaves for a booking paid whole."""
        at, lines = booking.confirmed_at, booking.drafted
        taxed = tax([line.priced for line in lines])
        amount = total_of(taxed).gross
        payment = Payment(booking=booking, method=method, amount=amount, taken_at=at, taken_by=by, till=till,
                          tendered=self.tendered(amount) if till and method == "cash" else None,
                          reference=reference)  # fmt: skip
        self.payments.append(payment)
        movements = [(payment.code, Code.BOOKINGS, amount)]
        movements += income_movements(Code.BOOKINGS, zip([x.budget_code for x in lines], taxed, strict=True))
        self.post("sale", movements, at=at, by=by, booking=booking, payment=payment, till=till)

    def tendered(self, amount):
        """The cash somebody would hand over: the sum itself, or the next whole note."""
        note = self.rnd.choice([1, 500, 1000, 2000])
        return -(-amount // note) * note

    def charge(self, booking, account, *, by=None):
        """What Account.charge leaves."""
        charges = [Charge.for_line(account, line) for line in booking.drafted]
        total = sum(charge.standing_gross for charge in charges)
        self.charges += charges
        self.post("charge", [(Code.UNBILLED, Code.DEFERRED, total)], at=booking.confirmed_at, by=by, account=account,
                  booking=booking)  # fmt: skip

    def post(self, reason, movements, *, at, by, **about):
        """What Posting.objects.post makes, kept for later."""
        entry = uuid.UUID(int=self.rnd.getrandbits(128), version=4)
        for debit, credit, pence in movements:
            if pence < 0:
                debit, credit, pence = credit, debit, -pence
            if pence:
                self.postings.append(Posting(entry=entry, reason=reason, debit=debit, credit=credit, amount=pence,
                                             by=by, posted_at=at, on=day_of(at), **about))  # fmt: skip

    def till_at(self, at, drawer, user, opens, closes):
        """The till session of a drawer on a day that is over."""
        day = day_of(at)
        if (day, drawer) not in self.tills:
            till = TillSession(drawer=drawer, opened_by=user, opened_at=moment(day, *opens), opening_float=FLOAT)
            till.closes_at = moment(day, *closes)
            self.tills[day, drawer] = till
        return self.tills[day, drawer]

    def admit(self, line, at, by, door=""):
        self.check_ins.append(CheckIn(line=line, at=at, by=by, door=door))

    def write(self):
        """Write everything, oldest first."""
        self.bookings.sort(key=lambda booking: booking.created_at)
        Booking.objects.bulk_create(self.bookings)
        BookingLine.objects.bulk_create(line for booking in self.bookings for line in booking.drafted)
        BillingRun.objects.bulk_create(self.runs)
        Invoice.objects.bulk_create(invoice.draft for invoice in self.invoices)
        Charge.objects.bulk_create(self.charges)
        self.issue()
        self.write_payments()
        self.allocate()
        self.postings.sort(key=lambda posting: posting.posted_at)
        Posting.objects.bulk_create(self.postings)
        CheckIn.objects.bulk_create(sorted(self.check_ins, key=lambda one: one.at))

    def issue(self):
        """Turn the drafts into issued invoices and set the counters, now that every charge stands on its invoice."""
        for invoice in self.invoices:
            for field, value in invoice.sealed.items():
                setattr(invoice.draft, field, value)
        fields = list(self.invoices[0].sealed) if self.invoices else []
        Invoice.objects.bulk_create([invoice.draft for invoice in self.invoices], update_conflicts=True,
                                    unique_fields=["id"], update_fields=fields)  # fmt: skip
        last = {}
        for invoice in self.invoices:
            series, _, number = invoice.sealed["number"].rpartition("-")
            last[series] = int(number)
        Sequence.objects.bulk_create(Sequence(name=series, last=number) for series, number in last.items())

    def allocate(self):
        """What Account.allocate leaves: the allocations, and what they leave open."""
        Allocation.objects.bulk_create(self.allocations)
        settled = Counter()
        for allocation in self.allocations:
            settled[allocation.invoice_id] += allocation.amount
        OpenItem.objects.bulk_create(
            OpenItem(invoice=one.draft, account=one.draft.account, due_on=one.draft.due_on,
                     owing=one.draft.gross - settled[one.draft.pk])
            for one in self.invoices if one.draft.gross > settled[one.draft.pk]
        )  # fmt: skip

    def write_payments(self):
        """Day by day: open the tills, take the money, close them."""
        numbers = {}
        tills = {day: [till for (_, _), till in group]
                 for day, group in groupby(sorted(self.tills.items(), key=lambda item: item[0]),
                                           key=lambda item: item[0][0])}  # fmt: skip
        self.payments.sort(key=lambda payment: payment.taken_at)
        for day, payments in groupby(self.payments, key=lambda payment: day_of(payment.taken_at)):
            TillSession.objects.bulk_create(tills.get(day, []))
            payments = Payment.objects.bulk_create(payments)
            for till in tills.get(day, []):
                numbers[till.drawer] = numbers.get(till.drawer, 0) + 1
                cash = sum(p.amount for p in payments if p.till is till and p.method == "cash")
                close_day(self, till, cash, numbers[till.drawer], self.rnd.choice(VARIANCES))
