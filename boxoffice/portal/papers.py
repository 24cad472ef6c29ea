"""A trader's papers in plain words: what is in order, what ends, what is missing, and what to do about it."""

from datetime import timedelta

from django.utils.timezone import localdate

from boxoffice.templatetags.british import day as in_words
from events.models import DocumentType

SOON = timedelta(days=30)


def papers_of(trader, events):
    """[(tone, badge, sentence)] for each paper that any of these events needs of its traders."""
    needed = DocumentType.objects.filter(events__in=events).distinct().order_by("name")
    sent = list(trader.documents.order_by("pk"))
    return [(*state_of(paper, sent, localdate()),) for paper in needed]


def state_of(paper, sent, today):
    """Tone, badge and sentence for one paper."""
    name = lowered(paper)
    sent = [document for document in sent if document.document_type_id == paper.pk]
    checked = checked_ones(sent, paper)
    waiting = [document for document in sent if document.checked_at is None and not document.refused_reason]
    if checked and (last := max(document.expires_on for document in checked)) >= today:
        if last > today + SOON:
            return "ok", f"To {in_words(last)}", f"Your {name} is in order. It ends on {in_words(last)}."
        after = "We are checking the next one." if waiting else "Send us the next certificate before then."
        return "warn", f"Ends {in_words(last)}", f"Your {name} ends on {in_words(last)}. {after}"
    if waiting:
        return "info", "Being checked", f"We have your {name} and are checking it. We will write when it is done."
    return gone(paper, name, sent, checked)


def gone(paper, name, sent, checked):
    """Tone, badge and sentence for a paper that does not hold now."""
    again = "You cannot book until we have checked a new certificate."
    if checked:
        last = in_words(max(document.expires_on for document in checked))
        return "bad", "Expired", f"Your {name} expired on {last}. {again} Send it to us today."
    if refused := [document for document in sent if document.refused_reason]:
        return "bad", "Not accepted", f"We could not accept your {name}: {refused[-1].refused_reason}. Send us another."
    return "bad", "Missing", f"We have no {name} that is enough. {again} Send it to us."


def checked_ones(sent, paper):
    return [document for document in sent if document.checked_at and not document.refused_reason
            and document.meets(paper)]  # fmt: skip


def lowered(paper):
    return paper.name[:1].lower() + paper.name[1:]


def too_late(trader, event, days):
    """Which of these days no checked paper covers: [(sentence, the days)], one for each paper that falls short."""
    sent, short = list(trader.documents.all()), []
    for paper in event.required_documents.all():
        checked = checked_ones(sent, paper)
        bare = sorted(day for day in days if not any(document.covers(day) for document in checked))
        if bare and checked:
            last = max(document.expires_on for document in checked)
            short.append((f"Your {lowered(paper)} ends on {in_words(last)}.", bare))
        elif bare:
            short.append((f"We have no checked {lowered(paper)} from you.", bare))
    return short
