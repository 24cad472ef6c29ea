"""One process that records or imports what others do too: `python -m tests.races.decider SCENARIO NUMBER RACERS …`."""

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.utils.timezone import localdate  # noqa: E402

from boxoffice.models import User  # noqa: E402
from events import determinations  # noqa: E402
from events.models import Refused, VatDetermination  # noqa: E402
from invoicing.bank.statement import Entry  # noqa: E402
from invoicing.models import BankFile  # noqa: E402
from tests import cast  # noqa: E402
from tests.races.racer import start_together  # noqa: E402


def stage():
    """Somebody who imports. Nobody has decided anything yet."""
    return {"by": cast.staff("fay", "Finance").pk}


def deciding(number, racers, tries):
    """Record decisions of one scope, each from the same days as the others'."""
    outcome, begins = Counter(), localdate()
    start_together()
    for n in range(int(tries)):
        day = begins.replace(year=begins.year + n, day=1)
        decision = VatDetermination(charge_type="fee", treatment="E", reason="?", evidence=number, decided_by="?",
                                    decided_on=begins, valid_from=day)  # fmt: skip
        try:
            determinations.record(decision)
            outcome["recorded"] += 1
        except Refused:
            outcome["refused"] += 1
    return outcome


def importing(number, racers, tries):
    """Import the same files as the others."""
    outcome, by = Counter(), User.objects.get()
    start_together()
    for n in range(int(tries)):
        entry = Entry(line=1, on=localdate(), amount=100, reference="?", payer="", bank_id=f"B{n}")
        try:
            BankFile.objects.import_entries("week.csv", f"{n}".encode(), [entry], by=by)
            outcome["imported"] += 1
        except Refused:
            outcome["refused"] += 1
    return outcome


SCENARIOS = {f.__name__: f for f in (stage, deciding, importing)}

if __name__ == "__main__":
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:]) or {}))  # noqa: T201
