"""What the pages of the ledger show: the trial balance with its totals, the VAT report and how it agrees."""

from dataclasses import dataclass

from django.db.models import Case, F, Sum, When, Window
from django.db.models.expressions import RowRange
from django.utils.functional import cached_property
from django.utils.http import urlencode

from events.money import NOTHING, Vat, total_of
from invoicing.ledger.trial_balance import explained, trial_balance
from invoicing.ledger.vat_report import journal_vat, not_yet_due, vat_rows
from invoicing.models import Code
from invoicing.papers.invoice_document import rate_text

SIDES = {"debit": "Debits of", "credit": "Credits of"}


class TrialBalance:
    """Every code moved in a period, and the totals of both sides."""

    def __init__(self, period):
        self.rows = trial_balance(period.first, period.last)

    @property
    def debits(self):
        return sum(row.debits for row in self.rows)

    @property
    def credits(self):
        return sum(row.credits for row in self.rows)

    @property
    def agrees(self):
        return self.debits == self.credits


@dataclass(frozen=True)
class Figure:
    """One figure to be explained: a code, perhaps one side of it, over a period."""

    code: str
    side: str
    period: object

    @classmethod
    def of(cls, query, period):
        side = query.get("side", "")
        return cls(query.get("code", "").replace("\0", ""), side if side in SIDES else "", period)

    @property
    def words(self):
        return f"{SIDES[self.side]} {self.code}" if self.side else f"Balance of {self.code}"

    @property
    def query(self):
        kept = {"code": self.code, **({"side": self.side} if self.side else {})}
        return f"{urlencode(kept)}&{self.period.query}&"

    @cached_property
    def postings(self):
        """Its journal rows, oldest first, each with the balance up to and including it."""
        about = {self.side: self.code} if self.side else {}
        found = explained(self.code, self.period.first, self.period.last, **about)
        signed = Case(When(debit=self.code, then=F("amount")), default=-F("amount"))
        so_far = Window(Sum(signed), order_by=[F("on").asc(), F("id").asc()], frame=RowRange(end=0))
        return found.annotate(running=so_far)

    @cached_property
    def total(self):
        """Debits less credits, in pence."""
        last = self.postings.reverse().first()
        return last.running if last else 0


class VatFigures:
    """The VAT report of a period, and what the journal says of it."""

    def __init__(self, period):
        self.found = vat_rows(period.first, period.last)
        self.journal = journal_vat(period.first, period.last)
        self.later = not_yet_due(period.first, period.last)

    @property
    def rows(self):
        """(row, its treatment in words, its rate in words)"""
        return [(row, Vat(row.treatment).label, rate_text(row.treatment, row.rate)) for row in self.found]

    @property
    def by_treatment(self):
        """Totals of each treatment and rate, whatever the source: [(words, Taxed)]."""
        totals = {}
        for row in self.found:
            key = treatment_words(row.treatment, row.rate)
            totals[key] = totals.get(key, NOTHING) + row.taxed
        return sorted(totals.items())

    @property
    def total(self):
        return total_of([row.taxed for row in self.found])

    @property
    def difference(self):
        """What neither the documents nor the schedule invoices not yet due account for, in pence."""
        return self.journal - self.total.vat - self.later

    @property
    def code(self):
        return Code.VAT


def treatment_words(treatment, rate):
    return f"VAT at {rate_text(treatment, rate)}" if treatment == Vat.STANDARD else Vat(treatment).label
