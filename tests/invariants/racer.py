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
from invoicing import ledger_export  # noqa: E402
from invoicing.ledger_presets import PLAIN  # noqa: E402
from invoicing.models import (  # noqa: E402
    Account,
    Allocation,
    BillingRun,
    CreditNote,
    Invoice,
    LedgerBatch,
    LedgerLayout,
    Payment,
)
from tests.invariants.stage import Books  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def stage(accounts=1, charges=0):
    """Accounts with charges to bill, and on the first one a billed line of £100 and two payments of £30."""
    books = Books()
    invoice = books.invoice((10_000, "gross", "S20"), (5_000, "net", "S20"))
    for amount in (3_000, 3_000):
        books.receive(amount)
    for n in range(int(accounts)):
        account = books.open_account(f"Trader {n}")
        for _ in range(int(charges)):
            books.charge(2_450, "net", "S20", account=account)
    return {"invoice": invoice.pk, "run": BillingRun.objects.create(until=localdate(), created_by=books.fay).pk}


def credits(number, racers, tries):
    """Credit pieces of the same two lines until nothing is left."""
    invoice, rng, outcome = Invoice.objects.get(), random.Random(int(number)), Counter()
    lines = list(invoice.charges.all())
    start_together()
    for _ in range(int(tries)):
        try:
            CreditNote.objects.issue(invoice, [(rng.choice(lines), rng.randint(500, 2_000))], reason="price")
            outcome["credited"] += 1
        except Refused:
            outcome["refused"] += 1
    return outcome


def allocations(number, racers, tries):
    """Set the same payments against the same invoice, and release some again."""
    account, rng, outcome = Invoice.objects.get().account, random.Random(int(number)), Counter()
    invoice, payments = Invoice.objects.get(), list(Payment.objects.all())
    start_together()
    for _ in range(int(tries)):
        try:
            account.allocate(rng.choice(payments), [(invoice, rng.randint(500, 2_000))])
            outcome["allocated"] += 1
        except Refused:
            outcome["refused"] += 1
            for allocation in Allocation.objects.live().order_by("?")[:1]:
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


def layout():
    """A layout to close batches in."""
    LedgerLayout.objects.create(name="Journal", layout=PLAIN.to_json())
    return {"accounts": Account.objects.count()}


SCENARIOS = {f.__name__: f for f in (stage, credits, allocations, billing, dawdling, closing, layout)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
