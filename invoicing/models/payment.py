"""Money in and money back. A payment settles a booking on the spot, or an account later."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking
from events.models.statements import insert
from events.models.transactions import retried
from events.money import PenceField, pounds, tax, total_of

from .account import Account
from .invoice import Invoice
from .journal import Code, Posting, income_movements
from .till import TillClosed, TillSession


class PaymentQuerySet(models.QuerySet):
    """The verbs of the till: take, receive, refund."""

    @retried
    def take(self, booking, method, *, amount=None, tendered=None, by=None, till=None, reference="", at=None):
        """Take money for a booking; confirm it once it is paid in full. Amounts in pence.

        Without `amount`, all that is still to pay. A booking already paid takes nothing and returns None.
        Raises TillClosed for cash without an open till, AskedTooMuch for more than is due, ReservationLapsed.
        """
        at = at or now()
        if not hasattr(booking, "new_lines"):  # Two windows paying at once: the second waits, then sees it paid.
            booking.status = Booking.objects.select_for_update().values_list("status", flat=True).get(pk=booking.pk)
        lines = list(getattr(booking, "new_lines", None) or booking.lines.live())
        taxed = tax([line.priced for line in lines])
        total = total_of(taxed).gross
        due = total - (0 if hasattr(booking, "new_lines") else booking.payments.total())
        amount = due if amount is None else amount
        if booking.status == "confirmed" and due == 0:
            return None
        check_amount(amount, due, tendered)
        payment = self.make(booking=booking, method=method, amount=amount, by=by, till=till, reference=reference,
                            tendered=tendered, at=at)  # fmt: skip
        movements = [(payment.code, Code.BOOKINGS, amount)]
        if amount == due:
            if not booking.confirm(at=at):
                raise AskedTooMuch(f"{booking} was paid by somebody else just now. Nothing was taken; look again.")
            codes = [line.budget_code for line in lines]
            movements += income_movements(Code.BOOKINGS, zip(codes, taxed, strict=True))
        Posting.objects.post("sale", movements, by=by, at=at, booking=booking, payment=payment, till=till)
        return payment

    @retried
    def receive(self, account, method, amount, *, invoice=None, oldest_first=False, by=None, till=None, reference="",
                at=None, out_of=None):  # fmt: skip
        """Take money that settles an account, or one of its invoices; what is too much for it stays as credit.

        With `oldest_first` the oldest debts are settled; otherwise, without an invoice, nothing is allocated yet.
        `out_of` is the code the money stands in already (the suspense account), where it does.
        """
        at = at or now()
        account = Account.objects.select_for_update().get(pk=account.pk)
        if amount <= 0:
            raise AskedTooMuch("Enter how much was paid.")
        if invoice is not None and (invoice.account_id != account.pk or invoice.issued_at is None):
            raise AskedTooMuch("That invoice is not an issued one of this account.")
        payment = self.make(account=account, invoice=invoice, method=method, amount=amount, by=by, till=till,
                            reference=reference, at=at)  # fmt: skip
        Posting.objects.post("payment", [(out_of or payment.code, Code.DEBTORS, amount)], by=by, at=at,
                             account=account, invoice=invoice, payment=payment, till=till)  # fmt: skip
        if invoice is not None:
            account.allocate(payment, [(invoice, min(amount, invoice.owing_total()))], by=by, at=at)
        elif oldest_first:
            account.allocate_oldest_first(payment, by=by, at=at)
        return payment

    @retried
    def refund(self, payment, amount, *, by=None, till=None, at=None):
        """Give money back by the tender it came with, never more than is left of it. The caller posts it.

        Raises AskedTooMuch above what is left, TillClosed for cash without an open till.
        """
        original = self.model.objects.select_for_update().get(pk=payment.pk)
        left = original.amount + original.refunds.total()
        if not 0 < amount <= left:
            raise AskedTooMuch(f"{pounds(left)} of this payment is left to refund, not {pounds(amount)}.")
        return self.make(booking=original.booking, account=original.account, invoice=original.invoice,
                         method=original.method, amount=-amount, by=by, till=till, at=at or now(),
                         refund_of=original)  # fmt: skip

    @retried
    def refund_credit(self, payment, amount, *, by=None, till=None, at=None):
        """Give back what a payment to an account settles nothing with, and post it. Raises AskedTooMuch above that."""
        at = at or now()
        account = Account.objects.select_for_update().get(pk=payment.account_id)
        if amount > payment.unallocated():
            raise AskedTooMuch(
                f"{pounds(payment.unallocated())} of this payment settles nothing. Release what it settles first."
            )
        refund = self.refund(payment, amount, by=by, till=till, at=at)
        Posting.objects.post("refund", [(Code.DEBTORS, payment.code, amount)], by=by, at=at, account=account,
                             payment=refund, till=till)  # fmt: skip
        return refund

    def make(self, *, method, amount, by, till, at, **fields):
        """One payment row; cash goes through an open till, which stays open until this transaction ends."""
        if method == Payment.Method.CASH:
            if till is None:
                raise TillClosed("Cash goes in a till. Open your till first.")
            if TillSession.objects.select_for_update(no_key=True).get(pk=till.pk).closed_at:
                raise TillClosed("This till is closed. Open your till first; nothing was sold.")
        return insert([Payment(method=method, amount=amount, taken_by=by, till=till, taken_at=at, **fields)])[0]

    def total(self):
        return self.aggregate(total=Sum("amount"))["total"] or 0


def check_amount(amount, due, tendered):
    """Refuse more than is due, less than nothing, and cash that does not cover the amount."""
    if amount > due or amount < 0 or (amount == 0 and due > 0):
        raise AskedTooMuch(f"{pounds(due)} is to pay, not {pounds(amount)}.")
    if tendered is not None and tendered < amount:
        raise AskedTooMuch(f"{pounds(tendered)} does not cover {pounds(amount)}. Take the rest, or split the payment.")


class Payment(models.Model):
    """One movement of money by one tender. Never edited; a refund is another row that names it."""

    class Method(models.TextChoices):
        CASH = "cash", "Cash"
        TERMINAL = "terminal", "Card terminal"
        STRIPE = "stripe", "Card online"
        BACS = "bacs", "Bank transfer"

    CODES = {"cash": Code.CASH, "terminal": Code.TERMINAL, "stripe": Code.STRIPE, "bacs": Code.BANK}

    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="payments")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="payments")
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="payments")
    method = models.CharField(max_length=10, choices=Method)
    amount = PenceField(help_text="Negative when money goes back.")
    tendered = PenceField(null=True, blank=True, help_text="Cash handed over.")
    refund_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="refunds")
    taken_at = models.DateTimeField(default=now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    till = models.ForeignKey(TillSession, models.PROTECT, null=True, blank=True, related_name="payments")
    reference = models.CharField(max_length=100, blank=True, help_text="Terminal slip, payment intent, bank line.")

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["taken_at"])]
        constraints = [
            models.CheckConstraint(
                name="payment_for_booking_or_account",
                condition=Q(booking__isnull=False, account=None, invoice=None) | Q(booking=None, account__isnull=False),
            ),
            models.CheckConstraint(
                name="payment_back_names_its_payment",
                condition=Q(amount__gte=0, refund_of=None) | Q(amount__lt=0, refund_of__isnull=False),
            ),
            models.CheckConstraint(name="cash_goes_in_a_till", condition=~Q(method="cash") | Q(till__isnull=False)),
            models.UniqueConstraint(
                fields=["method", "reference"], condition=~Q(reference="") & Q(refund_of=None),
                name="processor_payment_once",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_method_display()} {pounds(self.amount)}"

    @property
    def code(self):
        return self.CODES[self.method]

    def unallocated(self):
        """Pence of it that settle no invoice and were not given back: credit on the account."""
        return self.amount + self.refunds.total() - self.allocations.live().total()

    @property
    def change(self):
        """Cash to hand back, in pence."""
        return max((self.tendered or 0) - self.amount, 0)
