"""Gift vouchers and customers' credit: money paid before it is spent. A balance is the sum of its movements.

A voucher that can be spent on supplies of different VAT is a multi-purpose voucher: no VAT when it is sold, VAT on what
it buys (VATA 1994 Sch. 10B; VAT Notice 700/7).
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import localdate

from events.models import Customer, Refused
from events.models.transactions import retried
from events.money import PenceField, pounds

from .journal import Code, Posting

AFTER_RETURN = timedelta(days=90)  # how long a voucher that ran out can be spent once money went back on it

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code():
    """Twelve letters and figures in three groups, none of which is mistaken for another on the telephone."""
    letters = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[n : n + 4]) for n in (0, 4, 8))


def as_printed(typed):
    """What somebody typed of a code, the way codes are kept; "" where it cannot be one."""
    letters = [letter for letter in typed.upper() if letter in ALPHABET]
    return "-".join("".join(letters[n : n + 4]) for n in (0, 4, 8)) if len(letters) == 12 else ""


class NotSpendable(Refused):
    """A voucher or credit cannot pay this: unknown, stopped, run out, somebody else's, or too little on it."""

    code = "not_spendable"


class StoredValueQuerySet(models.QuerySet):
    """Finding one, and the verbs that make and end them."""

    def with_code(self, typed):
        """The voucher or credit of a code as somebody typed it. Raises NotSpendable."""
        if found := self.filter(code=as_printed(typed)).first():
            return found
        raise NotSpendable("There is no voucher of that code. Look at it again: no letter O or I, no figure 0 or 1.")

    @retried
    def credit_of(self, customer, *, by=None, at):
        """A customer's credit: the one there is, or a new one with nothing on it."""
        Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        found = self.filter(sort=StoredValue.Sort.CREDIT, customer=customer).first()
        return found or self.create(sort=StoredValue.Sort.CREDIT, customer=customer, made_at=at, made_by=by)

    def expire(self, *, at):
        """Take what is left off vouchers that ran out, each in a transaction of its own. Returns how many.

        No VAT was due when they were sold, and none is due now: nothing was supplied (VATA 1994 Sch. 10B).
        """
        over = self.filter(expires_on__lt=localdate(at), stopped_at=None)
        over = over.annotate(left=Sum("movements__amount")).filter(left__gt=0)
        return sum(one.run_out(at=at) for one in over.order_by("pk"))


class StoredValue(models.Model):
    """A gift voucher, spent by whoever knows its code; or one customer's credit, spent by that customer alone."""

    class Sort(models.TextChoices):
        GIFT = "gift", "Gift voucher"
        CREDIT = "credit", "Credit"

    sort = models.CharField(max_length=6, choices=Sort)
    code = models.CharField(max_length=14, unique=True, default=new_code, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="stored_values")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    expires_on = models.DateField(null=True, blank=True, help_text="Last day to spend it; empty: none.")
    wording = models.CharField(max_length=200, blank=True, help_text="Printed on a voucher: for whom, from whom.")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=200, blank=True)
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
                                      help_text="The lost voucher it was issued for.")  # fmt: skip

    objects = StoredValueQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="credit_has_a_customer", condition=Q(sort="gift") | Q(sort="credit", customer__isnull=False)
            ),
            models.UniqueConstraint(fields=["customer"], condition=Q(sort="credit"), name="one_credit_each_customer"),
            models.CheckConstraint(
                name="stored_value_stop_has_reason", condition=Q(stopped_at=None) | ~Q(stop_reason="")
            ),
        ]

    def __str__(self):
        return f"{self.get_sort_display()} {self.code}"

    def balance(self):
        """Pence left to spend."""
        return self.movements.aggregate(total=Sum("amount"))["total"] or 0

    @property
    def method(self):
        """The tender it pays with."""
        return "voucher" if self.sort == self.Sort.GIFT else "credit"

    @property
    def control(self):
        """The code in the journal that it stands in until it is spent."""
        return Code.VOUCHERS if self.sort == self.Sort.GIFT else Code.CREDITS

    @property
    def has_run_out(self):
        return self.expires_on is not None and self.expires_on < localdate()

    def latest(self):
        """The voucher that was issued in its stead, at the end of the chain; itself where none was."""
        newer = StoredValue.objects.filter(instead_of=self).first()
        return newer.latest() if newer else self

    def locked(self):
        """The same row, kept to ourselves until this transaction ends."""
        return StoredValue.objects.select_for_update().get(pk=self.pk)

    def put(self, pence, reason, *, payment=None, by=None, at):
        """Put pence on it, within the caller's transaction; the caller posts them. Returns the movement."""
        own = self.locked()
        if own.expires_on and own.expires_on < localdate(at):
            own.expires_on = localdate(at) + AFTER_RETURN
            own.save(update_fields=["expires_on"])
        return own.movements.create(amount=pence, reason=reason[:100], payment=payment, by=by, at=at)

    def spend(self, payment, *, by=None, at):
        """Take what a payment comes to off it. Raises NotSpendable, with what can be done instead."""
        own = self.locked()
        own.check_spendable(payment.booking.customer_id if payment.booking else None, payment.method, localdate(at))
        left = own.balance()
        if payment.amount == 0:
            raise NotSpendable("Nothing is to pay. Confirm the booking without a tender.")
        if left < payment.amount:
            raise NotSpendable(f"{own} has {pounds(left)} left, not {pounds(payment.amount)}. Take the rest by another "
                               "tender.")  # fmt: skip
        return own.movements.create(amount=-payment.amount, reason=f"booking {payment.booking}", payment=payment,
                                    by=by, at=at)  # fmt: skip

    def check_spendable(self, customer, method, day):
        """Raise NotSpendable where it may not pay for this customer's booking (an id or None) on a day."""
        if self.stopped_at:
            raise NotSpendable(f"{self} was stopped: {self.stop_reason}. Ask for the one issued in its stead.")
        if self.expires_on and self.expires_on < day:
            raise NotSpendable(f"{self} ran out on {self.expires_on:%-d %B %Y}. Take another tender.")
        if method != self.method:
            raise NotSpendable(f"{self} is no {method}. Choose the other tender.")
        if self.sort == self.Sort.CREDIT and self.customer_id != customer:
            raise NotSpendable(f"This credit is {self.customer}'s and pays for their own bookings only.")

    @retried
    def run_out(self, *, at):
        """Take what is left off it and post it; False where nothing is left or it has not run out."""
        own = self.locked()
        left = own.balance()
        if left <= 0 or own.stopped_at or own.expires_on is None or own.expires_on >= localdate(at):
            return False
        own.movements.create(amount=-left, reason="ran out", at=at)
        Posting.objects.post("voucher", [(own.control, Code.EXPIRED, left)], at=at)
        return True

    @retried
    def reissue(self, *, reason, by=None, at):
        """Stop a lost voucher and issue another with what is left on it. Asked again, the same one. Raises Refused."""
        own = self.locked()
        if newer := StoredValue.objects.filter(instead_of=own).first():
            return newer
        if not reason:
            raise NotSpendable("Say why it is stopped, such as lost in the post.")
        left = own.balance()
        newer = StoredValue.objects.create(sort=own.sort, customer=own.customer, made_at=at, made_by=by,
                                           expires_on=own.expires_on, wording=own.wording, instead_of=own)  # fmt: skip
        if left:
            own.movements.create(amount=-left, reason=f"moved to {newer.code}", at=at, by=by)
            newer.movements.create(amount=left, reason=f"moved from {own.code}", at=at, by=by)
        own.stopped_at, own.stop_reason = at, reason[:200]
        own.save(update_fields=["stopped_at", "stop_reason"])
        return newer


class StoredValueMovement(models.Model):
    """A fact: pence put on (sold, refunded to) or taken off (spent, refunded, run out)."""

    stored = models.ForeignKey(StoredValue, models.PROTECT, related_name="movements")
    amount = PenceField(help_text="Positive: put on. Negative: spent.")
    payment = models.OneToOneField("invoicing.Payment", models.PROTECT, null=True, blank=True, related_name="movement")
    reason = models.CharField(max_length=100)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="stored_value_movement_moves", condition=~Q(amount=0)),
            models.CheckConstraint(name="stored_value_movement_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.stored}: {self.amount}"
