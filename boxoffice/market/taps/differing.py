"""Disputed taps side by side with what stands: who said what and when, and what can be done about each."""

from dataclasses import dataclass

from boxoffice.templatetags.british import pounds
from events.models import Attendance, Place, Presence, RegisterTap, StoodBy
from events.models.attendance import moved_on
from invoicing.models import Payment
from invoicing.models.receipt_block import numbered


@dataclass(frozen=True)
class Differing:
    """One disputed tap, and what stands until somebody decides."""

    tap: RegisterTap
    stands: Attendance | None
    free: list

    @property
    def is_money(self):
        return self.tap.act in (RegisterTap.Act.LET, RegisterTap.Act.PAY)

    @property
    def title(self):
        """North side N3, Peak Honey"""
        place = self.tap.line.place if self.tap.line else self.tap.place
        return ", ".join(str(one) for one in (place, self.who) if one)

    @property
    def who(self):
        if self.tap.line:
            return self.tap.line.booking.customer
        new = self.tap.said.get("new")
        return new.get("name", "") if isinstance(new, dict) else ""

    @property
    def says(self):
        """Here, by an assistant"""
        return worded(self.tap.said.get("presence"), self.tap.said.get("stood_by"))

    @property
    def other_says(self):
        return worded(self.stands.presence, self.stands.stood_by) if self.stands else "Nothing"

    @property
    def other_who(self):
        return self.stands.tap.who_and_when if self.stands and self.stands.tap else ""

    @property
    def money(self):
        """£30.00, cash, receipt M000007"""
        said = self.tap.said
        parts = [pounds(self.tap.takes_money), Payment.Method(said["method"]).label.lower()]
        return ", ".join([*parts, *([f"receipt {numbered(said['number'])}"] if said.get("number") else [])])


def worded(presence, stood_by):
    said = Presence(presence).label if presence in Presence.values else "Something unknown"
    stood = StoodBy(stood_by).label.lower() if stood_by in StoodBy.values and stood_by != StoodBy.SELF else ""
    return f"{said}, by {stood}" if stood else said


def differing(occurrence):
    """Every disputed tap of a day, the money first."""
    taps = list(RegisterTap.objects.disputed().filter(occurrence=occurrence).with_parts())
    free = free_places(occurrence) if any(tap.act == RegisterTap.Act.LET for tap in taps) else []
    stands = {}
    for tap in taps:
        if tap.line:
            said = Attendance.objects.filter(line=moved_on(tap.line)).select_related("tap__by").first()
            stands[tap.pk] = said
    rows = [Differing(tap, stands.get(tap.pk), free) for tap in taps]
    return sorted(rows, key=lambda row: (not row.is_money, row.tap.pk))


def free_places(occurrence):
    """Pitches that nobody has and nobody keeps."""
    gone = occurrence.lines.live().values("place")
    places = Place.objects.filter(area__plan=occurrence.plan_id).exclude(pk__in=gone)
    return list(places.exclude(holds__occurrence=occurrence).select_related("area").order_by("pk"))
