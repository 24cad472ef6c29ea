"""Proofs about the journal, what was handed over of it, stored pages and the database's guards."""

from django.db import connection
from django.db.models import Count, F, Min, Sum

from events.guards import missing
from events.models import BookingLine, ExtraLine
from invoicing.guards import ALL_GUARDS
from invoicing.models import BudgetCode, Charge, Code, LedgerBatch, Paper, Posting, Sequence, TillMovement
from invoicing.proofs.sums import Rules

rules = Rules()


@rules.enter("Every posting moves a known code")
def codes_known():
    known = set(Code.values) | set(BudgetCode.objects.values_list("code", flat=True))
    for model in (Charge, BookingLine, ExtraLine, TillMovement):
        known |= set(model.objects.order_by().values_list("budget_code", flat=True).distinct())
    used = {code for side in ("debit", "credit") for code in
            Posting.objects.order_by().values_list(side, flat=True).distinct()}  # fmt: skip
    return [f"code {code}" for code in sorted(used - known)]


@rules.enter("Ledger batches are numbered from 1 without a gap, and each is closed")
def batches_gapless():
    numbers = list(LedgerBatch.objects.order_by("number").values_list("number", flat=True))
    last = Sequence.objects.filter(name="LEDGER").values_list("last", flat=True).first() or 0
    return [] if numbers == list(range(1, last + 1)) else [f"batches {numbers}, counted to {last}"]


@rules.enter("Each ledger batch holds what it said when it was closed")
def batches_add_up():
    kept = LedgerBatch.objects.annotate(n=Count("postings"), pence=Sum("postings__amount"), begins=Min("postings__on"))
    unlike = kept.exclude(n=F("count"), pence=F("total"), begins=F("first"))
    late = Posting.objects.filter(on__gt=F("batch__until")).values_list("batch__number", flat=True).distinct()
    changed = [batch for batch in LedgerBatch.objects.prefetch_related("files").iterator(10) if not batch.intact()]
    return [*map(str, unlike), *(f"Batch {number:05d}" for number in late), *(f"files of {batch}" for batch in changed)]


@rules.enter("Stored pages are the bytes that were hashed")
def pages_intact():
    return [f"paper {paper.pk}" for paper in Paper.objects.iterator(50) if not paper.intact()]


@rules.enter("The database's guards are all in place")
def guards_in_place():
    return missing(connection, ALL_GUARDS)
