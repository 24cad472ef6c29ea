"""Notices served on a trader, from advice to termination, with their clocks: notice, appeal, hearing, decision."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from events import working_days
from events.dates import day as in_words
from events.money import PenceField

from .customer import Trader
from .event import Event
from .incident import Incident
from .refusal import Refused
from .transactions import retried

# After the market regulations of St Edmundsbury: appeal in five working days, hearing and decision within these days.
DAYS_TO_APPEAL, DAYS_TO_HEAR, DAYS_TO_DECIDE = 5, timedelta(days=28), timedelta(days=14)
WARNING_LASTS = timedelta(days=365)


class NotServed(Refused):
    """A notice that cannot be served, appealed against or decided as it stands."""

    code = "not_served"


class DisciplineQuerySet(models.QuerySet):
    """The verb that serves a notice, and questions about which stand and what is to be decided."""

    def standing(self):
        """Not withdrawn on appeal."""
        return self.exclude(appeal=DisciplineStep.Appeal.QUASHED)

    def appealed(self):
        """Appeals still to be heard or decided, the one that waits longest first."""
        return self.filter(appeal=DisciplineStep.Appeal.LODGED).order_by("appealed_on", "pk")

    def next_for(self, trader, day):
        """What comes next on the ladder after the notices that stand and are not spent on a day."""
        ladder = DisciplineStep.LADDER
        notices = self.standing().filter(trader=trader).exclude(ends_on__lt=day, notice__in=DisciplineStep.WARNINGS)
        rungs = [ladder.index(one) for one in notices.values_list("notice", flat=True) if one in ladder]
        return ladder[min(max(rungs) + 1, len(ladder) - 1)] if rungs else ladder[0]

    @retried
    def serve(self, trader, *, notice, rule, reason, by, client_id, on=None, days=0, ends_on=None, penalty=0,
              event=None, incident=None):  # fmt: skip
        """Serve a notice that takes effect so many days after it is served. The same `client_id` is served once.

        `penalty` is pence, and charged by invoicing/discipline.py. Raises NotServed where it does not hold together.
        """
        on = on or localdate()
        trader = Trader.objects.select_for_update(no_key=True).get(pk=trader.pk)
        if served := self.filter(client_id=client_id).first():
            return served
        step = self.model(
            client_id=client_id, trader=trader, event=event, notice=notice, rule=rule.strip(), reason=reason.strip(),
            incident=incident, served_on=on, served_by=by, takes_effect_on=on + timedelta(days=days), ends_on=ends_on,
            penalty=penalty,
        )  # fmt: skip
        step.check_whole()
        if step.may_be_appealed:
            step.appeal_by = working_days.after(on, DAYS_TO_APPEAL)
        if notice in DisciplineStep.WARNINGS and ends_on is None:
            step.ends_on = step.takes_effect_on + WARNING_LASTS
        step.save()
        trader.note_suspension(localdate())
        return step


class DisciplineStep(models.Model):
    """One notice served on a trader, when it takes effect, and what became of the appeal against it."""

    class Notice(models.TextChoices):
        ADVICE = "advice", "Advice"
        WARNING = "warning", "Warning"
        FINAL_WARNING = "final", "Final warning"
        PENALTY = "penalty", "Penalty"
        SUSPENSION = "suspension", "Suspension"
        TERMINATION = "termination", "Termination"

    class Appeal(models.TextChoices):
        NONE = "", "No appeal"
        LODGED = "lodged", "Appeal lodged"
        UPHELD = "upheld", "Notice stands"
        QUASHED = "quashed", "Notice withdrawn"

    LADDER = [Notice.ADVICE, Notice.WARNING, Notice.FINAL_WARNING, Notice.SUSPENSION, Notice.TERMINATION]
    WARNINGS = [Notice.ADVICE, Notice.WARNING, Notice.FINAL_WARNING]
    KEEP_AWAY = {Notice.SUSPENSION: "suspended", Notice.TERMINATION: "ended"}

    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    trader = models.ForeignKey(Trader, models.PROTECT, related_name="discipline")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    notice = models.CharField(max_length=11, choices=Notice)
    rule = models.CharField(max_length=100, help_text="Which market rule was broken.")
    reason = models.TextField()
    penalty = PenceField(default=0, help_text="Charged with a penalty notice, in pence.")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="steps")
    served_on = models.DateField()
    served_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    takes_effect_on = models.DateField(help_text="Served on, and the days of notice after it.")
    ends_on = models.DateField(null=True, blank=True, help_text="Last day of a suspension; when a warning is spent.")
    licences = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder,
                                help_text="Those a termination ended: {id: how they were to end before}.")  # fmt: skip
    appeal_by = models.DateField(null=True, blank=True, help_text="Five working days after it was served.")
    appeal = models.CharField(max_length=8, choices=Appeal, blank=True, default=Appeal.NONE)
    appealed_on = models.DateField(null=True, blank=True)
    appeal_grounds = models.TextField(blank=True)
    hearing_by = models.DateField(null=True, blank=True, help_text="28 days after the appeal.")
    heard_on = models.DateField(null=True, blank=True)
    decision_by = models.DateField(null=True, blank=True, help_text="14 days after the hearing.")
    appeal_decided_on = models.DateField(null=True, blank=True)
    appeal_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    appeal_words = models.TextField(blank=True)

    objects = DisciplineQuerySet.as_manager()

    class Meta:
        ordering = ["-served_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_takes_effect_once_served", condition=Q(takes_effect_on__gte=F("served_on"))
            ),
            models.CheckConstraint(
                name="appeal_decided_by_another",
                condition=Q(appeal_decided_by=None) | ~Q(appeal_decided_by=F("served_by")),
            ),
            models.CheckConstraint(
                name="penalty_with_its_notice", condition=Q(notice="penalty", penalty__gt=0) | Q(penalty=0)
            ),
        ]

    def __str__(self):
        return f"{self.get_notice_display()}, {self.trader}"

    @property
    def keeps_away(self):
        return self.notice in self.KEEP_AWAY

    @property
    def may_be_appealed(self):
        return self.notice != self.Notice.ADVICE

    @property
    def bar(self):
        """(first day, last day or None, (what it is, why)) where it keeps the trader away; None where it does not."""
        if not self.keeps_away or self.appeal == self.Appeal.QUASHED:
            return None
        return self.takes_effect_on, self.ends_on, (self.KEEP_AWAY[self.notice], self.reason)

    def check_whole(self):
        """Raise NotServed where it does not hold together."""
        if not (self.rule and self.reason):
            raise NotServed("Say which rule was broken, and what happened. The trader reads both.")
        if (self.notice == self.Notice.PENALTY) != (self.penalty > 0):
            raise NotServed("A penalty notice, and no other, has an amount. Enter one, or choose another notice.")
        if self.ends_on and self.notice == self.Notice.TERMINATION:
            raise NotServed("A termination has no last day. Choose a suspension for a time.")
        if self.ends_on and self.ends_on < self.takes_effect_on:
            raise NotServed(f"It takes effect on {in_words(self.takes_effect_on)}, after its last day. "
                            "Choose a later last day.")  # fmt: skip

    def why_no_appeal(self, day):
        """Why the trader cannot appeal on a day, in a sentence; "" where they can."""
        if not self.may_be_appealed:
            return "Advice has no effect, so there is nothing to appeal against. Telephone us to talk about it."
        if self.appeal != self.Appeal.NONE:
            return f"You appealed on {in_words(self.appealed_on)}."
        if self.appeal_by and day > self.appeal_by:
            return f"The time to appeal ended on {in_words(self.appeal_by)}. Telephone us if something kept you."
        return ""

    @retried
    def lodge_appeal(self, grounds, *, on=None):
        """Take the trader's appeal; the notice takes effect unless it is withdrawn. Lodging twice is lodging once.

        Raises NotServed after its time, and without grounds.
        """
        step, on = self.locked(), on or localdate()
        if step.appeal != self.Appeal.NONE:
            return step
        if why_not := step.why_no_appeal(on):
            raise NotServed(why_not)
        if not grounds.strip():
            raise NotServed("Say why you appeal.")
        step.appeal, step.appeal_grounds, step.appealed_on = self.Appeal.LODGED, grounds.strip(), on
        step.hearing_by = on + DAYS_TO_HEAR
        step.save(update_fields=["appeal", "appeal_grounds", "appealed_on", "hearing_by"])
        return step

    @retried
    def hear(self, on):
        """Note the day the appeal was heard; from it runs the time to decide. Raises NotServed without an appeal."""
        step = self.locked()
        if step.appeal != self.Appeal.LODGED:
            raise NotServed("No appeal is waiting to be heard.")
        if not step.appealed_on <= on <= localdate():
            raise NotServed(f"The hearing is between {in_words(step.appealed_on)}, when the appeal came, and today.")
        step.heard_on, step.decision_by = on, on + DAYS_TO_DECIDE
        step.save(update_fields=["heard_on", "decision_by"])
        return step

    @retried
    def decide(self, appeal, words, *, by, on=None):
        """UPHELD: the notice stands. QUASHED: it is withdrawn. By somebody who did not serve it, after the hearing.

        Deciding the same twice is deciding once. Raises NotServed. What else it undoes: invoicing/discipline.py.
        """
        step, on = self.locked(), on or localdate()
        if step.appeal == appeal:
            return step
        step._check_decision(words, by)
        step.appeal, step.appeal_words, step.appeal_decided_by, step.appeal_decided_on = appeal, words.strip(), by, on
        step.save(update_fields=["appeal", "appeal_words", "appeal_decided_by", "appeal_decided_on"])
        step.trader.note_suspension(localdate())
        return step

    def _check_decision(self, words, by):
        if self.appeal != self.Appeal.LODGED:
            raise NotServed("No appeal is waiting to be decided.")
        if by.pk == self.served_by_id:
            raise NotServed("You served this notice, so somebody else decides the appeal. Ask a manager.")
        if self.heard_on is None:
            raise NotServed("The appeal was not heard yet. Enter the day of the hearing first.")
        if not words.strip():
            raise NotServed("Write the reasons: the trader reads them.")

    def locked(self):
        """This row as it stands now, for nobody else to change meanwhile."""
        own = DisciplineStep.objects.select_for_update(of=("self",)).select_related("trader__customer", "served_by")
        return own.get(pk=self.pk)
