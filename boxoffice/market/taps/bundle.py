"""All that a device needs to run one market day without a connection, as JSON."""

import hashlib
import json
from collections import defaultdict

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.timezone import now

from boxoffice.market.register import FREE, Register, till_of
from boxoffice.market.taps.traders_known import traders_known
from boxoffice.templatetags.british import clock, day
from events.late_release import LATE
from events.models import ABSENT, Attendance, DocumentType, NotPriced, Presence, PriceBook, RegisterTap, StoodBy, Wanted
from events.money import tax
from invoicing.attendance_charges import costs, policies_of
from invoicing.models import OpenItem

SAID = [Presence.HOLIDAY, Presence.NOTIFIED, Presence.LATE_NOTICE, Presence.SICK, Presence.NO_SHOW]


def bundle_of(occurrence, user, at=None):
    """The day as a dict, with a `version` that changes when anything in it does."""
    at = at or now()
    register = Register(occurrence, at)
    policies = policies_of(occurrence.event)
    bundle = {
        "day": {"id": occurrence.pk, "title": f"{occurrence.event}", "on": day(occurrence.starts_at),
                "cancelled": bool(occurrence.cancelled_at)},
        "user": {"id": user.pk, "name": str(user)}, "till": drawer(till_of(user)),
        "rows": rows_of(register), "traders": traders_known(occurrence),
        "papers": [{"id": paper.pk, "name": str(paper)} for paper in DocumentType.objects.all()],
        "needed": [paper.pk for paper in occurrence.event.required_documents.all()],
        "kinds": [{"presence": kind, "words": Presence(kind).label.removeprefix("Absent: ").capitalize(),
                   "costs": costs(policies.get(kind))} for kind in SAID],
        "stood_by": [{"key": key, "words": words} for key, words in StoodBy.choices],
        "taken": register.taken, "disputed": register.disputed, "late": register.late,
    }  # fmt: skip
    bundle["version"] = hashlib.sha256(json.dumps(bundle, sort_keys=True).encode()).hexdigest()[:16]
    return bundle


def drawer(till):
    return {"id": till.pk, "name": till.drawer} if till else None


def rows_of(register):
    """Every pitch with everything that its row shows."""
    facts = Facts(register)
    return [facts.row(row) for row in register.rows]


class Facts:
    """What the rows show beside the register itself, read in a few queries for the whole day."""

    def __init__(self, register):
        self.occurrence, self.register = register.occurrence, register
        customers = {row.customer.pk for row in register.rows if row.customer}
        owing = OpenItem.objects.overdue(self.occurrence.day).filter(account__customer__in=customers)
        self.owes = dict(owing.order_by().values_list("account__customer").annotate(Sum("owing")))
        self.absences, self.notes, self.late = absences_of(self.occurrence, customers), defaultdict(list), {}
        for note in self.occurrence.register_notes.select_related("by", "tap"):
            self.notes[note.place_id].append(note_words(note))
        released = self.occurrence.lines.filter(release_reason=LATE, replaced_by=None)
        for line in released.select_related("booking__customer__trader").order_by("released_at", "pk"):
            self.late[line.place_id] = {"line": line.pk, "name": name_of(line.booking.customer)}
        self.prices, self.dues = casual_prices(register), dues_of(register)
        lets = RegisterTap.objects.filter(occurrence=self.occurrence, act=RegisterTap.Act.LET,
                                          outcome=RegisterTap.Outcome.APPLIED)  # fmt: skip
        self.lets = {line: str(client) for line, client in lets.values_list("line", "client_id")}
        self.receipts = receipts_of(register)

    def row(self, row):
        place, line = row.place, row.line
        facts = {"place": place.pk, "label": f"{place.row}{place.number}", "name": str(place), "state": row.state,
                 "badge": list(row.badge), "box": box_of(place), "notes": self.notes.get(place.pk, []),
                 "features": place.features}  # fmt: skip
        if line is None:
            late = self.late.get(place.pk) if row.state == FREE else None
            return {**facts, "hold": str(row.hold.hold_type) if row.hold else "", "late": late,
                    "price": self.prices.get(place.pk)}  # fmt: skip
        who, said = row.customer, row.attendance
        return {**facts, "line": line.pk, "trader": row.trader.pk if row.trader else None, "who": row.name,
                "sort": str(line.price_type), "goods": row.trader.goods if row.trader else "",
                "phone": who.phone if who else "", "papers": row.papers, "presence": row.presence,
                "stood_by": said.stood_by if said else StoodBy.SELF, "settled": bool(said and said.settled_at),
                "tap": str(said.tap.client_id) if said and said.tap else None, "let": self.lets.get(line.pk),
                "owes": self.owes.get(who.pk if who else None, 0), "due": self.dues.get(line.booking_id, 0),
                "absences": self.absences.get(who.pk if who else None, 0),
                "receipt": self.receipts.get(line.booking_id)}  # fmt: skip


def name_of(customer):
    trader = getattr(customer, "trader", None)
    return trader.trading_name if trader else str(customer or "No name")


def box_of(place):
    """Where the pitch is drawn: the middle, then width and height."""
    return [round(place.x, 1), round(place.y, 1), place.drawn_width, place.drawn_height]


def note_words(note):
    photo = reverse("market:note-photo", args=[note.pk]) if note.photo_id else None
    return {"text": note.text, "by": f"{note.by}, {clock(note.at)}", "photo": photo, "warning": note.is_warning}


def absences_of(occurrence, customers):
    """{customer: days this calendar year up to the day on which they were absent, sickness aside}."""
    rows = Attendance.objects.filter(line__booking__customer__in=customers, line__replaced_by=None,
                                     presence__in=[one for one in ABSENT if one != Presence.SICK],
                                     line__occurrence__starts_at__year=occurrence.day.year,
                                     line__occurrence__starts_at__lte=occurrence.starts_at)  # fmt: skip
    return dict(rows.order_by().values_list("line__booking__customer").annotate(Count("pk")))


def casual_prices(register):
    """{place: pence, VAT included} for the free pitches, as anybody would pay; those without a price are left out."""
    rules = getattr(register.occurrence.event, "rules", None)
    if rules is None or register.at >= register.occurrence.ends_at:
        return {}
    book, prices = PriceBook([register.occurrence], register.at), {}
    for row in register.rows:
        if row.line is None:
            try:
                line = book.line(Wanted(register.occurrence, row.place, rules.casual_price_type))
            except NotPriced:
                continue
            prices[row.place.pk] = tax([line.priced])[0].gross
    return prices


def dues_of(register):
    """{booking: pence to pay} for those reserved and not paid."""
    bookings = {row.line.booking for row in register.rows if row.line and row.line.booking.status == "reserved"}
    return {booking.pk: booking.total().gross - booking.payments.total() for booking in bookings}


def receipts_of(register):
    """{booking: number of its market receipt}."""
    bookings = [row.line.booking_id for row in register.rows if row.line]
    found = register.occurrence.lines.filter(booking__in=bookings).exclude(booking__payments__market_receipt=None)
    return dict(found.values_list("booking", "booking__payments__market_receipt__number"))
