"""Applications: to trade with us at all, or for a pitch at one specialist market; every step of each is dated."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now

from .customer import Customer
from .event import Event
from .market_rules import MarketRules
from .refusal import AskedTooMuch, Refused
from .transactions import retried

WORDS = 500


class NotYours(Refused):
    """This person may not decide this: they refused it before, and an appeal is decided by somebody else."""

    code = "not_yours"


class TooLate(Refused):
    """The application is past this: decided, withdrawn, or the time to appeal is over."""

    code = "too_late"


def new_token():
    return secrets.token_urlsafe(16)


class ApplicationQuerySet(models.QuerySet):
    """The verb that begins one, and questions about what waits for whom."""

    def begin(self, *, event=None, customer=None, answers=None, token=None, by=None, channel="online", at=None):
        """A draft to fill in. The same token gives the same draft: a button pressed twice begins one."""
        at = at or now()
        fields = {"event": event, "customer": customer, "answers": answers or {}, "channel": channel,
                  "entered_by": by, "email": customer.email if customer else "", "begun_at": at,
                  "saved_at": at}  # fmt: skip
        if token is None:
            return self.create(**fields)
        return self.get_or_create(token=token, defaults=fields)[0]

    def waiting_for_us(self):
        """Those that somebody here has to look at."""
        return self.filter(status__in=LOOKED_AT)

    def with_parts(self):
        return self.select_related("event", "customer__trader", "entered_by", "decided_by", "appeal_decided_by")


class Application(models.Model):
    """draft → submitted (→ more wanted → submitted) → accepted, refused or withdrawn; refused → appealed → either."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Begun"
        SUBMITTED = "submitted", "Being looked at"
        MORE_WANTED = "more-wanted", "We need something from you"
        WAITING = "waiting", "On the waiting list"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        APPEALED = "appealed", "Appealed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Channel(models.TextChoices):
        ONLINE = "online", "Online"
        PAPER = "paper", "On paper"
        PHONE = "phone", "By telephone"

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False,
                             help_text="Ends the private address to go on with it and to follow it.")  # fmt: skip
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="applications",
                              help_text="The specialist market; empty: to trade with us.")  # fmt: skip
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="applications")
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=11, choices=Status, default=Status.DRAFT)
    answers = models.JSONField(default=dict, help_text="By the name of the question.")
    email = models.EmailField(blank=True)
    begun_at = models.DateTimeField(default=now)
    saved_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    appeal_by = models.DateField(null=True, blank=True)
    appeal_decided_at = models.DateTimeField(null=True, blank=True)
    appeal_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    booking = models.ForeignKey("events.Booking", models.PROTECT, null=True, blank=True, related_name="applications")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="refused_application_has_reason", condition=~Q(status="refused", reason="")),
            models.CheckConstraint(
                name="application_submitted_has_customer",
                condition=Q(status__in=["draft", "withdrawn"]) | Q(customer__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="application_appeal_decided_by_another",
                condition=Q(appeal_decided_by=None) | ~Q(appeal_decided_by=F("decided_by")),
            ),
        ]

    def __str__(self):
        return f"Application {self.pk}"

    @property
    def rules(self):
        """The rules it is handled by: its market's, else those of the first market asked for, else the usual ones."""
        asked = [int(day.partition("-")[0]) for day in self.answers.get("markets", {}).get("days", [])]
        markets = MarketRules.objects.filter(event__in=[self.event_id] if self.event_id else asked)
        return markets.order_by("reply_days", "pk").first() or MarketRules()

    @property
    def is_open(self):
        """Whether something may still become of it."""
        return self.status in [self.Status.DRAFT, *OPEN]

    @property
    def told_steps(self):
        """What the applicant reads of it, the first thing first."""
        return self.steps.filter(internal=False)

    def name(self):
        """Whose application it is, as far as it is known."""
        said = self.answers.get("business", {}).get("trading_name") or self.answers.get("you", {}).get("name")
        return said or (self.customer.name if self.customer else "") or "No name yet"

    @retried
    def answer(self, question, values, *, photos=(), email=None, at=None):
        """Keep the answers to one question, and the files that came with them. Raises TooLate once it is sent."""
        application = self._locked([self.Status.DRAFT], "It was sent already. Follow it on its page.")
        application.answers = {**application.answers, question: values}
        application.email = application.email if email is None else email
        application.saved_at = at or now()
        application.save(update_fields=["answers", "email", "saved_at"])
        for attachment in photos:
            application.photos.create(question=question, attachment=attachment)
        self.refresh_from_db()

    @retried
    def send(self, customer, *, by=None, at=None):
        """Hand it in for this customer; False where it was handed in before. The clock of our reply begins."""
        at = at or now()
        application = Application.objects.select_for_update().get(pk=self.pk)
        if application.status != self.Status.DRAFT:
            return False
        market = getattr(application.event, "specialist", None)
        by_when = market.decide_by if market and market.decide_by else None
        application.customer, application.submitted_at = customer, at
        application.answer_by = by_when or localdate(at) + timedelta(days=application.rules.reply_days)
        application._step(self.Status.SUBMITTED, "We have your application.", by=by, at=at,
                          keep=["customer", "submitted_at", "answer_by"])  # fmt: skip
        self.refresh_from_db()
        return True

    @retried
    def ask_more(self, words, *, by, at=None):
        """Ask the applicant for something: the clock of our reply stops until they have answered.

        False where the same was asked and is not answered yet.
        """
        application = self._locked([self.Status.SUBMITTED, self.Status.MORE_WANTED, self.Status.WAITING])
        words = said(words, "Say what you need from them.")
        if application.status == self.Status.MORE_WANTED and words in [one.words for one in application.steps.asked()]:
            return False
        application._step(self.Status.MORE_WANTED, words, by=by, at=at, question=True)
        self.refresh_from_db()
        return True

    @retried
    def reply(self, words, *, photos=(), by=None, at=None):
        """The applicant's answer to what we asked for. The clock goes on, later by the days it stood still."""
        at = at or now()
        application = self._locked([self.Status.MORE_WANTED], "There is nothing to answer just now. Look again.")
        if not (words.strip() or photos):
            raise AskedTooMuch("Write an answer, or send a photo.")
        asked = application.steps.asked()[0]
        application.answer_by += timedelta(days=max((localdate(at) - localdate(asked.at)).days, 0))
        for attachment in photos:
            application.photos.create(question="reply", attachment=attachment)
        sent = [f"You sent {len(photos)} file{'s' * (len(photos) != 1)}."] if photos else []
        answered = " ".join([*sent, *([f"You answered: {words.strip()}"] if words.strip() else [])])
        application._step(self.Status.SUBMITTED, answered, by=by, at=at, keep=["answer_by"])
        self.refresh_from_db()

    @retried
    def put_on_waiting_list(self, words, *, by, at=None):
        """There is no room for now; it may be accepted later without applying again."""
        application = self._locked([self.Status.SUBMITTED, self.Status.MORE_WANTED])
        application._step(self.Status.WAITING, said(words, "Say what the waiting list is for."), by=by, at=at)
        self.refresh_from_db()

    @retried
    def refuse(self, reason, *, by, at=None):
        """Refuse it for a reason. The first time they may appeal until a day; a refused appeal is the end."""
        at = at or now()
        application = self._locked(LOOKED_AT + [self.Status.MORE_WANTED, self.Status.WAITING])
        reason = said(reason, "Say why: the applicant reads it.")
        if application.status == self.Status.APPEALED:
            application._decide_appeal(by, at)
            application.appeal_by, words = None, f"Your appeal was not allowed. {reason}"
        else:
            application.decided_by, application.decided_at = by, at
            application.appeal_by = localdate(at) + timedelta(days=application.rules.appeal_days)
            words = f"Refused. {reason}"
        application.reason = reason
        application._step(self.Status.REFUSED, words, by=by, at=at, keep=DECISION)
        self.refresh_from_db()

    @retried
    def accept(self, words, *, by, at=None):
        """Accept it; False where it was accepted before. What follows from it is invoicing/acceptance.py's."""
        at = at or now()
        application = Application.objects.select_for_update().get(pk=self.pk)
        if application.status == self.Status.ACCEPTED:
            return False
        application = self._locked(LOOKED_AT + [self.Status.MORE_WANTED, self.Status.WAITING])
        if application.status == self.Status.APPEALED:
            application._decide_appeal(by, at)
        else:
            application.decided_by, application.decided_at = by, at
        application.appeal_by = None
        application._step(self.Status.ACCEPTED, words, by=by, at=at, keep=DECISION)
        self.refresh_from_db()
        return True

    @retried
    def appeal(self, words, *, by=None, at=None):
        """Appeal against a refusal, until the day that was named. Raises TooLate after it."""
        at = at or now()
        application = self._locked([self.Status.REFUSED], "Only a refusal can be appealed against.")
        if application.appeal_by is None:
            raise TooLate("Your appeal was decided. There is no further appeal to us.")
        if localdate(at) > application.appeal_by:
            raise TooLate(f"The time to appeal ended on {application.appeal_by:%-d %B %Y}. You may apply again.")
        words = said(words, "Say why you think we should decide otherwise.")
        application.answer_by = localdate(at) + timedelta(days=application.rules.reply_days)
        application._step(self.Status.APPEALED, f"You appealed: {words}"[:WORDS], by=by, at=at, keep=["answer_by"])
        self.refresh_from_db()

    @retried
    def withdraw(self, words, *, by=None, at=None):
        """End it, by the applicant or because its market does not run; False where it had ended. Money is invoicing's.
        """
        application = Application.objects.select_for_update().get(pk=self.pk)
        if not (application.is_open or application.status == self.Status.ACCEPTED):
            return False
        application._step(self.Status.WITHDRAWN, words, by=by, at=at)
        self.refresh_from_db()
        return True

    def note(self, words, *, by, at=None):
        """Write something down that the applicant does not read."""
        words = said(words, "Write the note.")
        last = self.steps.last()
        if last and last.internal and (last.words, last.by) == (words, by):
            return last  # sent twice
        return self.steps.create(status=self.status, words=words, internal=True, by=by, at=at or now())

    def _locked(self, statuses, otherwise="This was decided meanwhile. Look at it again."):
        """This row, nobody else's for now. Raises TooLate where it is in none of these states."""
        application = Application.objects.select_for_update().get(pk=self.pk)
        if application.status not in statuses:
            raise TooLate(otherwise)
        return application

    def _decide_appeal(self, by, at):
        if by is None or by.pk == self.decided_by_id:
            raise NotYours("You refused this yourself. An appeal is decided by somebody else.")
        self.appeal_decided_by, self.appeal_decided_at = by, at

    def _step(self, status, words, *, by, at, keep=(), question=False):
        self.status = status
        self.save(update_fields=["status", *keep])
        self.steps.create(status=status, words=words[:WORDS], question=question, by=by, at=at or now())


LOOKED_AT = [Application.Status.SUBMITTED, Application.Status.APPEALED]
OPEN = [*LOOKED_AT, Application.Status.MORE_WANTED, Application.Status.WAITING]
DECISION = ["decided_by", "decided_at", "appeal_by", "appeal_decided_by", "appeal_decided_at", "reason"]


def said(words, otherwise):
    """The words, trimmed to what is kept. Raises AskedTooMuch where there are none."""
    if not words.strip():
        raise AskedTooMuch(otherwise)
    return words.strip()[:WORDS]
