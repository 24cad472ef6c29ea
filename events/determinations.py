"""Recording how VAT applies: a new decision ends the one before it and edits nothing; gaps and overlaps in words."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from events.models import Event, Refused, VatDetermination
from events.models.transactions import retried


class NotDetermined(Refused):
    """A decision that cannot be recorded as it stands. `field` is what to change."""

    code = "not_determined"

    def __init__(self, message, field=None):
        super().__init__(message)
        self.field = field


def same_scope(decision):
    """Decisions for exactly the same: the occurrence, else the event or market, else all of the charge type."""
    found = VatDetermination.objects.filter(event=decision.event, occurrence=decision.occurrence)
    return found if decision.event_id else found.filter(charge_type=decision.charge_type)


@retried
def record(decision):
    """Keep a new decision and end the earlier one of the same scope the day before. Raises NotDetermined.

    What was sold or issued already keeps the VAT it has: lines, charges and documents hold their own copy.
    """
    lock()
    check(decision)
    earlier = same_scope(decision).filter(valid_from__lt=decision.valid_from)
    earlier.filter(Q(valid_to=None) | Q(valid_to__gte=decision.valid_from)).update(
        valid_to=decision.valid_from - timedelta(days=1)
    )
    decision.save()
    return decision


def lock():
    """Make others who record a decision wait for this transaction, also for the first one of its scope."""
    decisions = ContentType.objects.get_for_model(VatDetermination)
    ContentType.objects.select_for_update(no_key=True).get(pk=decisions.pk)


def check(decision):
    """Raise NotDetermined where a decision of the same scope begins on that day or while this one holds."""
    if decision.valid_to and decision.valid_to < decision.valid_from:
        raise NotDetermined("The last day is before the first day. Change one of them.", "valid_to")
    later = same_scope(decision).filter(valid_from__gte=decision.valid_from).order_by("valid_from").first()
    if later is None or (decision.valid_to and decision.valid_to < later.valid_from):
        return
    begins = f"{later.valid_from:%-d %B %Y}"
    if later.valid_from == decision.valid_from:
        raise NotDetermined(f"A decision for the same already begins on {begins}. Begin this one later.", "valid_from")
    raise NotDetermined(
        f"A decision for the same begins on {begins}. End this one on "
        f"{later.valid_from - timedelta(days=1):%-d %B %Y} or before.", "valid_to",
    )  # fmt: skip


def scope_words(decision):
    """What a decision is about, in words."""
    if decision.occurrence_id:
        return str(decision.occurrence)
    if decision.event_id:
        return str(decision.event)
    return f"Every charge of this type: {decision.get_charge_type_display().lower()}"


def remarks(decisions, today):
    """{decision's id: sentence} where dates overlap with a wider decision, or nothing follows the last one."""
    return {one.pk: words for one in decisions if (words := " ".join(said(one, decisions, today)))}


def said(one, decisions, today):
    wider = next((other for other in decisions if is_wider(other, one) and overlap(other, one)), None)
    if wider and not is_over(one, today):
        yield f"While both hold, this goes before “{scope_words(wider)}”, because it is narrower."
    follows = any(same(other, one) and other.valid_from > one.valid_to for other in decisions) if one.valid_to else True
    covered = wider is not None and (wider.valid_to is None or wider.valid_to > (one.valid_to or wider.valid_to))
    if not follows and not covered and one.valid_to >= today:
        yield f"After {one.valid_to:%-d %B %Y} nobody has determined the VAT, and nothing can be sold."


def is_over(one, day):
    return one.valid_to is not None and one.valid_to < day


def overlap(one, other):
    return (one.valid_to is None or one.valid_to >= other.valid_from) and (
        other.valid_to is None or other.valid_to >= one.valid_from
    )


def same(one, other):
    return (one.occurrence_id, one.event_id) == (other.occurrence_id, other.event_id) and (
        one.event_id is not None or one.charge_type == other.charge_type
    )


def is_wider(one, other):
    """Whether one decision also covers what a narrower one is about."""
    if one.occurrence_id or (not other.event_id):
        return False
    return one.event_id == other.event_id and bool(other.occurrence_id) if one.event_id else (
        one.charge_type == other.charge_type
    )


def undetermined(today):
    """Events whose sales nobody has determined the VAT on for a day: nothing of theirs can be sold."""
    held = VatDetermination.objects.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    types = held.filter(event=None).values("charge_type")
    events = held.filter(occurrence=None).exclude(event=None).values("event")
    upcoming = Event.objects.filter(occurrences__starts_at__date__gte=today, occurrences__cancelled_at=None)
    return upcoming.exclude(charge_type__in=types).exclude(pk__in=events).distinct().order_by("title")
