"""The books under random work of two people: billing, paying, allocating, releasing, crediting, writing off, refunding
and closing batches, with every proof about money after each step."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from events.models import Refused
from invoicing.models import Allocation, Approval, Charge, CreditNote, Invoice, LedgerBatch, Payment
from invoicing.models.credit_note import creditable
from tests.invariants.stage import Books, bases, broken, pence, taxable

any_one = st.integers(0, 50)


class Money(RuleBasedStateMachine):
    """Two accounts; what cannot be done must be refused in words and leave everything as it was."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.books = Books()
        self.accounts = [self.books.account, self.books.open_account("Ben")]
        self.batched = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def account(self, n):
        return self.accounts[n % 2]

    def pick(self, rows, n):
        rows = list(rows)
        return rows[n % len(rows)] if rows else None

    def attempt(self, verb, *args, **kwargs):
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        except Refused as refusal:
            assert refusal.message.endswith((".", "?"))
            return None

    @rule(n=any_one, price=pence, basis=bases, treatment=taxable)
    def charge(self, n, price, basis, treatment):
        self.books.charge(price, basis, treatment, account=self.account(n))

    @rule(n=any_one)
    def take_off(self, n):
        one = self.pick(Charge.objects.filter(reverses=None), n)
        if one:
            Charge.objects.filter(pk=one.pk).take_off(by=self.books.fay)

    @rule(n=any_one)
    def bill(self, n):
        account = self.account(n)
        self.attempt(self.books.invoice, *account.charges.all(), account=account)

    @rule(n=any_one, amount=pence, oldest_first=st.booleans())
    def receive(self, n, amount, oldest_first):
        self.books.receive(amount, account=self.account(n), oldest_first=oldest_first)

    @rule(n=any_one, m=any_one, amount=pence, credit=st.booleans())
    def allocate(self, n, m, amount, credit):
        source = self.pick((CreditNote if credit else Payment).objects.filter(account=self.account(n)), m)
        invoice = self.pick(Invoice.objects.issued(), m)
        if source and invoice:
            self.attempt(self.account(n).allocate, source, [(invoice, amount)], by=self.books.fay)

    @rule(n=any_one)
    def release(self, n):
        allocation = self.pick(Allocation.objects.all(), n)
        if allocation:
            allocation.invoice.account.release(allocation, by=self.books.max)

    @rule(n=any_one, amount=pence, whole=st.booleans())
    def credit(self, n, amount, whole):
        invoice = self.pick(Invoice.objects.issued(), n)
        if invoice is None:
            return
        wanted = self.pick(creditable(invoice), n)
        price = wanted.price if whole else min(amount, wanted.price + 1)
        self.attempt(CreditNote.objects.issue, invoice, [(wanted.charge, price)], reason="price", by=self.books.fay)

    @rule(n=any_one, amount=pence, granted=st.booleans())
    def write_off(self, n, amount, granted):
        invoice = self.pick(Invoice.objects.owed(), n)
        if invoice:
            amount = min(amount, invoice.owing_total())
            asked = self.attempt(Approval.objects.ask_write_off, invoice, amount, reason="Gone away", by=self.books.fay)
            if asked:
                self.attempt(asked.decide, granted, by=self.books.max)

    @rule(n=any_one, amount=pence)
    def give_back(self, n, amount):
        payment = self.pick(Payment.objects.filter(refund_of=None), n)
        if payment:
            asked = self.attempt(Approval.objects.ask_refund, payment, amount, reason="Paid twice", by=self.books.fay)
            if asked:
                self.attempt(asked.decide, True, by=self.books.max)

    @rule()
    def close_batch(self):
        batch = self.attempt(self.books.close_batch)
        if batch:
            self.batched[batch.pk] = (batch.count, batch.total, batch.sha256)

    @invariant()
    def closed_batches_stay_as_they_were(self):
        kept = {pk: row for pk, *row in LedgerBatch.objects.values_list("pk", "count", "total", "sha256")}
        assert kept == {pk: list(row) for pk, row in self.batched.items()}

    @invariant()
    def every_proof_holds(self):
        assert broken() == {}


@pytest.mark.django_db
def test_the_books_balance_whatever_is_done_in_whatever_order():
    examples = 6 if connection.vendor == "sqlite" else 3
    run_state_machine_as_test(
        Money,
        settings=settings(max_examples=examples, stateful_step_count=20, deadline=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
