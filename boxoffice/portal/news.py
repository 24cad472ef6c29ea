"""What is new for a trader, each with where to go: messages, a licence to answer, a draw that gave them nothing."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from events.dates import day
from events.models import DrawResult, StandingBooking

LATELY = timedelta(days=10)


@dataclass(frozen=True)
class News:
    """One line of it, as a link."""

    icon: str
    words: str
    more: str
    address: str


def news_of(customer):
    """[News], what waits for an answer first."""
    return [*licences_offered(customer), *unread(customer), *not_allocated(customer)]


def licences_offered(customer):
    offered = StandingBooking.objects.filter(customer=customer, status=StandingBooking.Status.OFFERED)
    for one in offered.select_related("place__area", "event", "series"):
        until = f"Answer by {day(one.accept_by)}." if one.accept_by else "Please answer."
        yield News("store", "We offer you a licence", f"{one.place}, {one.event or one.series}. {until}",
                   reverse("portal:licence", args=[one.pk]))  # fmt: skip


def unread(customer):
    rows = customer.messages.unread()
    if count := rows.count():
        words = f"{count} new message{'' if count == 1 else 's'}"
        yield News("mail", words, rows.first().subject, reverse("portal:messages"))


def not_allocated(customer):
    """The latest draw that gave them no pitch, and why."""
    results = DrawResult.objects.filter(customer=customer, places=[], draw__run_at__gt=now() - LATELY)
    result = results.select_related("draw__occurrence__event").order_by("-draw__run_at").first()
    if result:
        occurrence = result.draw.occurrence
        yield News("circle-help", "Why was I not given a pitch?", f"{occurrence.event}, {day(occurrence.starts_at)}",
                   reverse("portal:draw_result", args=[result.pk]))  # fmt: skip
