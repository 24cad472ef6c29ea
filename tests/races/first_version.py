"""The books of the first version, written into a database as it was then: `python -m tests.races.first_version`."""

import hashlib
import os
import uuid
from datetime import UTC, date, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
PAGES = b"%PDF-1.4 of the first version"


def write():
    """Amy has paid invoice 1, whose pages are stored, and owes invoice 2; a third of it is paid."""
    apps = MigrationExecutor(connection).loader.project_state([("invoicing", "0002_guards")]).apps
    model = {name: apps.get_model("invoicing", name) for name in ("Account", "PrintedInvoice", "Sequence")}
    amy = apps.get_model("events", "Customer").objects.create(name="Amy", address="1 High Street", postcode="AB1 2CD")
    account = model["Account"].objects.create(customer=amy, reference="ACC-00001")
    paid, part = (issued(apps, account, number) for number in (1, 2))
    pay(apps, account, paid, 6000)
    pay(apps, account, part, 2000)
    model["Sequence"].objects.create(name="INV-2026", last=2)
    model["PrintedInvoice"].objects.create(invoice=paid, pdf=PAGES, sha256=hashlib.sha256(PAGES).hexdigest(),
                                           drawn_at=AT)  # fmt: skip


def issued(apps, account, number):
    """An invoice of £50.00 and VAT of £10.00."""
    invoices, charges = apps.get_model("invoicing", "Invoice").objects, apps.get_model("invoicing", "Charge").objects
    invoice = invoices.create(account=account, number=f"INV-2026-{number:05d}", billed_to="Amy", net=5000,
                              vat_amount=1000, issued_at=AT, issued_on=AT.date(), due_on=date(2026, 6, 3))  # fmt: skip
    charges.create(account=account, invoice=invoice, on=AT.date(), description="Pitch", price=5000, basis="net",
                   vat="S", vat_rate=2000, budget_code="MKT-4410", net=5000, vat_amount=1000)  # fmt: skip
    post(apps, "charge", ("UNBILLED", "DEFERRED", 6000), account=account)
    post(apps, "invoice", ("DEFERRED", "UNBILLED", 6000), ("DEBTORS", "MKT-4410", 5000),
         ("DEBTORS", "VAT-OUTPUT", 1000), account=account, invoice=invoice)  # fmt: skip
    return invoice


def pay(apps, account, invoice, amount):
    payments = apps.get_model("invoicing", "Payment").objects
    payment = payments.create(method="bacs", amount=amount, account=account, invoice=invoice, taken_at=AT)
    post(apps, "payment", ("BANK", "DEBTORS", amount), account=account, payment=payment, invoice=invoice)


def post(apps, reason, *movements, **about):
    entry, postings = uuid.uuid4(), apps.get_model("invoicing", "Posting").objects
    for debit, credit, amount in movements:
        postings.create(entry=entry, reason=reason, on=AT.date(), posted_at=AT, debit=debit, credit=credit,
                        amount=amount, **about)  # fmt: skip


if __name__ == "__main__":
    write()
