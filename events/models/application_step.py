"""What happened to an application, step by step, and the files that came with it."""

from itertools import dropwhile, takewhile

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from .application import WORDS, Application
from .attachment import Attachment

ASKED = Application.Status.MORE_WANTED


class ApplicationStepQuerySet(models.QuerySet):
    """What the steps of one application say."""

    def asked(self):
        """What we asked for since the last answer, the first question first."""
        told = self.filter(internal=False).order_by("-pk")
        from_last = dropwhile(lambda step: step.status != ASKED, told)
        return [step for step in takewhile(lambda step: step.status == ASKED, from_last) if step.question][::-1]


class ApplicationStep(models.Model):
    """One dated thing that happened to an application. The applicant reads all of them but the internal ones."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=11, choices=Application.Status)
    words = models.CharField(max_length=WORDS)
    internal = models.BooleanField(default=False)
    question = models.BooleanField(default=False, help_text="Whether it asks the applicant for something.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects = ApplicationStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.words


class ApplicationPhoto(models.Model):
    """A certificate or a picture of the stall that came with an application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="photos")
    question = models.CharField(max_length=40)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.question
