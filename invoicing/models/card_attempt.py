"""Card payments under way at the counter: on a reader, or by a link that the customer opens. No card number is here."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.models import AskedTooMuch, Booking, BookingLine
from events.models.transactions import retried
from events.money import PenceField, pounds

from .payment import Payment
from .till import TillSession


def new_link():
    """The end of a payment link that nobody can guess."""
    return secrets.token_urlsafe(16)


class CardReader(models.Model):
    """A Stripe Terminal reader that our server drives; `stripe_id` is what Stripe calls it."""

    name = models.CharField(max_length=40, unique=True)
    stripe_id = models.CharField(max_length=100, unique=True)
    drawer = models.CharField(max_length=30, blank=True, help_text="The till it stands at; empty: for everybody.")
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class CardAttemptQuerySet(models.QuerySet):
    """The verb that begins one, and the question which are not over."""

    def under_way(self):
        return self.filter(state__in=CardAttempt.UNDER_WAY)

    @retried
    def begin(self, booking, way, *, key, lasts, amount=None, due=None, reader=None, gives_up=(), at, **about):
        """Begin to be paid by card: all that is still to pay of a reservation, or `amount` pence of it.

        `due` pence are to pay where it is not what the booking comes to: the difference of an exchange, whose basket
        the booking is and which `gives_up` lines; or the price of a gift voucher, without a booking. The same key is
        the same attempt. The places are kept as long as it `lasts` (a timedelta). Raises AskedTooMuch where another is
        under way for the booking or on the reader, or the amount is wrong; ReservationLapsed.
        """
        if booking:
            Booking.objects.select_for_update().get(pk=booking.pk)
        if reader:  # two tills that ask one reader take turns
            CardReader.objects.select_for_update().get(pk=reader.pk)
        if known := self.filter(key=key).first():
            return known
        self.check_free(booking, reader)
        due = due_of(booking) if due is None else due
        amount = due if amount is None else amount
        if not 0 < amount <= due:
            raise AskedTooMuch(f"{pounds(due)} is to pay, not {pounds(amount)}.")
        if booking:
            booking.refresh_from_db(fields=["status", "reserved_until"])
            booking.extend(max(booking.reserved_until, at + lasts))
        made = self.create(key=key, booking=booking, way=way, amount=amount, reader=reader, made_at=at,
                           expires_at=at + lasts, **about)  # fmt: skip
        if gives_up:
            made.gives_up.set(gives_up)
        return made

    def check_free(self, booking, reader=None):
        """Raise AskedTooMuch where a card is being charged for this booking, or on this reader."""
        same = Q(booking=booking, booking__isnull=False) | Q(reader=reader, reader__isnull=False)
        if other := self.under_way().filter(same).first():
            raise AskedTooMuch(f"{other.get_way_display()}: {pounds(other.amount)} is being paid for {other.what} "
                               "just now. Wait for it, or cancel it first.")  # fmt: skip


def due_of(booking):
    """Pence of a booking not paid yet."""
    return booking.total().gross - booking.payments.total()


class CardAttempt(models.Model):
    """One try to be paid by card. It ends paid, failed, cancelled or expired, and never is forgotten.

    It pays for a booking; where that is the basket of an exchange, for the difference; without one, for a gift voucher.
    `key` is minted when the payment panel opens: the same key twice is the same attempt.
    """

    class Way(models.TextChoices):
        READER = "reader", "Card reader"
        LINK = "link", "Payment link"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        OPENED = "opened", "Opened by the customer"
        PAID = "paid", "Paid"
        FAILED = "failed", "Declined"
        CANCELLED = "cancelled", "Cancelled"
        EXPIRED = "expired", "Time ran out"

    UNDER_WAY = [State.WAITING, State.OPENED]

    key = models.CharField(max_length=36, unique=True)
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="card_attempts",
                                help_text="Empty: a gift voucher is bought.")  # fmt: skip
    gives_up = models.ManyToManyField(BookingLine, blank=True, related_name="+",
                                      help_text="What the exchange that it pays for gives up.")  # fmt: skip
    authorised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
                                      help_text="Who allowed the exchange that it pays for.")  # fmt: skip
    wording = models.CharField(max_length=200, blank=True, help_text="Printed on the gift voucher that it buys.")
    way = models.CharField(max_length=6, choices=Way)
    amount = PenceField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    reader = models.ForeignKey(CardReader, models.PROTECT, null=True, blank=True, related_name="attempts")
    intent = models.CharField(max_length=100, blank=True, help_text="What Stripe calls the payment, or its page.")
    link = models.CharField(max_length=22, unique=True, default=new_link, editable=False)
    sent_to = models.CharField(max_length=254, blank=True, help_text="E-mail address or telephone number.")
    opened_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    till = models.ForeignKey(TillSession, models.PROTECT, null=True, blank=True, related_name="card_attempts")
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, blank=True, related_name="card_attempt")
    error = models.CharField(max_length=200, blank=True)

    objects = CardAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "expires_at"])]
        constraints = [
            models.CheckConstraint(name="card_attempt_asks_for_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="card_attempt_paid_has_payment", condition=~Q(state="paid") | Q(payment__isnull=False)
            ),
            models.CheckConstraint(
                name="card_attempt_on_a_reader", condition=Q(way="link") | Q(way="reader", reader__isnull=False)
            ),
            models.CheckConstraint(
                name="card_attempt_words_are_a_vouchers", condition=Q(booking=None) | Q(wording="")
            ),
        ]

    def __str__(self):
        return f"{self.get_way_display()} for {self.what}, {self.get_state_display().lower()}"

    @property
    def what(self):
        """What it pays for, in words."""
        if self.booking_id is None:
            return "a gift voucher"
        of = self.booking.exchange_of
        return f"the exchange of booking {of}" if of else f"booking {self.booking}"

    @property
    def mailed_to(self):
        """Where what it buys goes by e-mail once it is paid; "" where it is printed, posted or collected."""
        booked = self.booking and (self.booking.exchange_of or self.booking)
        by_mail = booked is None or booked.delivery in ("", Booking.Delivery.E_TICKET)
        return self.sent_to if "@" in self.sent_to and by_mail else ""

    @property
    def is_under_way(self):
        return self.state in self.UNDER_WAY

    def end(self, state, error=""):
        """End it without money, once: what was paid meanwhile stays paid. True where this ended it."""
        ended = CardAttempt.objects.under_way().filter(pk=self.pk).update(state=state, error=error[:200])
        self.refresh_from_db()
        return bool(ended)

    def mark_opened(self, at):
        """The customer has opened the link: the first time counts."""
        CardAttempt.objects.filter(pk=self.pk, state=self.State.WAITING).update(state=self.State.OPENED, opened_at=at)
        self.refresh_from_db()
