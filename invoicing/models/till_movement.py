"""Cash that moves through a drawer without a sale: lifts, paid in, paid out; and the drawer opened for nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import PenceField, pounds

from .budget import BudgetCode
from .journal import Code, Posting
from .till import TillSession


class TillMovementQuerySet(models.QuerySet):
    """The verbs: each is done once a key, takes whole pence above nothing, and raises TillClosed, AskedTooMuch."""

    def lift(self, till, amount, *, key, by, bag, reason="Too much in the drawer", at=None):
        """Carry cash from the drawer to the safe, in a numbered bag."""
        if not bag:
            raise AskedTooMuch("Write the number of the bag that goes to the safe.")
        return self._move(till, "lift", -wanted(amount), key, by, at, [(Code.SAFE, Code.CASH)], bag=bag, reason=reason)

    def pay_in(self, till, amount, *, key, by, reason, budget_code="", at=None):
        """Put cash into the drawer: change from the safe, or income of a budget code."""
        return self._move(till, "paid-in", wanted(amount), key, by, at, [(Code.CASH, budget_code or Code.SAFE)],
                          budget_code=budget_code, reason=reason)  # fmt: skip

    def pay_out(self, till, amount, *, key, by, reason, budget_code, at=None):
        """Pay a small thing out of the drawer, such as milk, to the budget code that bears it."""
        if not budget_code:
            raise AskedTooMuch("Write the budget code that bears it.")
        return self._move(till, "paid-out", -wanted(amount), key, by, at, [(budget_code, Code.CASH)],
                          budget_code=budget_code, reason=reason)  # fmt: skip

    def open_drawer(self, till, *, key, by, reason, at=None):
        """Note that the drawer was opened for nothing."""
        return self._move(till, "no-sale", 0, key, by, at, [], reason=reason)

    @retried
    def _move(self, till, sort, amount, key, by, at, codes, **fields):
        at = at or now()
        locked = TillSession.objects.still_open(till)
        if known := self.filter(key=key).first():
            return known
        if not fields["reason"]:
            raise AskedTooMuch("Say why.")
        if refused := fields.get("budget_code") and BudgetCode.objects.why_refused(
                [(fields["budget_code"], localdate(at))]):  # fmt: skip
            raise AskedTooMuch(refused)
        if amount < 0 and -amount > locked.expected():
            raise AskedTooMuch(f"There is less than {pounds(-amount)} in the drawer. Count it, and take less.")
        movement = self.create(key=key, till=locked, sort=sort, amount=amount, at=at, by=by, **fields)
        Posting.objects.post("till", [(*pair, abs(amount)) for pair in codes], by=by, at=at, till=locked)
        return movement


def wanted(amount):
    """Raise AskedTooMuch for nothing, or less."""
    if not amount or amount < 0:
        raise AskedTooMuch("Enter an amount above nothing.")
    return amount


class TillMovement(models.Model):
    """A fact. Positive pence came into the drawer, negative went out of it."""

    class Sort(models.TextChoices):
        LIFT = "lift", "Lift to the safe"
        PAID_IN = "paid-in", "Paid in"
        PAID_OUT = "paid-out", "Paid out"
        NO_SALE = "no-sale", "Drawer opened, no sale"

    key = models.CharField(max_length=36, unique=True, help_text="Of the page it was entered on: twice is once.")
    till = models.ForeignKey(TillSession, models.PROTECT, related_name="movements")
    sort = models.CharField(max_length=8, choices=Sort)
    amount = PenceField()
    budget_code = models.CharField(max_length=30, blank=True, help_text="What was paid out of the drawer for.")
    bag = models.CharField(max_length=30, blank=True, help_text="What a lift went to the safe in.")
    reason = models.CharField(max_length=100)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TillMovementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="till_movement_goes_its_way",
                condition=Q(sort__in=["lift", "paid-out"], amount__lt=0) | Q(sort="paid-in", amount__gt=0)
                | Q(sort="no-sale", amount=0),
            ),
            models.CheckConstraint(name="till_movement_has_reason", condition=~Q(reason="")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_sort_display()}, {self.till}"
