"""Contact preferences: what a customer agreed to, with the very words that were read out (PECR 2003 reg. 22, UK GDPR
art. 7: the organisation is named, and who agreed, when and how can be shown)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from events.dates import day as in_words

from .customer import Customer
from .price import NotPossible
from .transactions import retried


class ConsentWordingQuerySet(models.QuerySet):
    """Which words are read out."""

    def current(self, day):
        """The latest version of each organisation's words for a channel and purpose, of those offered by a day."""
        latest = {}
        for wording in self.filter(offered=True, from_day__lte=day).order_by("version"):
            latest[wording.subject] = wording
        return sorted(latest.values(), key=lambda wording: wording.subject)

    def of(self, subject):
        """Every version of the words of (organisation, purpose, channel), the latest first."""
        organisation, purpose, channel = subject
        return self.filter(organisation=organisation, purpose=purpose, channel=channel).order_by("-version")

    def with_answers(self):
        """With how often each version was said yes to."""
        return self.annotate(yeses=Count("consents", filter=Q(consents__given=True)))

    @retried
    def revise(self, subject, text, from_day, *, today=None):
        """The next version of the words, or the first one, read out from a day on; the same again is the same version.

        What somebody agreed to stays as it was read out. Raises NotPossible.
        """
        last = self.of(subject).select_for_update().first()
        if last and (last.text, last.from_day) == (text, from_day):
            return last
        if last and last.text == text:
            raise NotPossible(f"These are the words of version {last.version}. Change them, or leave them be.")
        if from_day < (today or localdate()):
            raise NotPossible("These words cannot have been read out before today. Choose today or a later day.")
        if last and from_day < last.from_day:
            raise NotPossible(f"Version {last.version} begins on {in_words(last.from_day)}. Choose that day or later.")
        names = dict(zip(("organisation", "purpose", "channel"), subject, strict=True))
        return self.create(**names, version=last.version + 1 if last else 1, text=text, from_day=from_day)

    @retried
    def stop(self, subject):
        """Read the words out no more, in any version. What was agreed to holds until somebody takes it back."""
        return self.of(subject).update(offered=False)

    @retried
    def ask_again(self, subject):
        """Read the words out again, in the version of the day."""
        return self.of(subject).update(offered=True)


class ConsentQuerySet(models.QuerySet):
    """What a customer agreed to, and the verb that notes it."""

    def agreed(self, subject):
        """The yes of everybody who agrees now: their last answer to any version of these words, where it is a yes."""
        organisation, purpose, channel = subject
        asked = self.filter(wording__organisation=organisation, wording__purpose=purpose, wording__channel=channel)
        last = asked.order_by().values("customer").annotate(last=Max("pk")).values("last")
        return self.filter(pk__in=last, given=True)

    def latest(self, customer):
        """{subject: the latest Consent}: what counts now. What was never asked is not there, and is a no."""
        return {one.wording.subject: one for one in self.filter(customer=customer).select_related("wording")}

    @retried
    def note(self, customer, answers, *, how, by, at):
        """Write down what changed among the answers {wording: whether it was agreed to}; a no never given is none."""
        Customer.objects.select_for_update().get(pk=customer.pk)
        before = self.latest(customer)
        for wording, given in answers.items():
            last = before.get(wording.subject)
            same = last is not None and last.given == given and (not given or last.wording_id == wording.pk)
            if not same and (given or (last and last.given)):
                self.create(customer=customer, wording=wording, given=given, how=how, by=by, at=at)


class ConsentWording(models.Model):
    """One version of the words for one organisation, channel and purpose. A changed sentence is a new version."""

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        SMS = "sms", "Text message"
        POST = "post", "Post"
        PHONE = "phone", "Telephone"

    organisation = models.CharField(max_length=100, help_text="Named: “selected third parties” is no consent.")
    channel = models.CharField(max_length=5, choices=Channel)
    purpose = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=300)
    from_day = models.DateField()
    offered = models.BooleanField(default=True)

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "purpose", "channel", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "channel", "purpose", "version"], name="consent_wording_version_once"
            )
        ]

    def __str__(self):
        return self.text

    def is_agreed_to(self):
        """Whether somebody was ever asked by these words and answered."""
        return self.consents.exists()

    @retried
    def reword(self, text, from_day, *, today=None):
        """Change words that nobody has answered yet. Raises NotPossible."""
        ConsentWording.objects.select_for_update().get(pk=self.pk)
        if from_day != self.from_day and from_day < (today or localdate()):
            raise NotPossible("These words cannot have been read out before today. Choose today or a later day.")
        if self.is_agreed_to():
            raise NotPossible("Somebody has agreed to these very words, so they stay. Make a new version.")
        self.text, self.from_day = text, from_day
        self.save(update_fields=["text", "from_day"])

    @property
    def subject(self):
        """Who asks, for what, through which channel: versions of the same words share it."""
        return self.organisation, self.purpose, self.channel


class Consent(models.Model):
    """A fact: given or withdrawn, at a moment. The latest of a wording's organisation, channel and purpose counts."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents")
    wording = models.ForeignKey(ConsentWording, models.PROTECT, related_name="consents")
    given = models.BooleanField()
    at = models.DateTimeField()
    how = models.CharField(max_length=20, help_text="counter, phone, shop: where it was asked.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.customer}: {'yes' if self.given else 'no'} to {self.wording.get_channel_display()}"
