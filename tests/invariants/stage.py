"""The stage of the invariants: an account, VAT treatments, and examples that leave nothing behind."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from boxoffice.models import User
from events.models import Customer
from invoicing.ledger import export as ledger_export
from invoicing.ledger.presets import PLAIN
from invoicing.models import Account, Invoice, LedgerBatch, LedgerLayout, Payment
from invoicing.proofs.every import PROOFS
from tests import cast

TREATMENTS = {"S20": ("S", 2000), "S5": ("S", 500), "Z": ("Z", 0), "E": ("E", 0), "O": ("O", 0)}
pence = st.integers(1, 2_000_00)
taxable = st.sampled_from(["S20", "S5", "Z", "E"])
bases = st.sampled_from(["net", "gross"])
lines = st.lists(st.tuples(pence, bases, taxable), min_size=1, max_size=6)


def examples(count):
    """Settings for so many examples; PostgreSQL reads past every row that earlier ones rolled back."""
    count = count if connection.vendor == "sqlite" else -(-count // 2)
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def undone():
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def broken():
    """Every rule about money that does not hold: {title: what breaks it}."""
    return {title: found for title, check in PROOFS if (found := check())}


class Books:
    """Fay and Max of finance, and how VAT applies to whatever is charged."""

    def __init__(self):
        self.fay, self.max = (User.objects.create_user(f"{name}@alderbrook.example", cast.PASSWORD, first_name=name)
                              for name in ("fay", "max"))  # fmt: skip
        self.treatments = {name: cast.determination("fee", vat, rate) for name, (vat, rate) in TREATMENTS.items()}
        self.account = self.open_account("Amy")
        self.counted = 0

    def open_account(self, name):
        customer = Customer.objects.create(name=f"{name}'s Cheese", address="1 High Street\nTown", postcode="AB1 2CD")
        return Account.objects.open_for(customer, credit_limit=10**12)

    def charge(self, price, basis="net", treatment="E", *, on=None, account=None, **fields):
        """A charge for `price` pence on the account."""
        return (account or self.account).charge_for(
            "Hire of a stall", price, on=on or localdate(), basis=basis, determination=self.treatments[treatment],
            budget_code="MKT-4410", by=self.fay, **fields,
        )  # fmt: skip

    def invoice(self, *charges, account=None, **fields):
        """One invoice for these charges, or for what is charged by these (price, basis, treatment)."""
        account = account or self.account
        charges = [self.charge(*one, account=account) if isinstance(one, tuple) else one for one in charges]
        return Invoice.objects.issue(account, charges, by=self.fay, **fields)

    def receive(self, amount, *, account=None, **fields):
        """Money by bank transfer."""
        self.counted += 1
        return Payment.objects.receive(account or self.account, "bacs", amount, reference=f"line {self.counted}",
                                       by=self.fay, **fields)  # fmt: skip

    def close_batch(self, until=None, **fields):
        """A ledger batch as the product writes it."""
        layout, _ = LedgerLayout.objects.get_or_create(name="Journal", defaults={"layout": PLAIN.to_json()})
        until = until or localdate() + timedelta(days=1)
        return LedgerBatch.objects.close(until, layout, ledger_export.files, by=self.fay, **fields)


