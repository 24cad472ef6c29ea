"""What a billing run would issue, and what it has issued, as its page shows them."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from boxoffice.finance.forms import AddressForm
from boxoffice.finance.ledger import counted
from events.money import NOTHING, Vat, pounds, tax, total_of
from invoicing.invoice_document import rate_text
from invoicing.models import Bill, Invoice


@dataclass(frozen=True)
class BillLine:
    """One charge with the VAT it would bear on its invoice."""

    charge: object
    net: int
    vat: int
    rate: str


@dataclass
class Preview:
    """One bill with its lines, its budget codes and, where an address would free it, the form for one."""

    bill: Bill

    @cached_property
    def taxed(self):
        return tax([charge.priced for charge in self.bill.charges])

    @property
    def lines(self):
        pairs = zip(self.bill.charges, self.taxed, strict=True)
        return [BillLine(charge, taxed.net, taxed.vat, rate_text(charge.vat, charge.vat_rate))
                for charge, taxed in pairs]  # fmt: skip

    @property
    def codes(self):
        """Net pence by budget code."""
        totals = {}
        for charge, taxed in zip(self.bill.charges, self.taxed, strict=True):
            totals[charge.budget_code] = totals.get(charge.budget_code, 0) + taxed.net
        return sorted(totals.items())

    @property
    def untaxed(self):
        """Net pence that bear no VAT at all: exempt or outside its scope."""
        pairs = zip(self.bill.charges, self.taxed, strict=True)
        return sum(taxed.net for charge, taxed in pairs if charge.vat in (Vat.EXEMPT, Vat.OUTSIDE))

    @property
    def address_form(self):
        """Money owed is only held back for want of an address; what is in credit waits."""
        owed = self.bill.total.gross >= 0
        return AddressForm(account=self.bill.account, use_required_attribute=False) if owed else None


class RunFigures:
    """The two heaps of a preview, and the totals."""

    def __init__(self, run):
        previews = [Preview(bill) for bill in run.preview()]
        self.held = [each for each in previews if each.bill.held_back]
        self.ready = [each for each in previews if not each.bill.held_back]
        self.issued = list(Invoice.objects.issued().filter(run=run).values_list("net", "vat_amount"))
        self.total = total_of([each.bill.total for each in self.ready]) if self.ready else NOTHING
        self.untaxed = sum(each.untaxed for each in self.ready)

    @property
    def of_traders(self):
        traders = {each.bill.account.pk for each in (*self.held, *self.ready)}
        return f"of {counted(len(traders), 'trader')} with charges"

    @property
    def untaxed_words(self):
        return f"{pounds(self.untaxed)} without VAT" if self.untaxed else ""

    @property
    def issued_net(self):
        return sum(net for net, _ in self.issued)

    @property
    def issued_vat(self):
        return sum(vat for _, vat in self.issued)

    @property
    def issued_gross(self):
        return self.issued_net + self.issued_vat
