"""Bank lines that wait, each with what is proposed for it: the two panes of matching."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Min, Q, Sum

from boxoffice.finance.asked import id_of
from events.models import Refused
from invoicing.bank.matching import AccountInfo, Appropriation, Book, OpenInvoice, match_all
from invoicing.bank.statement import Entry
from invoicing.models import Account, Allocation, BankLine, Invoice, OpenItem

MOST_LINES = 100
MOST_FOUND = 12
WHO_CHOSE = {
    Appropriation.PAYER: Allocation.AppropriatedBy.DEBTOR, Appropriation.OLDEST: Allocation.AppropriatedBy.OLDEST,
}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """A proposal with the account and the invoices that it speaks of: parts are (OpenInvoice, pence)."""

    proposal: object
    account: AccountInfo
    parts: list

    @property
    def key(self):
        """Names it in a form. It is worked out anew before anything is done, and must come out the same."""
        parts = "-".join(f"{invoice.id}.{pence}" for invoice, pence in self.parts)
        return f"{self.account.id}-{parts}-{self.proposal.remainder}"

    @property
    def appropriated_by(self):
        return WHO_CHOSE[self.proposal.appropriation]

    @property
    def allocated(self):
        return sum(pence for _, pence in self.parts)

    @property
    def tone(self):
        return "ok" if self.proposal.exact else "info" if self.proposal.score >= 60 else "warn"

    def invoices(self):
        """[(Invoice, pence)], as BankLine.match wants them."""
        found = Invoice.objects.in_bulk([invoice.id for invoice, _ in self.parts])
        return [(found[invoice.id], pence) for invoice, pence in self.parts]


@dataclass(frozen=True)
class Receipt:
    """One bank line and its suggestions, the best first."""

    line: BankLine
    suggestions: list

    @property
    def best(self):
        return self.suggestions[0] if self.suggestions else None

    @property
    def exact(self):
        return self.best is not None and self.best.proposal.exact


def open_invoices():
    """Every invoice on which something is owed, in one query."""
    rows = OpenItem.objects.order_by().values_list(
        "invoice_id", "invoice__number", "account_id", "account__reference", "account__customer__name",
        "invoice__issued_on",
    ).annotate(owing=Sum("owing"), due=Min("due_on"))  # fmt: skip
    return [OpenInvoice(pk, number, account, reference or "", name, owing, due, issued_on)
            for pk, number, account, reference, name, issued_on, owing, due in rows]  # fmt: skip


def accounts():
    """Every account, with the names under which money that settles something came in before."""
    payers = {}
    matched = BankLine.objects.filter(payment__allocations__isnull=False, payment__allocations__released_at=None)
    for account, payer in matched.exclude(payer="").order_by().values_list("payment__account", "payer").distinct():
        payers.setdefault(account, []).append(payer)
    rows = Account.objects.values_list("pk", "reference", "customer__name")
    return [AccountInfo(pk, reference or "", name, tuple(payers.get(pk, ()))) for pk, reference, name in rows]


def entry_of(line):
    return Entry(line=line.number, on=line.on, amount=line.amount, reference=line.reference, payer=line.payer)


class Desk:
    """The oldest lines that wait, as many as one sees at once, with what is proposed for each."""

    def __init__(self):
        self.lines = list(BankLine.objects.open().select_related("file")[:MOST_LINES])
        invoices = open_invoices()
        self.book = Book(invoices, accounts())
        self.invoices = {invoice.id: invoice for invoice in invoices}
        found = match_all([entry_of(line) for line in self.lines], self.book)
        self.receipts = [Receipt(line, [self.suggestion(each) for each in found[place]])
                         for place, line in enumerate(self.lines)]  # fmt: skip

    def suggestion(self, proposal):
        parts = [(self.invoices[pk], pence) for pk, pence in proposal.allocations]
        return Suggestion(proposal, self.book.accounts[proposal.account_id], parts)

    @cached_property
    def exact(self):
        return [receipt for receipt in self.receipts if receipt.exact]

    @property
    def exact_total(self):
        return sum(receipt.line.amount for receipt in self.exact)

    def at(self, pk):
        """The receipt of a line; the first where there is none of this number; None where nothing waits."""
        chosen = [receipt for receipt in self.receipts if str(receipt.line.pk) == pk]
        return next(iter(chosen or self.receipts), None)

    def after(self, line):
        """The line that comes after this one, or before it where it is the last; None where it is alone."""
        place = self.lines.index(line)
        return next(iter(self.lines[place + 1 :] or self.lines[:place][-1:]), None)


def accept(desk, chosen, *, by):
    """Match those of the chosen lines that are exact, each for itself; (lines matched, [(line, why not)]).

    What is owed is checked again as each is matched, so what changed meanwhile is left as it is.
    """
    matched, left = [], []
    for receipt in desk.receipts:
        if str(receipt.line.pk) not in chosen:
            continue
        try:
            if not receipt.exact:
                raise Refused("It is no longer an exact match.")
            account = Account.objects.get(pk=receipt.best.account.id)
            receipt.line.match_exactly(account, receipt.best.invoices(), by=by,
                                       appropriated_by=receipt.best.appropriated_by)  # fmt: skip
            matched.append(receipt.line)
        except Refused as refusal:
            left.append((receipt.line, refusal.message))
    gone = chosen - {str(receipt.line.pk) for receipt in desk.receipts}
    for line in BankLine.objects.filter(pk__in=[pk for each in gone if (pk := id_of(each))]):
        left.append((line, "It was dealt with already."))
    return matched, left


def accounts_found(text):
    """Accounts whose name, reference, market name or invoice holds the text."""
    found = Q(customer__name__icontains=text) | Q(customer__trader__trading_name__icontains=text)
    found |= Q(reference__icontains=text.replace(" ", "")) | Q(invoices__number__icontains=text)
    accounts = Account.objects.filter(pk__in=Account.objects.filter(found).values("pk")).select_related("customer")
    accounts = accounts.annotate(owing=Sum("open_items__owing", default=0))
    return accounts.order_by("customer__name", "pk")[:MOST_FOUND]
