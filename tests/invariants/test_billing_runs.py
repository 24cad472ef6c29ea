"""I11, I12: a billing run done again bills nothing again; every charge is on one invoice, or on none for a reason."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from invoicing.models import BillingRun, Charge, Invoice
from invoicing.models.sequence import SequenceQuerySet
from tests.invariants.stage import broken, examples, undone

charges = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(1, 10_000),
                             st.sampled_from(["S20", "E", "O"])), min_size=1, max_size=8)  # fmt: skip


def run_of(books, days):
    return BillingRun.objects.create(until=localdate() + timedelta(days=days), created_by=books.fay)


@examples(10)
@given(charges=charges, untils=st.lists(st.integers(0, 5), min_size=1, max_size=3), off=st.sets(st.integers(0, 7)))
def test_every_due_charge_is_billed_once_whatever_runs_are_made_and_made_again(books, charges, untils, off):
    with undone():
        accounts = [books.account, books.open_account("Ben"), books.open_account("Cal")]
        accounts[2].customer.address = ""
        accounts[2].customer.save()
        made = [books.charge(price, "net", treatment, account=accounts[n], on=localdate() + timedelta(days=day))
                for n, day, price, treatment in charges]  # fmt: skip
        taken_off = {made[i].pk for i in off if i < len(made)}
        Charge.objects.filter(pk__in=taken_off).take_off(by=books.fay)
        for days in untils:
            run = run_of(books, days)
            run.issue(by=books.fay)
            assert run.issue(by=books.fay) == []
        last = localdate() + timedelta(days=max(untils))
        for charge in Charge.objects.filter(pk__in=[charge.pk for charge in made]):
            due = charge.on <= last and charge.pk not in taken_off and charge.account_id != accounts[2].pk
            assert (charge.invoice is not None) == due
        assert all("no postal address" in bill.held_back for bill in run_of(books, max(untils)).preview())
        assert broken() == {}


def test_a_crash_between_two_invoices_keeps_the_first_and_the_next_run_makes_the_rest(books):
    for name in ("Ben", "Cal", "Dan"):
        books.charge(1000, account=books.open_account(name))
    run = run_of(books, 0)

    def crash(invoice):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run.issue(by=books.fay, each=crash)
    assert Invoice.objects.count() == 1
    assert len(run.issue(by=books.fay)) == 2
    assert not Charge.objects.filter(invoice=None).exists()
    assert broken() == {}


def test_a_crash_within_an_invoice_leaves_nothing_of_it_and_gives_its_number_back(books, monkeypatch):
    books.charge(1000)
    take = SequenceQuerySet.take

    def take_and_crash(*series):
        take(*series)
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(SequenceQuerySet, "take", take_and_crash)
        with pytest.raises(ZeroDivisionError):
            run_of(books, 0).issue(by=books.fay)
    assert not Invoice.objects.exists() and Charge.objects.filter(invoice=None).count() == 1
    (invoice,) = run_of(books, 0).issue(by=books.fay)
    assert invoice.number.endswith("-00001")
    assert broken() == {}
