"""The open invoices and accounts that bank lines are matched against, indexed once for many lines."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from invoicing.bank.names import words_of
from invoicing.bank.references import SERIAL_WIDTH, checks_out, invoice_key

COMMON_WORD = 100


@dataclass(frozen=True)
class OpenInvoice:
    """An issued invoice on which `owing` pence are owed."""

    id: int
    number: str
    account_id: int
    account_reference: str
    customer: str
    owing: int
    due_on: date
    issued_on: date

    @property
    def age(self):
        """Sorts the oldest debt first."""
        return (self.due_on, self.issued_on, self.number, self.id)


@dataclass(frozen=True)
class AccountInfo:
    """An account, whether it owes or not, and the names it was paid under before."""

    id: int
    reference: str
    name: str
    past_payers: tuple[str, ...] = ()


class Book:
    """Invoices by number, amount and account, and accounts by reference and name. Input order does not matter."""

    def __init__(self, invoices, accounts):
        known = {account.id: account for account in accounts}
        invoices = sorted((invoice for invoice in invoices if invoice.owing > 0), key=lambda invoice: invoice.age)
        for invoice in invoices:
            info = AccountInfo(invoice.account_id, invoice.account_reference, invoice.customer)
            known.setdefault(invoice.account_id, info)
        self.accounts = dict(sorted(known.items()))
        self.by_reference = {account.reference: account for account in self.accounts.values() if account.reference}
        self.of_account, self.by_amount = defaultdict(list), defaultdict(list)
        self.by_key, self.by_serial, self.by_start = {}, defaultdict(list), defaultdict(list)
        self.by_word = defaultdict(set)
        for invoice in invoices:
            self._index(invoice)
        for account in self.accounts.values():
            for name in (account.name, *account.past_payers):
                for word in words_of(name):
                    self.by_word[word].add(account.id)

    def _index(self, invoice):
        self.of_account[invoice.account_id].append(invoice)
        self.by_amount[invoice.owing].append(invoice)
        year, serial = key = invoice_key(invoice.number)
        self.by_key[key] = invoice
        self.by_serial[serial].append(invoice)
        padded = serial.zfill(SERIAL_WIDTH)
        for length in range(1, len(padded)):
            self.by_start[year, padded[:length]].append(invoice)

    def owed_by(self, account_id):
        """Pence owed on all its invoices."""
        return sum(invoice.owing for invoice in self.of_account.get(account_id, ()))

    def invoices_of(self, account_id):
        """Its open invoices, oldest first."""
        return self.of_account.get(account_id, [])

    def cited_account(self, reference):
        """The account with this reference, if its check digit is right."""
        return self.by_reference.get(reference) if checks_out(reference) else None

    def sharing_a_word(self, words):
        """Ids of accounts with one of these words in a name, unless the word is one that many have."""
        holders = [self.by_word[word] for word in words if len(word) > 2 and word in self.by_word]
        return {account_id for ids in holders if len(ids) <= COMMON_WORD for account_id in ids}
