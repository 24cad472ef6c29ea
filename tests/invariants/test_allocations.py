"""I7, I8: allocations stay within the money and the debt, releasing restores both, and the control account agrees."""

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from events.models import AskedTooMuch
from invoicing.models import Allocation, Code, OpenItem, Posting
from invoicing.models.statement import aged
from tests.invariants.stage import broken, examples, lines, undone

steps = st.lists(st.tuples(st.sampled_from(["allocate", "release", "oldest"]), st.integers(0, 9), st.integers(0, 9),
                           st.integers(1, 300_000)), max_size=10)  # fmt: skip


def within(source, invoice, pence):
    return 0 < pence <= min(source.unallocated(), invoice.owing_total())


def allocate(books, source, invoice, pence):
    """Allocated where there is so much, refused with nothing changed where there is not."""
    if within(source, invoice, pence):
        books.account.allocate(source, [(invoice, pence)], by=books.fay)
        return
    before = (source.unallocated(), invoice.owing_total())
    with pytest.raises(AskedTooMuch):
        books.account.allocate(source, [(invoice, pence)], by=books.fay)
    assert (source.unallocated(), invoice.owing_total()) == before


def release(books, allocation):
    """Both sides have again exactly what the allocation took; releasing once more does nothing."""
    source, invoice, pence = allocation.payment or allocation.credit_note, allocation.invoice, allocation.amount
    before = (source.unallocated(), invoice.owing_total())
    for _ in range(2):
        books.account.release(allocation, by=books.max)
    assert (source.unallocated(), invoice.owing_total()) == (before[0] + pence, before[1] + pence)


@examples(12)
@given(invoices=st.lists(lines, min_size=1, max_size=3), paid=st.lists(st.integers(1, 500_000), min_size=1, max_size=3),
       steps=steps)  # fmt: skip
def test_any_allocations_and_releases_stay_within_the_money_and_the_debt(books, invoices, paid, steps):  # I7
    with undone():
        invoices = [books.invoice(*lines) for lines in invoices]
        payments = [books.receive(amount) for amount in paid]
        ledger = Posting.objects.count()
        for act, n, m, pence in steps:
            live = list(Allocation.objects.live())
            if act == "allocate":
                allocate(books, payments[n % len(payments)], invoices[m % len(invoices)], pence)
            elif act == "oldest":
                books.account.allocate_oldest_first(payments[n % len(payments)], by=books.fay)
            elif live:
                release(books, live[n % len(live)])
            assert all(payment.unallocated() >= 0 for payment in payments)
            assert all(0 <= invoice.owing_total() <= invoice.gross for invoice in invoices)
        assert Posting.objects.count() == ledger  # allocating moves nothing in the ledger
        assert broken() == {}


@examples(8)
@given(invoices=st.lists(lines, min_size=1, max_size=4), paid=st.integers(1, 2_000_000))
def test_oldest_first_leaves_no_older_debt_open_while_a_newer_one_is_settled(books, invoices, paid):
    with undone():
        invoices = [books.invoice(*lines) for lines in invoices]
        payment = books.receive(paid, oldest_first=True)
        settled = [invoice.settled_total() for invoice in invoices]
        assert sum(settled) + payment.unallocated() == paid
        reached = [i for i, pence in enumerate(settled) if pence]
        assert all(invoices[i].owing_total() == 0 for i in range(max(reached)))


@examples(8)
@given(invoices=st.lists(lines, min_size=1, max_size=4), paid=st.lists(st.integers(1, 300_000), max_size=3))
def test_aged_debt_less_credit_is_the_ledgers_control_total(books, invoices, paid):  # I8
    with undone():
        for lines in invoices:
            books.invoice(*lines)
        for amount in paid:
            books.receive(amount, oldest_first=True)
        debt = sum(aged(OpenItem.objects.values_list("due_on", "owing"), localdate()))
        assert debt - books.account.credit() == Posting.objects.balance(Code.DEBTORS) == books.account.owed()
        for entry in set(Posting.objects.values_list("entry", flat=True)):
            rows = Posting.objects.filter(entry=entry)
            codes = {code for row in rows for code in (row.debit, row.credit)}
            assert sum(rows.balance(code) for code in codes) == 0


def test_a_named_invoice_is_settled_first_and_what_is_too_much_stays_as_credit(books):
    older, newer = books.invoice((1000, "net", "E")), books.invoice((2000, "net", "E"))
    books.receive(2500, invoice=newer)
    assert (older.owing_total(), newer.owing_total(), books.account.credit()) == (1000, 0, 500)
