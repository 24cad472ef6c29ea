"""A customer's running account: what they may owe, and the verbs that charge and allocate."""

from django.db import models
from django.utils.timezone import localdate, now
from stdnum import luhn

from events.models import AskedTooMuch, Customer, Refused
from events.models.transactions import retried
from events.models.vat import ChargeType
from events.money import PenceField, pounds

from .arrears import ArrearsPolicy
from .charge import Charge
from .council import Council
from .journal import Code, Posting


class CreditRefused(Refused):
    """The account is stopped, or this would take it over its limit."""

    code = "credit_refused"


class AccountQuerySet(models.QuerySet):
    """The verb that opens accounts."""

    @retried
    def open_for(self, customer, **terms):
        """An account with a payment reference that carries a check digit (Luhn), so that mistyped ones are caught.

        Whoever has one keeps it, on its own terms: two who open one at once open one.
        """
        Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        if known := self.filter(customer=customer).first():
            return known
        account = self.create(customer=customer, reference=None, **terms)
        stem = f"{70_000_000 + account.pk}"
        account.reference = stem + luhn.calc_check_digit(stem)
        account.save(update_fields=["reference"])
        return account


class Account(models.Model):
    """A running account. Its balance is what postings say, never a number kept beside them."""

    class Delivery(models.TextChoices):
        POST = "post", "By post"
        EMAIL = "email", "By e-mail"
        BOTH = "both", "By post and e-mail"

    class Cycle(models.TextChoices):
        """How often the account is billed: what a billing run asks for."""

        MONTHLY = "month", "Each month"
        QUARTERLY = "quarter", "Each quarter"
        YEARLY = "year", "Once a year, as a schedule"

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="account")
    reference = models.CharField(max_length=9, unique=True, null=True)  # noqa: DJ001 - made of the row's own id
    terms_days = models.PositiveSmallIntegerField(default=30)
    credit_limit = PenceField(default=0)
    delivery = models.CharField(max_length=5, choices=Delivery, default=Delivery.POST)
    cycle = models.CharField(max_length=7, choices=Cycle, default=Cycle.MONTHLY)
    language = models.CharField(max_length=2, choices=Council.Language, default=Council.Language.ENGLISH)
    large_print = models.BooleanField(default=False)
    needs_order_number = models.BooleanField("needs a purchase order number", default=False)
    order_number = models.CharField("purchase order number", max_length=50, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=200, blank=True)

    objects = AccountQuerySet.as_manager()

    def __str__(self):
        return f"{self.customer} ({self.reference})"

    def owed(self):
        """Pence owed on issued invoices."""
        return self.postings.balance(Code.DEBTORS)

    def balance(self):
        """Pence owed on issued invoices and on charges not yet invoiced."""
        return self.owed() + self.postings.balance(Code.UNBILLED)

    @retried
    def charge(self, booking, *, by=None, at=None):
        """Put a booking on the account, one charge a line, and confirm it.

        One that was charged already stays as it is. Raises CreditRefused, and AskedTooMuch for one that is confirmed
        because it was paid; nothing is kept then.
        """
        at = at or now()
        account = Account.objects.select_for_update().get(pk=self.pk)
        booking.refresh_from_db(fields=["status", "confirmed_at"])
        if booking.status == "confirmed" and account.charges.filter(line__booking=booking).exists():
            return
        charges = Charge.for_booking(account, booking)
        account.check_credit(sum(charge.standing_gross for charge in charges))
        if not booking.confirm(at=at):
            raise AskedTooMuch(f"{booking} is paid already, so nothing was charged. Look at it again.")
        Charge.objects.bulk_create(charges)
        account.post_charges(charges, by=by, at=at, booking=booking)

    @property
    def vat_number(self):
        """The trader's VAT number, where the account is a registered trader's."""
        trader = getattr(self.customer, "trader", None)
        return trader.vat_number if trader else ""

    def credit(self):
        """Pence of payments and credit notes that settle nothing yet."""
        return self.open_items.owing() - self.owed()

    @retried
    def allocate(self, source, parts, *, by=None, at=None, appropriated_by="debtor"):
        """Set parts of a payment or a credit note of this account against its invoices: [(invoice, pence)].

        Raises AskedTooMuch above what is left of the source or of an invoice, with nothing kept.
        """
        Account.objects.select_for_update().get(pk=self.pk)
        if source.account_id != self.pk:
            raise AskedTooMuch(f"{source} is not of this account. Choose a payment or credit note that is.")
        parts = [(invoice, pence) for invoice, pence in parts if pence]
        left = source.unallocated()
        if sum(pence for _, pence in parts) > left:
            raise AskedTooMuch(f"{pounds(left)} of it is left to allocate. Choose less.")
        for invoice, pence in parts:
            self._check_part(invoice, pence)
            source.allocations.create(invoice=invoice, amount=pence, appropriated_by=appropriated_by, by=by,
                                      at=at or now())  # fmt: skip
            self.open_items.restate(invoice)

    def _check_part(self, invoice, pence):
        if invoice.account_id != self.pk or invoice.issued_at is None:
            raise AskedTooMuch(f"{invoice} is not an issued invoice of this account. Choose one that is.")
        owing = invoice.owing_total()
        if not 0 < pence <= owing:
            raise AskedTooMuch(f"{invoice} owes {pounds(owing)}, so {pounds(pence)} is too much. Choose less.")

    @retried
    def allocate_oldest_first(self, source, *, by=None, at=None):
        """Set all that is left of a payment or credit note against the oldest debts; the rest stays as credit."""
        Account.objects.select_for_update().get(pk=self.pk)
        left, parts = source.unallocated(), {}
        for item in self.open_items.select_related("invoice").order_by("due_on", "invoice_id"):
            part = min(left, item.owing)
            parts[item.invoice] = parts.get(item.invoice, 0) + part
            left -= part
        self.allocate(source, list(parts.items()), by=by, at=at, appropriated_by="oldest")

    @retried
    def release(self, allocation, *, by=None, at=None):
        """Take an allocation off again: the money is credit on the account and the invoice owes it. Once."""
        Account.objects.select_for_update().get(pk=self.pk)
        released = type(allocation).objects.live().filter(pk=allocation.pk, invoice__account=self)
        if released.update(released_at=at or now(), released_by=by):
            self.open_items.restate(allocation.invoice)

    @retried
    def charge_for(self, description, price, *, on, basis, determination, budget_code, quantity=1, by=None, at=None):
        """Charge for something that is not a booking: a hire, a consent, a fee. `price` is pence for all of it.

        Raises AskedTooMuch for a price of nothing, CreditRefused above the limit and for a fee in a breathing space.
        """
        at = at or now()
        account = Account.objects.select_for_update().get(pk=self.pk)
        account.check_breathing(determination.charge_type, localdate(at))
        if price <= 0 or quantity < 1:
            raise AskedTooMuch("Enter a price above nothing, and a quantity of one or more.")
        charge = Charge(account=account, on=on, description=description, quantity=quantity, price=price, basis=basis,
                        determination=determination, vat=determination.treatment, vat_rate=determination.rate,
                        vat_reason=determination.reason, budget_code=budget_code)  # fmt: skip
        account.check_credit(charge.standing_gross)
        charge.save()
        account.post_charges([charge], by=by, at=at)
        return charge

    def check_breathing(self, charge_type, day):
        """Raise CreditRefused for a fee or penalty in a breathing space (Debt Respite Scheme Regulations 2020 reg. 7).
        """
        if charge_type in (ChargeType.FEE, ChargeType.PENALTY) and self.recovery_holds.breathing(day).exists():
            raise CreditRefused(
                f"Account {self.reference} is in breathing space, in which the law allows no fee or penalty. "
                "Nothing was charged. Leave it off."
            )

    def check_credit(self, more):
        """Raise CreditRefused where `more` pence may not go on this account."""
        if self.stopped_at:
            raise CreditRefused(f"Account {self.reference} is stopped: {self.stop_reason}. Pay now, or ask finance.")
        if late := ArrearsPolicy.current().stops_credit(self, localdate()):
            raise CreditRefused(
                f"Account {self.reference} has {pounds(late)} overdue for so long that nothing more may go on it. "
                "Pay now, or pay what is owed first."
            )
        balance = self.balance()
        if balance + more > self.credit_limit:
            raise CreditRefused(
                f"This would put {pounds(balance + more)} on account {self.reference}, whose limit is "
                f"{pounds(self.credit_limit)}. Nothing was booked. Pay now, choose less, or ask finance."
            )

    def post_charges(self, charges, *, by, at, **about):
        """Post charges as owed but not yet invoiced; a negative charge takes its original off again."""
        total = sum(charge.standing_gross for charge in charges)
        Posting.objects.post("charge", [(Code.UNBILLED, Code.DEFERRED, total)], by=by, at=at, account=self, **about)
