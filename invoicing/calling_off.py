"""Calling a performance off, or moving it: sales stop at once, every booking is asked what its customer wants instead.

The choices are carried out one booking at a time (invoicing/call_off_answers.py); the customers are told by the worker.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.timezone import localdate, now
from django_q.tasks import async_task

from events.models import AskedTooMuch, Booking, Event, Occurrence
from events.models.transactions import retried
from events.money import pounds, tax, total_of
from invoicing.models import CallOff, CallOffAnswer, Job, Payment

CHOICES = CallOff.Choice
NEVER_BY_DEFAULT = CHOICES.EXCHANGE  # nobody is sent to another evening without being asked


@dataclass
class Preview:
    """What calling one performance off would mean: counts, and pence by tender."""

    bookings: int = 0
    tickets: int = 0
    value: int = 0
    tenders: dict = field(default_factory=dict)
    nameless: int = 0
    by_post: list = field(default_factory=list)
    reserved: int = 0


def preview(occurrence):
    """The Preview of an occurrence. Money is all that was paid for the bookings it is part of."""
    bookings = list(affected(occurrence).select_related("customer"))
    lines = list(occurrence.lines.live().filter(booking__status=Booking.Status.CONFIRMED))
    paid = Payment.objects.filter(booking__in=bookings).order_by().values_list("method").annotate(Sum("amount"))
    return Preview(
        bookings=len(bookings), tickets=len(lines), value=total_of(tax([line.priced for line in lines])).gross,
        tenders={Payment.Method(method).label: pounds(pence) for method, pence in paid if pence},
        nameless=sum(1 for one in bookings if not one.customer),
        by_post=[one for one in bookings if one.customer and not one.customer.email],
        reserved=occurrence.lines.live().filter(booking__status=Booking.Status.RESERVED).count(),
    )  # fmt: skip


def affected(occurrence):
    """Confirmed bookings that hold places there."""
    held = occurrence.lines.live().values("booking")
    return Booking.objects.filter(pk__in=held, status=Booking.Status.CONFIRMED).order_by("pk")


@retried
def call_off(occurrence, *, choices, default, answer_by, wording, reason, moved_to=None, by=None, at=None, tell=True):
    """Call an occurrence off, or move it to `moved_to`; the CallOff. Asked twice, it is done once.

    From here on nothing is sold for what is called off: whoever is paying just now is refused and pays nothing. Every
    confirmed booking is asked; the worker tells the customers. Raises AskedTooMuch with what is to be put right.
    """
    at = at or now()
    occurrence = Occurrence.objects.select_for_update(of=["self"]).select_related("event").get(pk=occurrence.pk)
    if made := done_already(occurrence, moved_to):
        return made
    check(occurrence, choices, default, answer_by, moved_to, at)
    made = CallOff.objects.create(
        occurrence=occurrence, was_at=occurrence.starts_at, moved_to=moved_to, choices=" ".join(choices),
        default=default, answer_by=answer_by, wording=wording, reason=reason, made_at=at, by=by,
    )  # fmt: skip
    change(occurrence, moved_to, at)
    ask_anew(made)
    ask(made)
    if tell:
        hand_over(made, by)
    return made


def done_already(occurrence, moved_to):
    """The last CallOff, where it did to the occurrence just what is asked for now."""
    last = occurrence.call_offs.first()
    done = last and last.moved_to == moved_to and moved_to in (None, occurrence.starts_at)
    return last if done else None


def hand_over(made, by):
    """Have the worker tell the customers, once this is written down."""
    made.job = Job.objects.create(title=f"Telling the customers of {made.occurrence.event}"[:100], by=by)
    made.save(update_fields=["job"])
    transaction.on_commit(lambda: async_task("invoicing.call_off_tasks.tell", made.pk))


def check(occurrence, choices, default, answer_by, moved_to, at):
    """Raise AskedTooMuch where it cannot be called off so."""
    if occurrence.event.audience != Event.Audience.PUBLIC:
        raise AskedTooMuch("Market days are called off at the market desk.")
    if occurrence.cancelled_at or occurrence.ends_at <= at:
        raise AskedTooMuch(f"{occurrence} is over or cancelled already.")
    if not choices or not set(choices) <= set(CHOICES.values):
        raise AskedTooMuch("Choose what the customers are offered.")
    if default not in choices or default == NEVER_BY_DEFAULT:
        raise AskedTooMuch("What happens without an answer is one of the choices, and never another performance.")
    if CHOICES.KEEP in choices and not moved_to:
        raise AskedTooMuch("Tickets can be kept only where the performance is moved.")
    if answer_by < localdate(at):
        raise AskedTooMuch("Give the customers some days to answer.")
    if moved_to and moved_to <= at:
        raise AskedTooMuch("Move it to a time to come.")


def change(occurrence, moved_to, at):
    """Cancel it, or shift its doors, beginning and end."""
    if not moved_to:
        occurrence.cancelled_at = at
        occurrence.save(update_fields=["cancelled_at"])
        return
    by = moved_to - occurrence.starts_at
    occurrence.starts_at, occurrence.ends_at = moved_to, occurrence.ends_at + by
    occurrence.opens_at = occurrence.opens_at and occurrence.opens_at + by
    occurrence.save(update_fields=["starts_at", "ends_at", "opens_at"])


def ask_anew(made):
    """Whoever was asked about an earlier move and said nothing yet is asked about this instead, by the same link."""
    silent = CallOffAnswer.objects.filter(call_off__occurrence=made.occurrence, choice="", done_at=None)
    silent.update(call_off=made, told_at=None)


def ask(made):
    """An answer to be given for every booking there is, and for those confirmed since we looked last.

    Not for those that chose something after an earlier move and still wait for it, nor for those begun since a move:
    they chose the new time.
    """
    asked = affected(made.occurrence)
    if made.moved_to:
        asked = asked.filter(created_at__lte=made.made_at)
    answers = [CallOffAnswer(call_off=made, booking=booking) for booking in asked]
    given = CallOffAnswer.objects.filter(Q(call_off=made) | Q(call_off__occurrence=made.occurrence, done_at=None))
    known = set(given.values_list("booking", flat=True))
    CallOffAnswer.objects.bulk_create([one for one in answers if one.booking_id not in known], ignore_conflicts=True)


def standing(made):
    """How the answers of a call-off stand: {label: count}, with those done and those in trouble."""
    rows = list(made.answers.values_list("choice", "done_at", "trouble"))
    by_choice = Counter(choice for choice, _, _ in rows)
    labels = {CHOICES(choice).label if choice else "No answer yet": count for choice, count in by_choice.items()}
    return {"all": len(rows), "done": sum(1 for _, done, _ in rows if done), "by_choice": labels,
            "trouble": sum(1 for _, done, trouble in rows if trouble and not done)}  # fmt: skip
