"""What the worker does about performances that were called off: telling the customers, and what was announced."""

from django.conf import settings
from django.utils.timezone import now

from events.dates import day, day_clock
from events.models import BookingAct, Message
from invoicing import reserved_call_offs
from invoicing.call_off_answers import by_default
from invoicing.calling_off import ask
from invoicing.models import CallOff, CallOffAnswer
from invoicing.tasks import Underway


def tell(pk):
    """Write to everybody who has an e-mail address and was not written to yet, and to whoever had reserved. Bears being
    done again.
    """
    made = CallOff.objects.select_related("occurrence__event", "job").get(pk=pk)
    ask(made)  # whoever paid in the moment it was called off
    waiting = untold(made).exclude(booking__customer__email="")
    with Underway(made.job, waiting.count()) as underway:
        for answer in waiting:
            write(made, answer)
            made.job.step()
        reserved_call_offs.tell_all(made, subject(made))
        left = untold(made).count()
        underway.said = "Everybody with an e-mail address is written to." + (
            f" {left} {'letter is' if left == 1 else 'letters are'} to be printed." if left else "")  # fmt: skip


def untold(made):
    """Answers of named customers who were told nothing yet."""
    named = made.answers.filter(told_at=None).exclude(booking__customer=None)
    return named.select_related("booking__customer", "call_off").order_by("pk")


def write(made, answer, at=None):
    """One letter, once."""
    Message.objects.tell(answer.booking.customer, topic="called off", subject=subject(made), body=letter(made, answer),
                         occurrence=made.occurrence, once=f"call-off-{made.pk}-{answer.pk}", by=made.by,
                         at=at)  # fmt: skip
    told(answer, made.by, at)


def told(answer, by, at=None):
    """Note that they were told, once."""
    at = at or now()
    if CallOffAnswer.objects.filter(pk=answer.pk, told_at=None).update(told_at=at):
        BookingAct.objects.note(answer.booking, BookingAct.Sort.CALLED_OFF, "Told of what was called off", by=by, at=at)


def subject(made):
    """Blithe Spirit on Sat 5 Dec 2026 is called off."""
    what = f"is moved to {day_clock(made.moved_to)}" if made.moved_to else "is called off"
    return f"{made.occurrence.event} on {day(made.was_at)} {what}"[:150]


def letter(made, answer):
    """What one customer is told: the wording, the choices and their own link."""
    choices = "\n".join(f"- {CallOff.Choice(choice).label}" for choice in made.choices.split())
    return (f"{made.wording}\n\nYour booking is {answer.booking}. You can choose:\n{choices}\n\n"
            f"Tell us by {day(made.answer_by)}: {link(answer)}\n\nWithout an answer it is: "
            f"{CallOff.Choice(made.default).label.lower()}.")  # fmt: skip


def link(answer):
    """The address at which one customer answers without signing in."""
    return f"{settings.SITE_URL}/answers/{answer.token}/"


def every_day():
    """For whoever did not answer by the day: what was announced."""
    by_default()
