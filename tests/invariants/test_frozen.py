"""I5: what was issued, posted, sent or closed never changes, whichever way somebody tries to change it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from boxoffice.models import User
from invoicing.models import (
    Allocation,
    Approval,
    Council,
    CreditNote,
    LedgerBatch,
    Paper,
    Payment,
    Posting,
    Statement,
)
from invoicing.printing import document_of, pdf, printed
from tests.invariants.stage import Books

FIXED = ["invoice", "charge", "creditnote", "creditline", "paper", "posting", "ledgerbatch", "ledgerfile", "council",
         "statement", "allocation", "approval", "payment"]  # fmt: skip
CHANGED = {"invoice": "net", "charge": "net", "creditnote": "net", "creditline": "net", "paper": "sha256",
           "posting": "amount", "ledgerbatch": "total", "ledgerfile": "name", "council": "name",
           "statement": "closing", "allocation": "amount", "approval": "amount", "payment": "amount"}  # fmt: skip


@pytest.fixture
def rows(books: Books):
    """One row of each kind, with all that freezes it done."""
    invoice = books.invoice((1000, "net", "S20"), (500, "gross", "E"))
    note = CreditNote.objects.issue(invoice, [(invoice.charges.first(), 100)], reason="price", by=books.fay)
    paper, council = printed(invoice), Council.objects.create(name="Council", address="A\nB", telephone="1", email="")
    payment = books.receive(300, invoice=invoice)
    asked = Approval.objects.ask_write_off(invoice, 10, reason="Gone away", by=books.fay)
    asked.decide(True, by=books.max)
    statement = Statement.objects.make(books.account, localdate(), localdate(), by=books.fay)
    batch = books.close_batch()
    made = [invoice, invoice.charges.first(), note, note.lines.get(), paper, Posting.objects.first(), batch,
            batch.files.get(), council, statement, Allocation.objects.first(), asked, payment]  # fmt: skip
    return {row._meta.model_name: row for row in made}


def another(value):
    return value + 1 if isinstance(value, int) else f"~{value[1:]}"


def save(row, field):
    setattr(row, field, another(getattr(row, field)))
    row.save()


def update(row, field):
    type(row).objects.filter(pk=row.pk).update(**{field: another(getattr(row, field))})


def bulk_update(row, field):
    setattr(row, field, another(getattr(row, field)))
    type(row).objects.bulk_update([row], [field])


def raw_update(row, field):
    changed = f"'~' || substr({field}, 2)" if isinstance(getattr(row, field), str) else f"{field} + 1"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {field} = {changed} WHERE id = %s", [row.pk])  # noqa: S608


@pytest.mark.parametrize("way", [save, update, bulk_update, raw_update], ids=lambda way: way.__name__)
@pytest.mark.parametrize("model", FIXED)
def test_nothing_that_is_fixed_can_be_changed(rows, model, way):
    row, field = rows[model], CHANGED[model]
    before = getattr(type(row).objects.get(pk=row.pk), field)
    with pytest.raises(IntegrityError, match="never|stays|kept|closed"), transaction.atomic():
        way(row, field)
    assert getattr(type(row).objects.get(pk=row.pk), field) == before


def delete_rows(row):
    type(row).objects.filter(pk=row.pk).delete()


def raw_delete(row):
    type(row).objects.filter(pk=row.pk)._raw_delete(using="default")


@pytest.mark.parametrize("way", [delete_rows, raw_delete], ids=lambda way: way.__name__)
@pytest.mark.parametrize("model", [m for m in FIXED if m not in ("statement", "approval")])
def test_nothing_that_is_fixed_can_be_deleted(rows, model, way):
    with pytest.raises((IntegrityError, TypeError), match="never|stays|kept|closed|referenced"), transaction.atomic():
        way(rows[model])
    assert type(rows[model]).objects.filter(pk=rows[model].pk).exists()


def test_a_posting_in_a_batch_leaves_it_for_no_other(rows, books):
    books.charge(100)
    books.close_batch()
    first, second = LedgerBatch.objects.order_by("number")
    with pytest.raises(IntegrityError), transaction.atomic():
        second.postings.update(batch=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        second.postings.update(batch=None)


def test_nothing_is_added_to_what_is_issued_or_closed(rows, books):
    charge, line, batch = books.charge(100), rows["creditline"], rows["ledgerbatch"]
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        type(charge).objects.filter(pk=charge.pk).update(invoice=rows["invoice"], net=100, vat_amount=0)
    line.pk, line.charge = None, rows["invoice"].charges.last()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        line.save(force_insert=True)
    with pytest.raises(IntegrityError, match="closed batch"), transaction.atomic():
        Posting.objects.filter(batch=None).update(batch=batch)


@pytest.mark.parametrize("model", ["invoice", "posting", "payment", "charge"])
def test_the_admin_changes_and_deletes_nothing(rows, client, model):
    client.force_login(User.objects.create_superuser("root@alderbrook.example", "x" * 20))
    row, field = rows[model], CHANGED[model]
    page = f"/admin/invoicing/{model}/{row.pk}"
    assert client.post(f"{page}/change/", {field: 1}).status_code == 403
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert getattr(type(row).objects.get(pk=row.pk), field) == getattr(row, field)


def test_pages_drawn_again_are_the_stored_bytes_whatever_changed_around_them(rows, books):
    stored = bytes(rows["paper"].pdf)
    customer = books.account.customer
    customer.name, customer.address = "Somebody else", "Elsewhere"
    customer.save()
    Council.objects.create(name="Another council", address="A\nB", telephone="2", email="b@example.com")
    assert pdf(document_of(type(rows["invoice"]).objects.get(pk=rows["invoice"].pk))) == stored
    assert Paper.objects.get(pk=rows["paper"].pk).intact()
    assert Payment.objects.count() == 1
