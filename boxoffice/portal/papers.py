"""A trader's papers in plain words: what is in order, what ends, what is missing, and what to do about it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from boxoffice.templatetags.british import day as in_words
from events.models import DocumentType

SOON, A_DAY = timedelta(days=30), timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """One paper a trader needs, how it stands, and what they sent of it, the latest first."""

    paper: DocumentType
    tone: str
    badge: str
    sentence: str
    sent: list


def papers_of(trader, events):
    """[(tone, badge, sentence)] for each paper that any of these events or the trader's goods need."""
    return [(one.tone, one.badge, one.sentence) for one in held_by(trader, events)]


def held_by(trader, events):
    """[Held] for each paper that is needed, and for each other that was sent all the same."""
    today, sent = localdate(), list(trader.documents.select_related("photo").defer("photo__content").order_by("pk"))
    return [Held(paper, *state_of(paper, sent, today), [one for one in sent[::-1] if one.document_type_id == paper.pk])
            for paper in needed_of(trader, events, today)]  # fmt: skip


def needed_of(trader, events, today):
    """The papers these events ask of everybody, and those that what the trader sells today asks."""
    lines = trader.trade_lines.filter(from_day__lte=today).exclude(ended_on__lte=today)
    asked = Q(events__in=events) | Q(commodities__trade_lines__in=lines)
    return DocumentType.objects.filter(asked).distinct().order_by("name")


def state_of(paper, sent, today):
    """Tone, badge and sentence for one paper."""
    name = paper.lowered
    sent = [document for document in sent if document.document_type_id == paper.pk]
    checked = checked_ones(sent, paper)
    waiting = [document for document in sent if document.is_waiting and document.expires_on >= today]
    if last := covered_to(checked, today):
        if last > today + SOON:
            return "ok", f"To {in_words(last)}", f"Your {name} is in order. It ends on {in_words(last)}."
        follows = any(document.meets(paper) and document.covers(last + A_DAY) for document in waiting)
        after = "We are checking the next one." if follows else "Send us the next certificate before then."
        return "warn", f"Ends {in_words(last)}", f"Your {name} ends on {in_words(last)}. {after}"
    if waiting:
        return "info", "Being checked", f"We have your {name} and are checking it. We will write when it is done."
    return gone(name, sent, checked, today)


def covered_to(checked, day):
    """The last day to which checked papers follow each other from a day on, without a gap; None where none covers it.
    """
    last = None
    for document in sorted(checked, key=lambda one: one.valid_from):
        if document.covers(day if last is None else min(last, date.max - A_DAY) + A_DAY):
            last = document.expires_on
    return last


def gone(name, sent, checked, today):
    """Tone, badge and sentence for a paper that does not hold now."""
    again = "You cannot book until we have checked a new certificate."
    if coming := [document.valid_from for document in checked if document.valid_from > today]:
        first = in_words(min(coming))
        before = "You cannot book days before then until we have checked a certificate for them. Send it to us."
        return "bad", f"From {first}", f"Your {name} begins on {first}. {before}"
    if checked:
        last = in_words(max(document.expires_on for document in checked))
        return "bad", "Expired", f"Your {name} expired on {last}. {again} Send it to us today."
    if refused := [document for document in sent if document.refused_reason]:
        reason = refused[-1].refused_reason.rstrip(".")
        return "bad", "Not accepted", f"We could not accept your {name}: {reason}. Send us another."
    return "bad", "Missing", f"We have no {name} that is enough. {again} Send it to us."


def checked_ones(sent, paper):
    return [document for document in sent if document.is_accepted and document.meets(paper)]


def too_late(trader, event, days):
    """Which of these days no checked paper covers: [(sentence, the days)], one for each paper that falls short."""
    sent, short = list(trader.documents.all()), []
    for paper, needed in trader.papers_needed(event, days):
        bare, checked = trader.bare_days(paper, needed, sent), checked_ones(sent, paper)
        if bare and (ended := [document.expires_on for document in checked if document.expires_on < bare[0]]):
            short.append((f"Your {paper.lowered} ends on {in_words(max(ended))}.", bare))
        elif bare and checked:
            first = min(document.valid_from for document in checked)
            short.append((f"Your {paper.lowered} begins on {in_words(first)}.", bare))
        elif bare:
            short.append((f"We have no checked {paper.lowered} from you.", bare))
    return short
