"""Ticket printers and what was sent to them. A printer in trouble never undoes a sale: the job waits, or is failed."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from .booking import Booking

WAITS = [10, 30, 60, 120, 300]  # seconds until it is tried again, each time the printer did not answer
KICK = b"\x1bp\x00\x19\xfa"  # ESC/POS: a pulse of 50 ms on pin 2, where cash drawers are connected
KICK_WITHIN = timedelta(seconds=20)  # of the sale; a drawer that springs open later does so before nobody's eyes
CUT_OFF = timedelta(minutes=2)  # a job that was begun so long ago was cut off: the worker ends its tasks before


class PrinterQuerySet(models.QuerySet):
    """Which printers a till has."""

    def at(self, drawer):
        """Those that stand at a drawer, its own before those for everybody, ticket printers first."""
        found = self.filter(Q(drawer=drawer) | Q(drawer=""), active=True)
        return sorted(found, key=lambda one: (not one.drawer, one.language != Printer.Language.FGL, one.name))


class Printer(models.Model):
    """A printer that takes raw bytes over TCP, on port 9100 as a rule."""

    class Language(models.TextChoices):
        ESCPOS = "escpos", "ESC/POS (80 mm receipt roll)"
        FGL = "fgl", "FGL (BOCA ticket printer)"

    name = models.CharField(max_length=40, unique=True)
    language = models.CharField(max_length=6, choices=Language)
    host = models.CharField(max_length=100)
    port = models.PositiveIntegerField(default=9100)
    drawer = models.CharField(max_length=30, blank=True, help_text="The till it stands at; empty: for everybody.")
    kicks_drawer = models.BooleanField(default=False, help_text="Opens the cash drawer when cash is taken.")
    active = models.BooleanField(default=True)

    objects = PrinterQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="printer_port_exists", condition=Q(port__gte=1, port__lte=65535)),
            models.CheckConstraint(name="printer_language_known", condition=Q(language__in=["escpos", "fgl"])),
        ]

    def __str__(self):
        return self.name

    def retire(self):
        """Take it out of use; what waits for it is not printed."""
        Printer.objects.filter(pk=self.pk).update(active=False)
        self.jobs.waiting().update(state=PrintJob.State.FAILED, error="The printer was taken out of use.")


class PrintJobQuerySet(models.QuerySet):
    """The outbox: what waits, what is due, what did not work."""

    def waiting(self):
        return self.filter(state=PrintJob.State.WAITING)

    def due(self, at):
        """Those to be sent by now, the first first."""
        return self.waiting().filter(Q(try_after=None) | Q(try_after__lte=at), printer__active=True).order_by("pk")

    def failed(self):
        """Those that did not work and that nobody has printed in another way since."""
        return self.filter(state=PrintJob.State.FAILED, again=None)

    def claim(self, job, at):
        """Begin to send a job; False where another worker has. After this it is never sent again by itself."""
        return bool(self.waiting().filter(pk=job.pk).update(state=PrintJob.State.SENDING, tries=F("tries") + 1,
                                                            try_after=at))  # fmt: skip

    def give_up_on_cut_off(self, at):
        """Jobs whose worker went away in the middle: nobody knows what came out of the printer."""
        begun = self.filter(state=PrintJob.State.SENDING, try_after__lt=at - CUT_OFF)
        return begun.update(state=PrintJob.State.FAILED, error="It was cut off. Look what came out, then print again.")


class PrintJob(models.Model):
    """Something printed, or to be printed: by a printer, or by the browser where `printer` is empty.

    Where `payload` is empty it is the tickets of `booking`, drawn when they are sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Printing"
        SENT = "sent", "Printed"
        FAILED = "failed", "Not printed"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    printer = models.ForeignKey(Printer, models.PROTECT, null=True, blank=True, related_name="jobs")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="print_jobs")
    what = models.CharField(max_length=60)
    pages = models.PositiveSmallIntegerField(default=1)
    payload = models.BinaryField(blank=True, default=bytes)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    try_after = models.DateTimeField(null=True, blank=True, help_text="Not before; empty: at once.")
    sent_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="again",
                                      help_text="The job that did not work.")  # fmt: skip

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "made_at"])]

    def __str__(self):
        return f"{self.what}, {self.get_state_display().lower()}"

    @property
    def opens_drawer(self):
        return bytes(self.payload) == KICK

    def sent(self, at=None):
        """It went to the printer whole."""
        PrintJob.objects.filter(pk=self.pk).update(state=self.State.SENT, sent_at=at or now(), error="")

    def not_reached(self, why, at):
        """The printer took none of it: tried again by and by, then given up."""
        state = {"state": self.State.FAILED}
        if self.tries <= len(WAITS):
            state = {"state": self.State.WAITING, "try_after": at + timedelta(seconds=WAITS[self.tries - 1])}
        PrintJob.objects.filter(pk=self.pk).update(error=why[:200], **state)

    def cut_short(self, why):
        """The printer took a part of it: a person looks what came out, for nothing is printed twice by itself."""
        PrintJob.objects.filter(pk=self.pk).update(state=self.State.FAILED, error=why[:200])
