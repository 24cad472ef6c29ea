"""What we tell people: by e-mail where they have an address, on paper where not; kept, so that both can be shown."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from .customer import Customer
from .event import Occurrence


class MessageQuerySet(models.QuerySet):
    """The verb that tells somebody something, and questions about what still has to go out."""

    def tell(self, customer, *, topic, subject, body, occurrence=None, once="", by=None, at=None):
        """Write to a customer: it goes by e-mail (events/mailing.py), or waits to be printed for want of an address.

        What was told under the same `once` already is not told again: the earlier message is returned.
        """
        if once and (told := self.filter(customer=customer, once=once).first()):
            return told
        return self.create(customer=customer, topic=topic, subject=subject[:150], body=body, occurrence=occurrence,
                           once=once, by=by, at=at or now(), by_post=not customer.email)  # fmt: skip

    def to_print(self):
        """For those without e-mail, not printed yet."""
        return self.filter(by_post=True, printed_at=None)

    def to_email(self):
        return self.filter(by_post=False, emailed_at=None)

    def unread(self):
        """Not opened in the portal yet."""
        return self.filter(read_at=None)

    def claim(self, message, at):
        """Stamp it as sent before it is sent; False where somebody else has."""
        return bool(self.to_email().filter(pk=message.pk).update(emailed_at=at))

    def mark_printed(self, *, by, upto, at=None):
        """Say that the letters up to this id were printed and posted; how many were not marked before."""
        return self.to_print().filter(pk__lte=upto).update(printed_at=at or now(), printed_by=by)


class Message(models.Model):
    """One letter to one customer."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="messages")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, null=True, blank=True, related_name="messages")
    topic = models.CharField(max_length=30, help_text="weather, papers, licence, draw, application, discipline …")
    subject = models.CharField(max_length=150)
    body = models.TextField(help_text="Plain text, paragraphs by empty lines.")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_post = models.BooleanField(help_text="No e-mail address, or they asked for paper.")
    once = models.CharField(max_length=100, blank=True, help_text="What it is about: the same is told once.")
    emailed_at = models.DateTimeField(null=True, blank=True)
    email_failed = models.CharField(max_length=200, blank=True, help_text="Why it was not taken, the last time.")
    email_tries = models.PositiveSmallIntegerField(default=0, help_text="How often it was not taken.")
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True, help_text="In the portal.")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "once"], condition=~Q(once=""), name="told_once")
        ]

    def __str__(self):
        return self.subject

    @property
    def paragraphs(self):
        return [part.strip() for part in self.body.split("\n\n") if part.strip()]

    @property
    def signs_in(self):
        """Whether whom it goes to has a sign-in, and so a portal to be sent to."""
        return self.customer.user_id is not None

    @property
    def state(self):
        """(tone, words) of how it went out."""
        if self.by_post:
            return ("ok", "Posted") if self.printed_at else ("warn", "To print")
        return ("ok", "E-mailed") if self.emailed_at else ("info", "Going by e-mail")

    def read(self, at=None):
        """Whom it is for has opened it. The first time counts."""
        Message.objects.unread().filter(pk=self.pk).update(read_at=at or now())

    def not_taken(self, why, *, counts=True):
        """It did not go after all: it waits for the next try, or for the post after three."""
        self.email_tries += counts
        self.emailed_at, self.email_failed, self.by_post = None, why[:200], self.email_tries >= TRIES
        self.save(update_fields=["emailed_at", "email_tries", "email_failed", "by_post"])


TRIES = 3
