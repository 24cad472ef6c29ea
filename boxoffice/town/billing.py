"""Twelve monthly billing runs of the demo town, and what the traders paid of them, mostly by bank transfer."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from boxoffice.town.clock import before, day_of, first_of_month, moment
from events.money import tax, total_of
from invoicing.models import Allocation, Bill, BillingRun, Code, Council, Invoice, Payment
from invoicing.models.invoice import SEALED, why_held_back
from invoicing.models.journal import income_movements


@dataclass
class Issued:
    """An invoice on its way into the database: the draft, and the fields that issuing it will fill in."""

    draft: Invoice
    sealed: dict


def bill_year(chronicle, today, by):
    """A run early in each month for the month before; the current month is left for finance to bill."""
    charges = sorted(chronicle.charges, key=lambda charge: charge.on)
    numbers = {}
    for month in range(-11, 1):
        first = first_of_month(today, month)
        at = before(moment(first + timedelta(days=1), 10, 5), chronicle.now - timedelta(minutes=5))
        until = first - timedelta(days=1)
        run = BillingRun(until=until, created_by=by, created_at=at - timedelta(minutes=12), issued_at=at)
        chronicle.runs.append(run)
        due = [charge for charge in charges if charge.on <= until and charge.invoice is None]
        for bill in bills_of(due):
            issue(chronicle, bill, run, numbers, by=by, at=at)
            at += timedelta(seconds=1)


def bills_of(charges):
    """The bills a run would issue, by name; accounts that are held back are left out."""
    by_account = groupby(sorted(charges, key=lambda charge: charge.account_id), key=lambda charge: charge.account)
    bills = []
    for account, group in by_account:
        group = list(group)
        total = total_of(tax([charge.priced for charge in group]))
        bills.append(Bill(account, group, total, why_held_back(account, total)))
    return sorted((bill for bill in bills if bill.held_back is None), key=lambda bill: bill.account.customer.name)


def issue(chronicle, bill, run, numbers, *, by, at):
    """What Invoice.objects.issue leaves."""
    account, taxed = bill.account, tax([charge.priced for charge in bill.charges])
    draft = Invoice(account=account, run=run, net=bill.total.net, vat_amount=bill.total.vat)
    for charge, amounts in zip(bill.charges, taxed, strict=True):
        charge.invoice, charge.net, charge.vat_amount = draft, amounts.net, amounts.vat
        charge.tax_point = day_of(at)
    standing = sum(charge.standing_gross for charge in bill.charges)
    movements = [(Code.DEFERRED, Code.UNBILLED, standing)]
    movements += income_movements(Code.DEBTORS, zip([c.budget_code for c in bill.charges], taxed, strict=True))
    chronicle.post("invoice", movements, at=at, by=by, account=account, invoice=draft)
    chronicle.invoices.append(Issued(draft, sealed_fields(account, numbers, by, at)))


def sealed_fields(account, numbers, by, at):
    """What Invoice.seal fills in."""
    customer, day = account.customer, day_of(at)
    numbers[day.year] = numbers.get(day.year, 0) + 1
    sealed = {
        "billed_to": f"{customer.name}\n{customer.address.strip()}\n{customer.postcode}",
        "seller": Council.current().printed(), "customer_vat_number": account.vat_number, "order_number": "",
        "language": account.language, "large_print": account.large_print, "issued_at": at, "issued_by": by,
        "issued_on": day, "due_on": day + timedelta(days=account.terms_days), "pay_token": secrets.token_urlsafe(16),
        "number": f"INV-{day.year}-{numbers[day.year]:05d}",
    }  # fmt: skip
    return {field: sealed[field] for field in SEALED}


def pay_invoices(chronicle, by):
    """Most pay in time, some late, some in part, some not yet; nothing is paid that is not due by now."""
    habits = {}
    for invoice in chronicle.invoices:
        account = invoice.draft.account
        habit = habits.setdefault(account.pk, habit_of(chronicle.rnd))
        age = (day_of(chronicle.now) - invoice.sealed["issued_on"]).days
        forgotten = age < 100 and chronicle.rnd.random() < 0.1 or account.stopped_at and age < 130
        wait = timedelta(days=chronicle.rnd.randint(*habit), hours=chronicle.rnd.randint(0, 5))
        at = invoice.sealed["issued_at"] + wait
        if forgotten or at >= chronicle.now:
            continue
        part = age < 130 and chronicle.rnd.random() < 0.07
        receive(chronicle, invoice, invoice.draft.gross // 2 if part else invoice.draft.gross, at, by)


def habit_of(rnd):
    """Within how many days somebody pays: in time, late, or very late."""
    return rnd.choices([(4, 26), (27, 44), (48, 75)], [7, 2, 1])[0]


def receive(chronicle, invoice, amount, at, by):
    """What Payment.receive leaves."""
    account = invoice.draft.account
    payment = Payment(account=account, invoice=invoice.draft, method="bacs", amount=amount, taken_at=at, taken_by=by,
                      reference=f"{account.reference} {invoice.sealed['number']}")  # fmt: skip
    chronicle.payments.append(payment)
    chronicle.allocations.append(Allocation(payment=payment, invoice=invoice.draft, amount=amount, at=at, by=by,
                                            appropriated_by="debtor"))  # fmt: skip
    chronicle.post("payment", [(Code.BANK, Code.DEBTORS, amount)], at=at, by=by, account=account,
                   invoice=invoice.draft, payment=payment)  # fmt: skip
