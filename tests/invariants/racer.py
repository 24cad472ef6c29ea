"""One process that races others for the same money: `python -m tests.invariants.racer SCENARIO NUMBER RACERS …`."""

import json
import os
import random
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.utils.timezone import localdate  # noqa: E402

from boxoffice.models import User  # noqa: E402
from events.models import Refused  # noqa: E402
from invoicing.ledger import export as ledger_export  # noqa: E402
from invoicing.ledger.presets import PLAIN  # noqa: E402
from invoicing.models import (  # noqa: E402
    BillingRun,
    CreditNote,
    Invoice,
    LedgerBatch,
    LedgerLayout,
    Payment,
)
from tests.invariants.stage import Books  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def stage(accounts, charges):
    """An invoice to credit, one to pay with two payments of £30, and two runs of so many accounts with charges due."""
    books = Books()
    credited, paid = (books.invoice((10_000, "gross", "S20"), (5_000, "net", "S20")) for _ in range(2))
    for amount in (3_000, 3_000):
        books.receive(amount)
    runs = [BillingRun.objects.create(until=localdate(), created_by=books.fay) for _ in range(2)]
    for n in range(2 * int(accounts)):
        account = books.open_account(f"Trader {n}")
        runs[n % 2].left_out.add(account)
        for _ in range(int(charges)):
            books.charge(2_450, "net", "S20", account=account)
    LedgerLayout.objects.create(name="Journal", layout=PLAIN.to_json())
    return {"credited": credited.pk, "paid": paid.pk, "runs": [run.pk for run in runs]}


def credits(number, racers, tries, invoice):
    """Credit pieces of the same two lines until nothing is left."""
    invoice, rng, outcome = Invoice.objects.get(pk=invoice), random.Random(int(number)), Counter()
    lines = list(invoice.charges.all())
    start_together()
    for _ in range(int(tries)):
        try:
            CreditNote.objects.issue(invoice, [(rng.choice(lines), rng.randint(500, 2_000))], reason="price")
            outcome["credited"] += 1
        except Refused:
            outcome["refused"] += 1
    return outcome


def allocations(number, racers, tries, invoice):
    """Set the same payments against the same invoice, and release some again."""
    invoice, rng, outcome = Invoice.objects.get(pk=invoice), random.Random(int(number)), Counter()
    account, payments = invoice.account, list(Payment.objects.all())
    start_together()
    for _ in range(int(tries)):
        try:
            account.allocate(rng.choice(payments), [(invoice, rng.randint(500, 2_000))])
            outcome["allocated"] += 1
        except Refused:
            outcome["refused"] += 1
            for allocation in invoice.allocations.live().order_by("?")[:1]:
                account.release(allocation)
    return outcome


def billing(number, racers, run):
    """Issue the same billing run."""
    start_together()
    return {"issued": len(BillingRun.objects.get(pk=run).issue(by=User.objects.first()))}


def dawdling(number, racers, run):
    """Issue a billing run slowly, saying so, until killed."""

    def each(invoice):
        print(invoice.number, flush=True)  # noqa: T201
        time.sleep(0.2)

    BillingRun.objects.get(pk=run).issue(by=User.objects.first(), each=each)


def closing(number, racers):
    """Close a ledger batch."""
    start_together()
    layout, by, outcome = LedgerLayout.objects.get(), User.objects.first(), Counter()
    try:
        LedgerBatch.objects.close(localdate(), layout, ledger_export.files, by=by)
        outcome["closed"] += 1
    except Refused:
        outcome["refused"] += 1
    return outcome


SCENARIOS = {f.__name__: f for f in (stage, credits, allocations, billing, dawdling, closing)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
