"""What a billing run would issue, what it has issued, and what is still to be sent, as its page shows them."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.functional import cached_property

from boxoffice.finance.billing.forms import OrderNumberForm
from boxoffice.finance.forms import AddressForm
from boxoffice.finance.listing.rows import counted
from events.money import Taxed, Vat, pounds, tax, total_of
from invoicing import print_queue
from invoicing.models import Account, Bill, Charge, Dispatch, Invoice, Job
from invoicing.papers.invoice_document import rate_text

UNTAXED = (Vat.EXEMPT, Vat.OUTSIDE)
A_PAGE = 50


@dataclass(frozen=True)
class BillLine:
    """One charge with the VAT it would bear on its invoice."""

    charge: object
    net: int
    vat: int
    rate: str


@dataclass
class Preview:
    """One bill with its lines, its budget codes and, where it is held back, what would free it."""

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
    def in_credit(self):
        """It waits for charges to set the credit against: nobody need do anything."""
        return self.bill.total.gross < 0

    @property
    def address_form(self):
        """For want of an address on the envelope, or of one for e-mail."""
        customer = self.bill.account.customer
        complete = customer.address.strip() and customer.postcode.strip()
        wanted = not self.in_credit and not (complete and (customer.email or self.by_post))
        return AddressForm(account=self.bill.account, use_required_attribute=False) if wanted else None

    @property
    def by_post(self):
        return self.bill.account.delivery == Account.Delivery.POST

    @property
    def without_email(self):
        return not self.in_credit and not self.by_post and not self.bill.account.customer.email

    @property
    def order_form(self):
        account = self.bill.account
        wanted = not self.in_credit and account.needs_order_number and not account.order_number
        return OrderNumberForm(instance=account, use_required_attribute=False) if wanted else None

    @property
    def wrong_code(self):
        return "budget code" in self.bill.held_back.lower()


class RunFigures:
    """The two heaps of a preview, what was issued before, and the totals of all."""

    def __init__(self, run):
        bills = run.preview()
        billed = list(Charge.objects.filter(invoice__run=run).values_list("pk", "invoice", "net", "vat_amount"))
        taken = {pk for pk, *_ in billed}  # the worker may have issued some of the preview by now
        self.held = [Preview(bill) for bill in bills if bill.held_back]
        self.ready = [Preview(bill) for bill in bills if not bill.held_back and bill.charges[0].pk not in taken]
        self.total = total_of([each.bill.total for each in self.ready])
        self.issued = {invoice for _, invoice, *_ in billed}
        self.issued_total = Taxed(sum(net for *_, net, _ in billed), sum(vat for *_, vat in billed))

    def found(self, text, page):
        """One page of the bills that are ready, of traders whose name or reference holds the text."""
        text = text.casefold()
        rows = [each for each in self.ready if text in f"{each.bill.account}".casefold()]
        return Paginator(rows, A_PAGE).get_page(page)

    @property
    def untaxed(self):
        """Net pence ready to be billed that bear no VAT at all: exempt or outside its scope."""
        return sum(charge.price for each in self.ready for charge in each.bill.charges if charge.vat in UNTAXED)

    @property
    def whole(self):
        """Issued and ready together: what it comes to while it is being issued."""
        return self.total + self.issued_total

    @property
    def whole_count(self):
        return len(self.ready) + len(self.issued)

    @property
    def of_traders(self):
        traders = {each.bill.account.pk for each in (*self.held, *self.ready)}
        return f"of {counted(len(traders), 'trader')} with charges"

    @property
    def untaxed_words(self):
        return f"{pounds(self.untaxed)} without VAT" if self.untaxed else ""


class Sending:
    """How the invoices of a run are to be sent, and which have not been."""

    def __init__(self, run):
        self.run, self.invoices = run, Invoice.objects.issued().filter(run=run).order_by()
        self.to_print = len(print_queue.waiting(["invoice"], run=run))

    @property
    def preferences(self):
        """[(words, count)] by what each account prefers."""
        counts = dict(self.invoices.values_list("account__delivery").annotate(Count("pk")))
        return [(words, counts.get(value, 0)) for value, words in Account.Delivery.choices]

    def unsent(self):
        """Invoices that are to be e-mailed and were not yet, to accounts that have an address."""
        sent = Dispatch.objects.filter(channel=Dispatch.Channel.EMAIL, paper__invoice__run=self.run)
        wanted = self.invoices.exclude(Q(account__delivery=Account.Delivery.POST) | Q(account__customer__email=""))
        return wanted.exclude(pk__in=sent.values("paper__invoice"))

    @cached_property
    def to_email(self):
        return self.unsent().count()

    @staticmethod
    def job_title(run):
        return f"E-mail invoices of {run}"

    @classmethod
    def job_of(cls, run):
        """The latest sending of a run's invoices by e-mail, or None."""
        return Job.objects.filter(title=cls.job_title(run)).first()
