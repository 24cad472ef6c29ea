"""I6: credits in any number of parts, in any order, never take more than there was, and take all of it in the end."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.models import AskedTooMuch
from events.money import Priced, tax, total_of
from invoicing.models import CreditLine, CreditNote
from invoicing.models.credit_note import creditable
from tests.invariants.stage import broken, examples, lines, undone

notes = st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 10_000)), min_size=1, max_size=3), max_size=5)
PENNIES = [[(0, 1)], [(0, 2)], [(1, 1)], [(0, 5)], [(1, 1)], [(0, 1)], [(0, 1)]]


def left_of(invoice):
    return {each.charge.pk: each for each in creditable(invoice)}


def credit(books, invoice, wanted, **about):
    return CreditNote.objects.issue(invoice, wanted, reason="price", by=books.fay, **about)


def asked(invoice, parts):
    """Each charge once, with the sum wanted of it."""
    charges, wanted = list(invoice.charges.all()), {}
    for n, price in parts:
        charge = charges[n % len(charges)]
        wanted[charge] = wanted.get(charge, 0) + price
    return list(wanted.items())


@examples(16)
@given(lines=lines, notes=notes)
@example(lines=[(10, "gross", "S20"), (100, "gross", "S20")], notes=PENNIES)
@example(lines=[(2, "net", "S20"), (1, "net", "S20"), (3, "net", "S20")], notes=[[(0, 1), (1, 1)], [(2, 1)], [(2, 1)]])
def test_partial_credits_never_exceed_the_invoice_and_the_rest_makes_it_nothing(books, lines, notes):
    with undone():
        invoice = books.invoice(*lines)
        for parts in notes:
            wanted, left = asked(invoice, parts), left_of(invoice)
            if any(price > left[charge.pk].price for charge, price in wanted):
                with pytest.raises(AskedTooMuch, match="is left to credit"):
                    credit(books, invoice, wanted)
            else:
                credit(books, invoice, wanted)
        CreditNote.objects.credit_whole(invoice, reason="goodwill", by=books.fay)
        assert {(each.price, each.net, each.vat) for each in creditable(invoice)} == {(0, 0, 0)}
        credited = CreditNote.objects.filter(invoice=invoice)
        assert sum(note.net for note in credited) == invoice.net
        assert sum(note.vat_amount for note in credited) == invoice.vat_amount
        assert (invoice.owing_total(), books.account.owed()) == (0, 0)
        assert broken() == {}


@examples(10)
@given(price=st.integers(100, 100_000), parts=st.lists(st.integers(1, 40), min_size=1, max_size=8),
       basis=st.sampled_from(["net", "gross"]))  # fmt: skip
def test_vat_credited_so_far_is_the_vat_on_what_was_credited_so_far(books, price, parts, basis):
    with undone():
        invoice = books.invoice((price, basis, "S20"))
        charge, sofar = invoice.charges.get(), 0
        for part in parts:
            part = min(part, price - sofar)
            if part == 0:
                break
            credit(books, invoice, [(charge, part)])
            sofar += part
            credited = sum(line.vat_amount for line in CreditLine.objects.filter(charge=charge))
            assert abs(credited - total_of(tax([Priced(sofar, basis, "S", 2000)])).vat) <= 1


@examples(10)
@given(lines=lines, more=st.integers(1, 10_000))
def test_more_than_is_left_is_refused_by_the_line_and_nothing_is_issued(books, lines, more):
    with undone():
        invoice = books.invoice(*lines)
        charge = invoice.charges.first()
        with pytest.raises(AskedTooMuch, match="of “Hire of a stall” is left to credit"):
            credit(books, invoice, [(charge, charge.price + more)])
        assert not CreditNote.objects.exists()
        assert broken() == {}


@examples(10)
@given(lines=lines, paid=st.integers(1, 1_000_000), notes=notes)
def test_a_credit_settles_what_is_open_first_and_the_rest_is_credit_on_the_account(books, lines, paid, notes):
    with undone():
        invoice = books.invoice(*lines)
        books.receive(min(paid, invoice.gross) or 1, invoice=invoice)
        note = CreditNote.objects.credit_whole(invoice, reason="goodwill", by=books.fay)
        assert invoice.owing_total() == 0
        assert note.unallocated() == note.gross - (invoice.gross - min(paid, invoice.gross))
        assert books.account.credit() == min(paid, invoice.gross)
        assert broken() == {}


def test_a_line_of_another_invoice_is_not_credited_on_this_one(books):
    first, second = books.invoice((1000, "net", "E")), books.invoice((1000, "net", "E"))
    with pytest.raises(AskedTooMuch, match="is not on this invoice"):
        credit(books, first, [(second.charges.get(), 1)])


def test_a_line_twice_on_one_note_is_refused(books):
    charge = books.invoice((1000, "net", "E")).charges.get()
    with pytest.raises(AskedTooMuch, match="once on each credit note"):
        credit(books, charge.invoice, [(charge, 1), (charge, 1)])
