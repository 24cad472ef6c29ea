"""Notices for tests, and what their forms send."""

import uuid
from datetime import date

from django.utils.timezone import localdate

from invoicing import discipline

QUASHED, UPHELD = "quashed", "upheld"


def serve(trader, notice, by, **more):
    said = {"rule": "7.2 Waste", "reason": "Left rubbish on the pitch.", "client_id": uuid.uuid4()}
    return discipline.serve(trader, notice=notice, by=by, **said | more)


def appealed(step, by, on=None):
    return discipline.appeal(step, "It was not my rubbish.", by=by, on=on)


def decided(step, outcome, *, by, owner):
    """The appeal lodged, heard today and decided."""
    appealed(step, owner)
    discipline.hear(step, localdate(), by=by)
    return discipline.decide(step, outcome, "We saw the photos.", by=by)


def parts(name, day):
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def form(notice="warning", **more):
    return {"notice": notice, "rule": "7.2 Waste", "reason": "Left rubbish.", "days": "0",
            "client_id": str(uuid.uuid4())} | more  # fmt: skip


def day(text):
    return date.fromisoformat(text)
