"""Traders' papers: told when one is accepted or refused, reminded before one runs out; and what runs out next."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate, now

from events.dates import day as in_words
from events.models import Document, DocumentReminder, DocumentType, Message, TradeLine
from events.models.transactions import retried
from events.money import pounds

STEPS = (60, 30, 14, 7, 0)  # days before a paper runs out on which its trader is reminded
LATE = timedelta(days=7)  # a reminder that it has run out is still sent so long after, where nothing was sent meanwhile
REASONS = [
    "The photo cannot be read",
    "It is in another name",
    "A page is missing",
    "The sum insured is too low",
    "It has run out",
    "It is not the paper that was asked for",
]
HERE = f"{settings.SITE_URL}/portal/papers/"
HOW = f"Send a photo of it from your telephone at {HERE}, or bring it to the market office. We check it and write back."


@retried
def accept(document, *, by, at=None, **read):
    """Accept a paper and tell its trader; `read` is what the officer read on it (Document.accept). Raises NotChecked.
    """
    document = document.accept(by=by, at=at, **read)
    name = document.document_type.lowered
    put_right = f"\n\nWe put this right: {document.corrected}." if document.corrected else ""
    until = in_words(document.expires_on)
    tell(document, "accepted", f"Your {name} is in order",
         f"We have checked your {name}. It is in order until {until}.{put_right}", by)  # fmt: skip
    return document


@retried
def refuse(document, reason, *, by, at=None):
    """Refuse a paper and tell its trader why. Raises NotChecked."""
    document = document.refuse(reason, by=by, at=at)
    name = document.document_type.lowered
    tell(document, "refused", f"We could not accept your {name}",
         f"We could not accept the {name} you sent us: {document.refused_reason.rstrip('.')}.\n\nPlease send another. "
         f"{HOW}", by)  # fmt: skip
    return document


def tell(document, what, subject, body, by=None, at=None):
    """Write to the trader about a paper, the same once."""
    return Message.objects.tell(document.trader.customer, topic="papers", subject=subject, body=body, by=by, at=at,
                                once=f"paper-{document.pk}-{what}")  # fmt: skip


@dataclass(frozen=True)
class Ending:
    """A paper in force that runs out, and what comes after it."""

    document: Document
    left: int  # days from today to its last day; negative once it is over
    next: Document | None  # a newer one, accepted or waiting, that covers the time after

    @property
    def step(self):
        """The nearest step that has come: 30 with 20 days left; None with more than 60."""
        return min((step for step in STEPS if max(self.left, 0) <= step), default=None)

    @property
    def is_covered(self):
        return self.next is not None


def endings(today, within=STEPS[0], since=LATE):
    """[Ending] of every paper that some market or its trader's goods need, soonest first, in four queries.

    Of several that one trader has of a type, it is the one that runs out last.
    """
    first, last = today - since, today + timedelta(days=within)
    rows = Document.objects.accepted().filter(expires_on__range=(first, last)).filter(needed(today))
    rows = rows.exclude(trader__approved_on=None).select_related("document_type", "trader__customer")
    rows = list(rows.order_by("expires_on", "trader__trading_name", "pk").prefetch_related("reminders").distinct())
    newer = newer_than({row.trader_id for row in rows}, first)
    found = [Ending(row, (row.expires_on - today).days, following(row, newer.get(key_of(row), []))) for row in rows]
    latest = {key_of(one.document): one.document.pk for one in found}
    return [one for one in found if latest[key_of(one.document)] == one.document.pk]


def needed(today):
    """A condition on papers: of a type that a market asks of everybody, or that the goods of its trader ask."""
    types = DocumentType.objects.exclude(events=None).values("pk")
    lines = TradeLine.objects.filter(from_day__lte=today).exclude(ended_on__lte=today)
    asked = lines.exclude(commodity__required_documents=None)
    pairs = set(asked.values_list("trader_id", "commodity__required_documents"))
    goods = Q(pk__in=[])
    for paper in {paper for _, paper in pairs}:
        goods |= Q(document_type=paper, trader__in=[trader for trader, own in pairs if own == paper])
    return Q(document_type__in=types) | goods


def newer_than(traders, first):
    """{(trader, type): papers that are accepted or waiting}, which run out on or after a day."""
    rows = Document.objects.filter(trader__in=traders, refused_reason="", expires_on__gt=first)
    found = {}
    for row in rows.filter(~Q(checked_at=None) | Q(pk__in=Document.objects.waiting())).select_related("document_type"):
        found.setdefault(key_of(row), []).append(row)
    return found


def following(document, others):
    """Which of the others covers the day after a paper's last day and insures enough; None where none does."""
    after = document.expires_on + timedelta(days=1)
    good = (one for one in others if one.pk != document.pk and one.meets(document.document_type) and one.covers(after))
    return next(good, None)


def key_of(document):
    return document.trader_id, document.document_type_id


def remind(today=None, at=None):
    """Remind every trader whose paper runs out and who has sent none for the time after. Returns how many were told.

    Each step is sent once; after days without this job only the nearest step is. Safe to run twice.
    """
    today = today or localdate()
    due = [one for one in endings(today) if not one.is_covered and one.step is not None]
    due = [one for one in due if one.step not in {sent.days for sent in one.document.reminders.all()}]
    return sum(remind_of(one, at or now()) for one in due)


@retried
def remind_of(ending, at):
    """Send one reminder and note it; False where somebody else just did."""
    document = ending.document
    _, made = DocumentReminder.objects.get_or_create(document=document, days=ending.step, defaults={"sent_at": at})
    if made:
        tell(document, ending.step, *words_of(ending), at=at)
    return made


def words_of(ending):
    """(subject, body) of a reminder."""
    document, paper = ending.document, ending.document.document_type
    name, last = paper.lowered, in_words(document.expires_on)
    cover = f" It must insure {pounds(paper.minimum_cover)} or more." if paper.insures else ""
    if ending.left < 0:
        subject, begun = f"Your {name} has run out", f"Your {name} ran out on {last}. You cannot trade or book without."
    elif ending.left == 0:
        subject, begun = f"Your {name} ends today", f"Your {name} ends today, {last}. You cannot book days after that."
    else:
        days = f"{ending.left} day{'' if ending.left == 1 else 's'}"
        subject = f"Your {name} ends in {days}"
        begun = f"Your {name} ends on {last}, in {days}. You cannot book days after that without the next one."
    return subject, f"{begun}\n\nPlease send us the next certificate.{cover} {HOW}"
