"""Chasing what is overdue: the ladder of reminders as data, the holds that stop it, and each reminder sent."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import PenceField, pounds, split_evenly

from .account import Account
from .council import Council
from .invoice import Invoice
from .open_item import OpenItem
from .statement import address_of


class ReminderStep(models.Model):
    """One rung: so many days after the due day, these words, by this way."""

    class Channel(models.TextChoices):
        PREFERRED = "own", "As the account prefers"
        POST = "post", "By post"
        EMAIL = "email", "By e-mail"

    class MarketAction(models.TextChoices):
        """What it does to the trader's place on the market."""

        NONE = "", "Nothing"
        NO_CASUAL = "casual", "No casual place"
        REVIEW = "review", "Review of the licence"

    days_late = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=60)
    text = models.TextField(help_text="{name}, {total}, {oldest} and {days} are filled in.")
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.PREFERRED)
    market_action = models.CharField(max_length=6, choices=MarketAction, blank=True, default=MarketAction.NONE)

    class Meta:
        ordering = ["days_late"]

    def __str__(self):
        return self.title


class RecoveryHoldQuerySet(models.QuerySet):
    """Which holds stop reminders on a day."""

    def stopping(self, day):
        return self.filter(begins_on__lte=day, lifted_at=None).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class RecoveryHold(models.Model):
    """Why nobody may be chased for a debt at present: for an account, or for one of its invoices.

    Breathing space (Debt Respite Scheme Regulations 2020) forbids contact, interest and fees on the debt.
    """

    class Cause(models.TextChoices):
        DISPUTE = "dispute", "In dispute"
        PLAN = "plan", "Payment plan"
        BREATHING = "breathing", "Breathing space"
        DECEASED = "deceased", "Deceased"
        INSOLVENT = "insolvent", "Insolvent"

    account = models.ForeignKey(Account, models.PROTECT, related_name="recovery_holds")
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, blank=True, related_name="recovery_holds")
    cause = models.CharField(max_length=10, choices=Cause)
    reason = models.CharField(max_length=200)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecoveryHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="recovery_hold_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on"))
            ),
            models.CheckConstraint(name="recovery_hold_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.get_cause_display()}: {self.reason}"

    def lift(self, *, by, at=None):
        """End it now. Lifting twice is lifting once."""
        RecoveryHold.objects.filter(pk=self.pk, lifted_at=None).update(lifted_at=at or now(), lifted_by=by)
        self.refresh_from_db()

    def plan(self, total, count, first_due):
        """Write down the instalments of a payment plan: equal parts, the odd pennies in the first ones."""
        if self.cause != self.Cause.PLAN:
            raise AskedTooMuch("Only a payment plan has instalments.")
        if not 1 <= count <= 60 or total <= 0:
            raise AskedTooMuch("A plan has between 1 and 60 instalments of something owed.")
        return PlannedPayment.objects.bulk_create(
            PlannedPayment(hold=self, due_on=months_after(first_due, n), amount=part)
            for n, part in enumerate(split_evenly(total, count))
        )

    def kept(self, day):
        """Whether a payment plan was kept to by a day: as much came in since it began as was due by then."""
        due = self.instalments.filter(due_on__lt=day).aggregate(total=models.Sum("amount"))["total"] or 0
        paid = self.account.payments.filter(taken_at__date__gte=self.begins_on).total()
        return paid >= due


def months_after(day, months):
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + year, month=month + 1, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


class PlannedPayment(models.Model):
    """One instalment of a payment plan."""

    hold = models.ForeignKey(RecoveryHold, models.CASCADE, related_name="instalments")
    due_on = models.DateField()
    amount = PenceField()

    class Meta:
        ordering = ["due_on"]

    def __str__(self):
        return f"{pounds(self.amount)} by {self.due_on}"


@dataclass(frozen=True)
class Due:
    """One reminder that would be sent: to whom, which step, for which open items."""

    account: Account
    step: ReminderStep
    items: list

    @property
    def total(self):
        return sum(item.owing for item in self.items)

    def draft(self, day):
        """The reminder and its lines as they would be sent, not yet kept."""
        reminder = Reminder(account=self.account, step=self.step, on=day, title=self.step.title, text=self.text(day),
                            total=self.total, billed_to=address_of(self.account),
                            seller=Council.current().printed())  # fmt: skip
        lines = [ReminderLine(reminder=reminder, invoice=item.invoice, due_on=item.due_on, owing=item.owing)
                 for item in self.items]  # fmt: skip
        return reminder, lines

    def text(self, day):
        oldest = min(item.due_on for item in self.items)
        return self.step.text.format(name=self.account.customer.name, total=pounds(self.total),
                                     oldest=f"{oldest:%-d %B %Y}", days=(day - oldest).days)  # fmt: skip


class ReminderQuerySet(models.QuerySet):
    """The preview of who is to be reminded, and the verb that sends."""

    def due(self, day):
        """Who would be reminded of what on a day: [Due]. What is on hold is left out; so is a step taken already."""
        steps = list(ReminderStep.objects.all())
        held = list(RecoveryHold.objects.stopping(day).select_related("account").prefetch_related("instalments"))
        held = [hold for hold in held if hold.cause != RecoveryHold.Cause.PLAN or hold.kept(day)]
        accounts = {hold.account_id for hold in held if hold.invoice_id is None}
        invoices = {hold.invoice_id for hold in held if hold.invoice_id}
        late = {}
        items = OpenItem.objects.overdue(day).exclude(account__in=accounts).exclude(invoice__in=invoices)
        for item in items.select_related("account__customer", "invoice"):
            late.setdefault(item.account, []).append(item)
        taken = set(self.values_list("account", "step", "lines__invoice"))
        found = [self._next(account, items, steps, taken, day) for account, items in late.items()]
        return sorted(filter(None, found), key=lambda due: (-due.step.days_late, due.account.customer.name))

    def stopping_casual(self, account, day):
        """Whether a step that lets no casual place was taken for something that is still overdue and not on hold."""
        if account.recovery_holds.stopping(day).filter(invoice=None).exists():
            return False
        held = account.recovery_holds.stopping(day).values("invoice")
        late = account.open_items.overdue(day).exclude(invoice__in=held).values("invoice")
        steps = ReminderStep.objects.filter(market_action=ReminderStep.MarketAction.NO_CASUAL)
        return self.filter(account=account, step__in=steps, lines__invoice__in=late).exists()

    @staticmethod
    def _next(account, items, steps, taken, day):
        """The highest step reached by an item that has not had it; it speaks of all that is late."""
        for step in reversed(steps):
            reached = [item for item in items if (day - item.due_on).days >= step.days_late]
            if any((account.pk, step.pk, item.invoice_id) not in taken for item in reached):
                return Due(account, step, items)
            if reached:
                return None
        return None

    @retried
    def remind(self, account, *, by=None, day=None, at=None):
        """Send an account the reminder that is due; None where none is, by now."""
        day = day or localdate(at)
        Account.objects.select_for_update().get(pk=account.pk)
        due = next((due for due in self.due(day) if due.account.pk == account.pk), None)
        if due is None:
            return None
        reminder, lines = due.draft(day)
        reminder.sent_at, reminder.sent_by = at or now(), by
        reminder.save()
        ReminderLine.objects.bulk_create(lines)
        return reminder


class Reminder(models.Model):
    """One reminder that was sent, in the words it was sent in."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="reminders")
    step = models.ForeignKey(ReminderStep, models.PROTECT, related_name="+")
    on = models.DateField(db_index=True)
    title = models.CharField(max_length=60)
    text = models.TextField()
    total = PenceField()
    billed_to = models.TextField()
    seller = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.title}, {self.on:%-d %b %Y}"


class ReminderLine(models.Model):
    """One open item that a reminder spoke of."""

    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="lines")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="reminder_lines")
    due_on = models.DateField()
    owing = PenceField()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"{self.invoice} {pounds(self.owing)}"
