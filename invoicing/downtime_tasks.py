"""What the worker does about downtime packs: makes each when it is due, once, and mails it to the duty manager."""

from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.text import slugify
from django.utils.timezone import now

from events.dates import day_clock
from events.models import DowntimePack, Occurrence
from invoicing.downtime import make
from invoicing.models import CounterRules


def every_few_minutes(at=None):
    """Make what is due and mail what was made; how many were made."""
    at, made = at or now(), 0
    for occurrence, hours in due(at):
        make(occurrence, hours_before=hours, at=at)
        made += 1
    mail_waiting(at)
    return made


def due(at):
    """[(performance, hours)] whose pack is to be made now: the last that is due, where the worker was away."""
    hours = sorted(int(word) for word in CounterRules.current().pack_hours.split() if word.isdecimal())
    if not hours:
        return []
    soon = Occurrence.objects.performances().filter(cancelled_at=None, starts_at__gt=at,
                                                    starts_at__lte=at + timedelta(hours=hours[-1]))  # fmt: skip
    found = []
    for occurrence in soon.with_parts().order_by("starts_at"):
        nearest = next(hour for hour in hours if occurrence.starts_at - timedelta(hours=hour) <= at)
        if not occurrence.packs.filter(hours_before=nearest).exists():
            found.append((occurrence, nearest))
    return found


def mail_waiting(at):
    """Mail packs that were made by themselves and are not over; what a mail server refuses waits for the next time."""
    to = CounterRules.current().duty_manager
    waiting = DowntimePack.objects.filter(hours_before__gt=0, sent_at=None, occurrence__ends_at__gt=at)
    if to:
        for pack in waiting.select_related("occurrence__event"):
            mail(pack, to, at)


def mail(pack, to, at):
    """Mail a pack, once: whoever stamps it first sends it. False where another did, or it was not taken."""
    stamp = DowntimePack.objects.filter(pk=pack.pk, sent_at=None)
    if not stamp.update(sent_at=at, sent_to=to):
        return False
    try:
        letter(pack, to).send()
    except BaseException as error:  # it did not go, whatever stopped it
        DowntimePack.objects.filter(pk=pack.pk).update(sent_at=None, sent_to="")
        if isinstance(error, (OSError, ValueError)):
            return False
        raise
    return True


def letter(pack, to):
    title, council = pack.occurrence.event.title, settings.COUNCIL
    message = EmailMessage(
        f"Downtime pack: {title}, {day_clock(pack.occurrence.starts_at)}",
        "Seat book, will-call list and blank tickets are attached. Keep them where you can open them without us, and "
        f"print them if the system is down.\n\nMade {day_clock(pack.made_at)}.\n",
        from_email=formataddr((council["name"], parseaddr(settings.DEFAULT_FROM_EMAIL)[1])), to=[to],
    )  # fmt: skip
    message.attach(f"pack-{slugify(title)}-{pack.pk}.pdf", bytes(pack.pdf), "application/pdf")
    return message
