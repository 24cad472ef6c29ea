"""The rows that go to the ledger: sides of postings, lines of invoices, the batch they are in and its control totals.

Plain values, apart from the database, so that a closed batch can be written again from what was kept of it.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from events.models import Refused

DEBIT, CREDIT = "D", "C"
INVOICE, CREDIT_NOTE = "invoice", "credit"
VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


class LedgerRefused(Refused):
    """What cannot be written. `row` is the line of the file, from 1; `field` the column; both may be nothing."""

    code = "ledger_refused"

    def __init__(self, message, *, row=None, field=""):
        super().__init__(message)
        self.row, self.field = row, field


def check_pence(*amounts):
    """Money is whole pence: a float here is a mistake in the program, not in the data."""
    if any(type(amount) is not int for amount in amounts):
        raise TypeError(f"Amounts are whole pence, not {amounts}.")


@dataclass(frozen=True)
class Batch:
    """What a file says of its batch: its number, and the day it was closed."""

    number: str
    date: date


@dataclass(frozen=True)
class JournalRow:
    """One side of a posting: `amount` pence, more than nothing, debited (D) or credited (C) to `code`."""

    entry: str
    posting: str
    date: date
    side: str
    code: str
    amount: int
    reason: str = ""
    reference: str = ""
    account_reference: str = ""
    customer: str = ""
    vat_category: str = ""
    text: str = ""
    segments: dict = field(default_factory=dict)

    def __post_init__(self):
        check_pence(self.amount)
        if self.side not in (DEBIT, CREDIT) or self.amount <= 0:
            raise LedgerRefused(f"Posting {self.posting}: a row has a side, D or C, and an amount above nothing.")

    @property
    def signed(self):
        """Pence, credits negative."""
        return self.amount if self.side == DEBIT else -self.amount

    def values(self):
        return vars(self) | {"amount": self.signed, "account_stem": stem(self.account_reference)}


@dataclass(frozen=True)
class SalesRow:
    """One line of an invoice or credit note. Amounts are pence, below nothing where they are in the customer's favour.

    `document` is invoice or credit, `treatment` the VAT category by its EN 16931 letter, `rate` in hundredths of a per
    cent.
    """

    number: str
    document: str
    date: date
    due: date | None
    customer: str
    description: str
    unit_price: int
    net: int
    vat: int
    treatment: str
    rate: int
    code: str
    quantity: Decimal = Decimal(1)
    tax_point: date | None = None
    reference: str = ""
    account_reference: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    segments: dict = field(default_factory=dict)

    def __post_init__(self):
        check_pence(self.unit_price, self.net, self.vat)
        if self.document not in (INVOICE, CREDIT_NOTE):
            raise LedgerRefused(f"{self.number}: a document is an invoice or a credit.")

    @property
    def signed(self):
        """Pence with VAT, below nothing where it is in the customer's favour."""
        return self.net + self.vat

    @property
    def side(self):
        """What it does to the customer's account. A line of an invoice that takes something off is a credit."""
        return CREDIT if self.signed < 0 or (self.signed == 0 and self.document == CREDIT_NOTE) else DEBIT

    def values(self):
        exact = abs(self.quantity * self.unit_price) == abs(self.net)
        sign = -1 if self.net < 0 else 1
        *lines, city = self.address_lines()
        lines = [*lines, "", "", ""][:3] + [", ".join(lines[3:])]
        return vars(self) | {
            "side": self.side, "gross": self.signed, "tax": f"{self.treatment}{self.rate}", "city": city,
            "line_quantity": abs(self.quantity) if exact else Decimal(1),
            "line_price": sign * abs(self.unit_price) if exact else self.net,
            "account_stem": stem(self.account_reference),
        } | {f"address_{i}": line for i, line in enumerate(lines, 1)}  # fmt: skip

    def address_lines(self):
        """The lines of the address and, always last, its town; a single line is not a town."""
        lines = [line.strip() for line in self.address.splitlines() if line.strip()]
        return lines if len(lines) > 1 else [*lines, ""]


SALES_DERIVED = {"side", "gross", "tax", "city", "line_quantity", "line_price", "account_stem", "address_1",
                 "address_2", "address_3", "address_4", "total_net", "total_vat", "total_gross"}  # fmt: skip


def stem(reference):
    """An account's reference without its check digit, for ledgers whose references are eight characters."""
    return reference[:-1]


def summed(rows):
    """Journal rows added up by day, code and side, in that order. Sides are never set off, so totals stay the batch's.

    What all rows of a sum share is kept; what they do not is left blank.
    """
    heaps = {}
    for row in rows:
        heaps.setdefault((row.date, row.code, row.side), []).append(row)
    return [_sum(heap) for _, heap in sorted(heaps.items())]


def _sum(rows):
    count = f"{len(rows)} posting{'s' * (len(rows) != 1)}"
    shared = {name: _shared(rows, name, "") for name in ("entry", "posting", "reason", "reference", "account_reference",
                                                         "customer", "vat_category")}  # fmt: skip
    amount = sum(row.amount for row in rows)
    return replace(rows[0], amount=amount, text=count, segments=_shared(rows, "segments", {}), **shared)


def _shared(rows, name, otherwise):
    first = getattr(rows[0], name)
    return first if all(getattr(row, name) == first for row in rows) else otherwise


@dataclass(frozen=True)
class ControlTotals:
    """How many rows, the pence they debit and credit, and the hash total of their codes."""

    count: int
    debits: int
    credits: int
    hash_total: int


def control_totals(rows):
    """The control totals of rows of either kind; a sale debits and credits the customer's account with its gross."""
    debits = sum(row.signed for row in rows if row.signed > 0)
    credits = -sum(row.signed for row in rows if row.signed < 0)
    return ControlTotals(len(rows), debits, credits, sum(code_hash(row.code) for row in rows))


def code_hash(code):
    """What a code adds to the hash total: the place of each letter or digit times its value, added up.

    Places count from 1 and leave out everything else; digits are worth themselves, A is 10 and Z is 35, small
    letters as capitals. So 12 is 1x1 + 2x2 = 5 and 21 is 1x2 + 2x1 = 4: two characters that change places show.
    """
    values = [VALUES[character] for character in code.upper() if character in VALUES]
    return sum(place * value for place, value in enumerate(values, 1))
