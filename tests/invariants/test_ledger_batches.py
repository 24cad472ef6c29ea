"""I20: each posting is handed over once, whole, in files that stay what they were; what is late goes into the next."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from events.models import AskedTooMuch
from invoicing.ledger import export as ledger_export
from invoicing.ledger.rows import LedgerRefused
from invoicing.models import LedgerBatch, LedgerFile, LedgerLayout, Posting, Sequence
from tests.invariants.stage import broken, examples, undone


def bytes_of(batch):
    return b"".join(bytes(file.content) for file in batch.files.all())


@examples(6)
@given(days=st.lists(st.tuples(st.integers(1, 100_000), st.booleans()), min_size=1, max_size=5))
def test_every_posting_is_in_one_batch_and_a_closed_one_is_written_the_same_again(books, days):
    with undone():
        kept, last = {}, len(days)
        for n, (pence, late) in enumerate(days):
            at = now() - timedelta(days=last - n)
            books.invoice(books.charge(pence, "net", "S20", at=at), at=at)
            batch = books.close_batch(until=localdate(at))
            kept[batch.pk] = (batch.count, batch.total, bytes_of(batch))
            if late:  # dated into the period of the batch that is closed
                books.charge(pence, at=at)
        if Posting.objects.filter(batch=None).exists():
            books.close_batch()
        assert not Posting.objects.filter(batch=None).exists()
        for batch in LedgerBatch.objects.filter(pk__in=kept):
            count, total, content = kept[batch.pk]
            assert (batch.postings.count(), batch.total) == (count, total)
            assert b"".join(data for _, data in ledger_export.files(batch)) == content == bytes_of(batch)
            assert hashlib.sha256(content).hexdigest() == batch.sha256
        assert sum(LedgerBatch.objects.values_list("count", flat=True)) == Posting.objects.count()
        assert broken() == {}


def test_debits_and_credits_of_a_file_are_alike_and_every_line_has_a_code(books):
    books.invoice((1000, "net", "S20"), (999, "gross", "S5"))
    rows = list(csv.DictReader(io.StringIO(bytes_of(books.close_batch()).decode("utf-8-sig"))))
    pence = {side: sum(round(float(row[side] or 0) * 100) for row in rows) for side in ("Debit", "Credit")}
    assert pence["Debit"] == pence["Credit"] == LedgerBatch.objects.get().total
    assert all(row["Code"] for row in rows)


def test_nothing_left_is_refused_and_takes_no_number(books):
    books.charge(1000)
    books.close_batch()
    with pytest.raises(AskedTooMuch, match="handed over already"):
        books.close_batch()
    assert Sequence.objects.get(name="LEDGER").last == LedgerBatch.objects.count() == 1
    assert broken() == {}


def test_a_file_that_cannot_be_written_closes_nothing(books):
    books.charge(1000)

    def refuse(batch):
        raise LedgerRefused("No.")

    layout = LedgerLayout.objects.create(name="Bad", layout={})
    with pytest.raises(LedgerRefused):
        LedgerBatch.objects.close(localdate(), layout, refuse, by=books.fay)
    assert not LedgerBatch.objects.exists() and not LedgerFile.objects.exists()
    assert Posting.objects.filter(batch=None).exists()
    assert broken() == {}
