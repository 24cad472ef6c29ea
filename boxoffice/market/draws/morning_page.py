"""What the draw's page shows of one market day: both calls, the queue, who got what, and the day before and after."""

from dataclasses import dataclass
from functools import cached_property

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.utils.timezone import localdate, now

from boxoffice.needs_form import needs_in_words
from events.models import Draw, Occurrence, Trader, WaitingListEntry
from events.models.waiting import closes_at

FOUND = 12


@dataclass(frozen=True)
class Call:
    """One call of the morning: when its queue closes, and its draw if one was promised."""

    number: int
    closes_at: object
    draw: Draw | None
    at: object

    @property
    def words(self):
        return "First call" if self.number == 1 else "Second call"

    @property
    def state(self):
        """(tone, words) of its badge."""
        if self.draw and self.draw.run_at:
            return "ok", "Drawn"
        if self.draw:
            return ("warn", "Ready to run") if self.is_closed else ("info", "Promised")
        return ("bad", "Not promised in time") if self.is_closed else ("warn", "Not promised yet")

    @property
    def is_closed(self):
        return self.at >= self.closes_at

    @property
    def parts(self):
        """The hash in eights, so that it can be read out and compared."""
        hashed = self.draw.seed_hash
        return [hashed[n : n + 8] for n in range(0, len(hashed), 8)]

    @cached_property
    def results(self):
        return list(self.draw.results.select_related("customer__trader", "booking"))

    @property
    def placed(self):
        return [result for result in self.results if result.places]

    @property
    def refused(self):
        return [result for result in self.results if not result.places]


class MorningPage:
    """One market day as the officer who draws sees it."""

    def __init__(self, occurrence, at=None):
        self.occurrence, self.at = occurrence, at or now()
        self.names = {place.pk: str(place) for place in occurrence.plan.places.select_related("area")}
        draws = {draw.call: draw for draw in occurrence.draws.select_related("run_by", "promised_by")}
        calls = [(number, closes_at(occurrence, number)) for number in (1, 2)]
        self.calls = [Call(number, closes, draws.get(number), self.at) for number, closes in calls if closes]

    @cached_property
    def queue(self):
        """[(entry, their needs in words)] of those who wait still."""
        served = {result.customer_id for call in self.drawn for result in call.placed}
        entries = self.occurrence.waiting.waiting().exclude(customer__in=served).select_related("customer__trader")
        return [(entry, needs_in_words(entry, self.names)) for entry in entries.order_by("call", "joined_at", "pk")]

    @property
    def is_open(self):
        """Whether somebody may still put a name down."""
        return self.at < self.calls[-1].closes_at and not self.occurrence.cancelled_at

    @property
    def drawn(self):
        return [call for call in self.calls if call.draw and call.draw.run_at]

    @cached_property
    def by_pitch(self):
        """[(pitch, result)] of what was drawn, in the order of the plan."""
        given = {place: result for call in self.drawn for result in call.placed for place in result.places}
        return [(name, given[place]) for place, name in self.names.items() if place in given]

    @cached_property
    def before(self):
        start, pk = self.occurrence.starts_at, self.occurrence.pk
        return days_drawn().filter(Q(starts_at__lt=start) | Q(starts_at=start, pk__lt=pk)).last()

    @cached_property
    def after(self):
        start, pk = self.occurrence.starts_at, self.occurrence.pk
        return days_drawn().filter(Q(starts_at__gt=start) | Q(starts_at=start, pk__gt=pk)).first()


def days_drawn():
    """Market days that have rules, and so a draw."""
    days = Occurrence.objects.market_days().filter(event__rules__isnull=False)
    return days.select_related("event__rules", "plan__venue", "price_list").order_by("starts_at", "pk")


def day_to_draw(asked):
    """The first market day with a draw on or after the day asked for (today), or the last there was."""
    days = days_drawn().filter(cancelled_at=None)
    return days.filter(starts_at__date__gte=asked or localdate()).first() or days.last()


def traders_found(text, occurrence):
    """[(trader, waits already)] by badge, number or some of a name: those an officer may mean."""
    text = text.strip()
    if not text:
        return []
    traders = Trader.objects.select_related("customer").order_by("trading_name", "pk")
    number = number_on_badge(text)
    named = Q(trading_name__icontains=text) | Q(customer__name__icontains=text)
    found = traders.filter(pk=number) if number else traders.filter(named)
    waiting = set(WaitingListEntry.objects.waiting().filter(occurrence=occurrence).values_list("customer", flat=True))
    return [(trader, trader.customer_id in waiting) for trader in found[:FOUND]]


def number_on_badge(text):
    """The trader's number, from a scanned badge that is the trader's present one, or typed by itself."""
    if text.isdecimal():
        return int(text) if len(text) < 10 else None
    try:
        number, _, version = Signer(salt="badge").unsign(text).removeprefix("T").partition("-")
    except BadSignature:
        return None
    found = Trader.objects.filter(pk=number, badge_version=version).first()
    return found.pk if found else None
