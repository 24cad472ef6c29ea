"""Chasing what is overdue: the ladder of reminders as data, and each reminder sent."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate, now

from events.models.transactions import retried
from events.money import PenceField, pounds

from .account import Account
from .council import Council
from .invoice import Invoice
from .open_item import OpenItem
from .recovery_hold import RecoveryHold
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

    def due(self, day, account=None):
        """Who would be reminded of what on a day, or one account alone: [Due]. What is on hold is left out."""
        steps = list(ReminderStep.objects.all())
        one = {"account": account} if account else {}
        holds = RecoveryHold.objects.binding(day).filter(**one)
        items = OpenItem.objects.overdue(day).filter(**one).outside(holds)
        had, late = self._had(items), {}
        for item in items.select_related("account__customer", "invoice"):
            late.setdefault(item.account, []).append(item)
        found = [self._next(account, items, steps, had, day) for account, items in late.items()]
        return sorted(filter(None, found), key=lambda due: (-due.step.days_late, due.account.customer.name))

    def stopping_casual(self, account, day):
        """Whether a step that lets no casual place was taken for something that is still overdue and not on hold."""
        late = account.open_items.overdue(day).outside(account.recovery_holds.binding(day))
        steps = ReminderStep.objects.filter(market_action=ReminderStep.MarketAction.NO_CASUAL)
        lines = ReminderLine.objects.about(late).filter(reminder__account=account, reminder__step__in=steps)
        owed = set(late.values_list("invoice", "due_on"))
        return any(line.took_its_step and (line.invoice_id, line.due_on) in owed for line in lines)

    @staticmethod
    def _had(items):
        """How far up the ladder each item was taken, in days late, by its invoice and due day."""
        had = {}
        for line in ReminderLine.objects.about(items):
            key = line.invoice_id, line.due_on
            had[key] = max(had.get(key, 0), line.climbed)
        return had

    @staticmethod
    def _next(account, items, steps, had, day):
        """The highest step that some item reached and was not taken to yet; it speaks of all that is late."""
        for step in reversed(steps):
            reached = [item for item in items if (day - item.due_on).days >= step.days_late]
            if any(had.get((item.invoice_id, item.due_on), 0) < step.days_late for item in reached):
                return Due(account, step, items)
        return None

    @retried
    def remind(self, account, *, by=None, day=None, at=None):
        """Send an account the reminder that is due; None where none is, by now."""
        day = day or localdate(at)
        Account.objects.select_for_update().get(pk=account.pk)
        due = self.due(day, account)
        if not due:
            return None
        reminder, lines = due[0].draft(day)
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


class ReminderLineQuerySet(models.QuerySet):
    """What was said before."""

    def about(self, items):
        """Lines about the invoices of these open items, with what tells how far they took them."""
        return self.filter(invoice__in=items.order_by().values("invoice")).select_related("reminder__step")


class ReminderLine(models.Model):
    """One open item that a reminder spoke of. What is a day late is listed along with what the reminder is for."""

    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="lines")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="reminder_lines")
    due_on = models.DateField()
    owing = PenceField()

    objects = ReminderLineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return f"{self.invoice} {pounds(self.owing)}"

    @property
    def climbed(self):
        """How far up the ladder it took the item, in days late: to the reminder's step, or as far as it was late."""
        return min(self.reminder.step.days_late, (self.reminder.on - self.due_on).days)

    @property
    def took_its_step(self):
        """Whether the item was late enough for the reminder's step, or only listed along."""
        return self.climbed >= self.reminder.step.days_late
