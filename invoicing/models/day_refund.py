"""What goes back of a booking that was paid on the spot or by card: a day called off, or an absence by policy."""

from collections import Counter, defaultdict

from django.conf import settings
from django.db import models
from django.db.models import Q

from events.models import Booking, DayDecision
from events.money import PenceField

from .payment import Payment


class DayRefundQuerySet(models.QuerySet):
    """What still has to be given back, what has to be paid again, and what is taken off a booking by them."""

    def waiting(self):
        """Those that somebody gives back at a counter: cash and card machines know no other way."""
        return self.filter(given_at=None, dropped_at=None)

    def given(self):
        """Those whose money is with the trader."""
        return self.filter(given_at__isnull=False, paid_again=None)

    def to_pay_again(self):
        """Given back already when the decision was reversed: the trader has to pay it again.

        Not while the day is called off once more by a decision that gives money back.
        """
        off = DayDecision.objects.standing().filter(state=DayDecision.State.CANCELLED, credit_percent__gt=0)
        reversed_ = self.given().filter(decision__reversed_at__isnull=False)
        return reversed_.exclude(decision__occurrence__in=off.values("occurrence"))

    def entered(self):
        """Those that take something off a booking: given back, or to be given back."""
        return self.filter(dropped_at=None, paid_again=None)

    def moments(self, first, last):
        """(booking, when) each time between two days that money went back, or was paid again."""
        for moment in ("given_at", "paid_again__taken_at"):
            yield from self.filter(**{f"{moment}__date__range": (first, last)}).values_list("booking", moment)

    def given_by_row(self):
        """{("line" or "extra", id): [(when, pence of its price)]} that went back; below nothing what was paid again."""
        found = defaultdict(list)
        for one in self.exclude(given_at=None).select_related("paid_again"):
            for (name, pk), pence in parts_of(one.lines, one.extras):
                found[name, pk].append((one.given_at, pence))
                if one.paid_again:
                    found[name, pk].append((one.paid_again.taken_at, -pence))
        return found

    def parts(self):
        """{("line" or "extra", id): pence of its price} of all of these together."""
        pence = Counter()
        for lines, extras in self.values_list("lines", "extras"):
            for one, price in parts_of(lines, extras):
                pence[one] += price
        return pence


def parts_of(lines, extras):
    """[(("line" or "extra", id), pence of its price)] of what one row says."""
    return [((name, int(pk)), price) for name, part in (("line", lines), ("extra", extras))
            for pk, price in part.items()]  # fmt: skip


class DayRefund(models.Model):
    """A part of what was paid for one booking. A card online is refunded by itself; the rest waits for the counter."""

    decision = models.ForeignKey(DayDecision, models.PROTECT, null=True, blank=True, related_name="refunds",
                                 help_text="Empty: for an absence.")  # fmt: skip
    why = models.CharField(max_length=200, blank=True, help_text="Of an absence: which, and what share stays to pay.")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="day_refunds")
    amount = PenceField(help_text="VAT included.")
    lines = models.JSONField(default=dict, help_text="Pence of each place's price, by the id of its line.")
    extras = models.JSONField(default=dict, help_text="Pence of each extra's price, by the id of its line.")
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="The decision was reversed before it was given.")
    paid_again = models.OneToOneField(Payment, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DayRefundQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="day_refund_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="day_refund_given_or_dropped", condition=Q(given_at=None) | Q(dropped_at=None)
            ),
            models.CheckConstraint(name="day_refund_says_why", condition=Q(decision__isnull=False) ^ ~Q(why="")),
            models.CheckConstraint(
                name="paid_again_what_was_given_back", condition=Q(paid_again=None) | Q(given_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.amount}p of {self.booking}"

    @property
    def reason(self):
        """What it goes back for: a day called off, or an absence."""
        return self.why or f"{self.decision.occurrence}: {self.decision.words.lower()}"
