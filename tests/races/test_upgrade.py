"""A database of the first version is upgraded: what was paid and printed is carried over, and the books still hold."""

import json

import pytest

from tests.races.arena import arena, prove, run

pytestmark = [pytest.mark.race, pytest.mark.django_db]

LOOK = """
import django, json; django.setup()
from invoicing.models import *
from invoicing import print_queue
from django.db import DatabaseError
try:
    frozen = not Invoice.objects.filter(number="INV-2026-00001").update(net=1)
except DatabaseError:
    frozen = True
rows = lambda model, *fields: list(model.objects.order_by("pk").values_list(*fields))
print(json.dumps({
    "allocations": rows(Allocation, "invoice__number", "amount", "appropriated_by"),
    "open": rows(OpenItem, "invoice__number", "owing", "due_on"),
    "papers": [[paper.invoice.number, paper.intact()] for paper in Paper.objects.all()],
    "dispatches": [[one.paper.invoice.number, one.channel, one.at == one.paper.drawn_at]
                   for one in Dispatch.objects.all()],
    "waiting": [item.document.number for item in print_queue.waiting()],
    "frozen": frozen,
}, default=str))
"""


def test_the_first_versions_books_are_carried_over_whole(tmp_path):
    with arena(tmp_path, "invoicing", "0002") as field:
        run(field, "-m", "tests.races.first_version")
        run(field, "manage.py", "migrate", "-v0")
        found = json.loads(run(field, "-c", LOOK))
        assert found == {
            "allocations": [["INV-2026-00001", 6000, "debtor"], ["INV-2026-00002", 2000, "debtor"]],
            "open": [["INV-2026-00002", 4000, "2026-06-03"]],
            "papers": [["INV-2026-00001", True]],
            "dispatches": [["INV-2026-00001", "post", True]],
            "waiting": ["INV-2026-00002"],
            "frozen": True,
        }
        assert "BROKEN" not in prove(field)
