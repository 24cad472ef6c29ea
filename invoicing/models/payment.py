"""Money in and money back. A payment settles a booking on the spot, or an account later."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import now

from events.models import AskedTooMuch, Booking
from events.models.statements import insert
from events.models.transactions import retried
from events.money import PenceField, pounds, tax, total_of
from events.printing.outbox import print_sale

from .account import Account
from .invoice import Invoice
from .journal import Code, Posting, income_movements
from .till import TillClosed, TillSession

PART_PAID = timedelta(minutes=10)  # how long a reservation stands at least after a part of it was paid


class PaymentQuerySet(models.QuerySet):
    """The verbs of the till: take, receive, refund."""

    @retried
    def take(self, booking, method, *, amount=None, tendered=None, by=None, till=None, reference="", at=None, key="",
             stored=None):  # fmt: skip
        """Take money for a booking; confirm it once it is paid in full. Amounts in pence.

        Without `amount`, all that is still to pay; a part gives the reservation its ten minutes again. A booking
        already paid takes nothing and returns None. The same `key` twice gives the first one's payment. `stored` is
        the gift voucher or credit that is spent. Raises TillClosed for cash without an open till, AskedTooMuch for
        more than is due, NotSpendable, ReservationLapsed.
        """
        at = at or now()
        if not hasattr(booking, "new_lines"):  # Two windows paying at once: the second waits, then sees it paid.
            booking.status, booking.reserved_until = (
                Booking.objects.select_for_update().values_list("status", "reserved_until").get(pk=booking.pk))
            if known := self.of_key(key):
                return known
        lines = booking.sold()
        taxed = tax([line.priced for line in lines])
        total = total_of(taxed).gross
        due = total - (0 if hasattr(booking, "new_lines") else booking.payments.total())
        amount = due if amount is None else amount
        if booking.status == "confirmed" and due == 0:
            return None
        check_amount(amount, due, tendered)
        payment = self.make(booking=booking, method=method, amount=amount, by=by, till=till, reference=reference,
                            tendered=tendered, at=at, key=key)  # fmt: skip
        if stored is not None:
            stored.spend(payment, by=by, at=at)
        money, about = [(payment.code, Code.BOOKINGS, amount)], {"by": by, "at": at, "payment": payment, "till": till}
        if amount < due:
            booking.extend(max(booking.reserved_until, at + PART_PAID))
            booking.__dict__.pop("new_lines", None)  # from now on it has payments too
            Posting.objects.post("sale", money, booking=booking, **about)
        elif not post_sale(booking, lines, taxed, money, **about):
            raise AskedTooMuch(f"{booking} was paid by somebody else just now. Nothing was taken; look again.")
        if till:
            print_sale(booking, till.drawer, cash=payment.pk if method == Payment.Method.CASH else None, by=by, at=at)
        return payment

    @retried
    def complete(self, booking, *, by=None, at=None):
        """Confirm a booking on which nothing is left to pay, without a tender; False where it was confirmed already.

        Raises AskedTooMuch where something is to pay or the basket is empty, ReservationLapsed.
        """
        at = at or now()
        booking.status = Booking.objects.select_for_update().values_list("status", flat=True).get(pk=booking.pk)
        lines = booking.sold()
        taxed = tax([line.priced for line in lines])
        due = total_of(taxed).gross - booking.payments.total()
        if due:
            raise AskedTooMuch(f"{pounds(due)} is to pay. Take it, or give back what is too much, first.")
        if booking.status == "reserved" and not lines:
            raise AskedTooMuch("Nothing is in the basket. Choose places first.")
        return post_sale(booking, lines, taxed, [], by=by, at=at)

    @retried
    def receive(self, account, method, amount, *, invoice=None, oldest_first=False, by=None, till=None, reference="",
                at=None, out_of=None, key=""):  # fmt: skip
        """Take money that settles an account, or one of its invoices; what is too much for it stays as credit.

        With `oldest_first` the oldest debts are settled; otherwise, without an invoice, nothing is allocated yet.
        The same `key` twice gives the first one's payment.
        `out_of` is the code the money stands in already (the suspense account), where it does.
        """
        at = at or now()
        account = Account.objects.select_for_update().get(pk=account.pk)
        if known := self.of_key(key):
            return known
        if amount <= 0:
            raise AskedTooMuch("Enter how much was paid.")
        if invoice is not None and (invoice.account_id != account.pk or invoice.issued_at is None):
            raise AskedTooMuch("That invoice is not an issued one of this account.")
        payment = self.make(account=account, invoice=invoice, method=method, amount=amount, by=by, till=till,
                            reference=reference, at=at, key=key)  # fmt: skip
        Posting.objects.post("payment", [(out_of or payment.code, Code.DEBTORS, amount)], by=by, at=at,
                             account=account, invoice=invoice, payment=payment, till=till)  # fmt: skip
        if invoice is not None:
            account.allocate(payment, [(invoice, min(amount, invoice.owing_total()))], by=by, at=at)
        elif oldest_first:
            account.allocate_oldest_first(payment, by=by, at=at)
        return payment

    @retried
    def refund(self, payment, amount, *, by=None, till=None, at=None, to=None):
        """Give money back by the tender it came with, never more than is left of it. The caller posts it.

        What a gift voucher or credit paid goes back on it. `to` is the voucher or credit that it goes on instead of
        by its tender. Raises AskedTooMuch above what is left, TillClosed for cash without an open till.
        """
        at = at or now()
        original = self.model.objects.select_for_update().get(pk=payment.pk)
        left = original.amount + original.refunds.total()
        if not 0 < amount <= left:
            raise AskedTooMuch(f"{pounds(left)} of this payment is left to refund, not {pounds(amount)}.")
        if to is None and original.method in (Payment.Method.VOUCHER, Payment.Method.CREDIT):
            to = original.movement.stored.latest()
        back = self.make(booking=original.booking, account=original.account, invoice=original.invoice,
                         method=to.method if to else original.method, amount=-amount, by=by, till=till, at=at,
                         refund_of=original)  # fmt: skip
        if to:
            to.put(amount, f"back from booking {original.booking or original}", payment=back, by=by, at=at)
        return back

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
        """One payment row; cash goes through a till. A till that is named stays open until this transaction ends."""
        if method == Payment.Method.CASH and till is None:
            raise TillClosed("Cash goes in a till. Open your till first.")
        if till is not None:
            TillSession.objects.still_open(till)
        return insert([Payment(method=method, amount=amount, taken_by=by, till=till, taken_at=at, **fields)])[0]

    def of_key(self, key):
        """The payment that a panel's key made before, or None."""
        return self.filter(key=key).first() if key else None

    def total(self):
        return self.aggregate(total=Sum("amount"))["total"] or 0


def post_sale(booking, lines, taxed, money, *, at, **about):
    """Confirm a booking that is paid for and post its income, with the `money` that came last, as one entry.

    False, and nothing posted, where it was confirmed already.
    """
    if not booking.confirm(at=at):
        return False
    income = income_movements(Code.BOOKINGS, zip([line.budget_code for line in lines], taxed, strict=True))
    Posting.objects.post("sale", [*money, *income], at=at, booking=booking, **about)
    return True


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
        READER = "reader", "Card reader"
        BACS = "bacs", "Bank transfer"
        VOUCHER = "voucher", "Gift voucher"
        CREDIT = "credit", "Credit"

    CODES = {"cash": Code.CASH, "terminal": Code.TERMINAL, "stripe": Code.STRIPE, "reader": Code.STRIPE,
             "bacs": Code.BANK, "voucher": Code.VOUCHERS, "credit": Code.CREDITS}  # fmt: skip

    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="payments")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="payments")
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="payments")
    buys = models.ForeignKey("invoicing.StoredValue", models.PROTECT, null=True, blank=True, related_name="payments",
                             help_text="The gift voucher that was bought with it.")  # fmt: skip
    key = models.CharField(max_length=36, blank=True, help_text="Of the payment panel: the same twice is taken once.")
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
                condition=Q(booking__isnull=False, account=None, invoice=None, buys=None)
                | Q(booking=None, account__isnull=False, buys=None)
                | Q(booking=None, account=None, invoice=None, buys__isnull=False),
            ),
            models.CheckConstraint(
                name="payment_back_names_its_payment",
                condition=Q(amount__gte=0, refund_of=None) | Q(amount__lt=0, refund_of__isnull=False),
            ),
            models.CheckConstraint(name="cash_goes_in_a_till", condition=~Q(method="cash") | Q(till__isnull=False)),
            models.CheckConstraint(
                name="stored_value_pays_bookings",
                condition=~Q(method__in=["voucher", "credit"]) | Q(booking__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["method", "reference"], condition=~Q(reference="") & Q(refund_of=None),
                name="processor_payment_once",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="payment_key_once"),
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
