"""A market morning as the database has it, as the inputs of one call of the draw (events/draw.py), and as published."""

from collections import defaultdict
from datetime import timedelta
from functools import cached_property

from django.db.models import Q

from events.attended import days_stood, stood_lines
from events.models import (
    ABSENT,
    DRAW_KEYS,
    DayDecision,
    DrawResult,
    ExtraLine,
    NotPriced,
    PriceBook,
    TradeLine,
    TradeOverride,
    Wanted,
)

A_YEAR = timedelta(weeks=52)
NOT_SAID = {"code": "barred", "words": "Not admitted to this draw. The trader was told why."}
NOT_HERE = "You were not ticked as here when the draw was run, so your wish for another pitch was not looked at."
FROM_VEHICLES = "Because of the weather traders may stand with a vehicle only today, and you have none."


class Morning:
    """Everything one call of the draw needs to know, read at one moment; nobody may sell meanwhile."""

    def __init__(self, draw, at):
        self.draw, self.at, self.occurrence = draw, at, draw.occurrence
        self.event, self.rules = self.occurrence.event, self.occurrence.event.rules
        lines = self.occurrence.lines.claiming(at).select_related(
            "booking__customer__trader", "place__area", "attendance").order_by("place__position", "pk")
        self.absent = {line.place_id: line for line in lines if is_absent(line)}
        self.lines = [line for line in lines if line.place_id not in self.absent]
        self.places = list(self.occurrence.plan.places.select_related("area").prefetch_related("faces"))

    def inputs(self):
        """The inputs of events/draw.py: traders by number, nobody by name."""
        rules, keys = self.rules, sorted(self.goods_named)
        last = self.draw.call == 2 or rules.second_call_at is None
        return {
            "version": 1, "market": self.event.title, "day": self.occurrence.day.isoformat(), "call": self.draw.call,
            "seed": self.draw.seed, "seed_hash": self.draw.seed_hash,
            "policy": {"order": [key for key in rules.draw_order if key in DRAW_KEYS], "expansion": rules.expansion,
                       "keep_apart": rules.keep_apart, "last_call": last},
            "places": self.pitches(), "standing": self.standing(), "queue": self.queue(),
            "circuits": [{"id": one.pk, "amps": one.amps} for one in self.occurrence.plan.circuits.order_by("pk")],
            "caps": [{"key": cap.commodity_id, "area": cap.area_id, "most": cap.most}
                     for cap in self.event.commodity_caps.order_by("pk")],
            "goods": [{"id": key, "name": self.goods_named[key]} for key in keys],
        }  # fmt: skip

    def pitches(self):
        """Every pitch; free are those nobody has or keeps, that are priced for casual traders."""
        gone = {line.place_id for line in self.lines}
        gone.update(self.occurrence.holds.values_list("place", flat=True))
        book = PriceBook([self.occurrence], self.at)
        return [{
            "id": place.pk, "name": str(place), "area": place.area_id, "zone": place.area.name, "row": place.row,
            "position": place.position, "appeal": place.appeal, "width_cm": place.width_cm, "amps": place.amps,
            "circuit": place.circuit_id, "flags": "".join(flag for flag in place.flags if flag in "afv"),
            "faces": sorted(other.pk for other in place.faces.all()),
            "free": place.pk not in gone and self.is_priced(place, book),
        } for place in self.places]  # fmt: skip

    def is_priced(self, place, book):
        try:
            book.line(Wanted(self.occurrence, place, self.rules.casual_price_type))
        except NotPriced:
            return False
        return True

    def standing(self):
        """Who has which pitches already, and the power they draw there."""
        keys = self.keys_of([line.booking.customer for line in self.lines])
        return [{"number": number, "places": [line.place_id for line in lines],
                 "keys": keys.get(lines[0].booking.customer_id, []),
                 "loads": [[line.place_id, self.loads[line.place_id]] for line in lines if self.loads[line.place_id]]}
                for number, lines in self.lines_by_number.items()]  # fmt: skip

    @cached_property
    def lines_by_number(self):
        found = defaultdict(list)
        for line in self.lines:
            found[number_of(line.booking.customer, line.booking)].append(line)
        return found

    @cached_property
    def loads(self):
        """{place: amps}: sockets that were sold, or given in an earlier call, whichever is more."""
        found = defaultdict(int)
        for extra in ExtraLine.objects.live().filter(occurrence=self.occurrence, extra__amps__gt=0, place__isnull=False,
                                                     ).select_related("extra"):  # fmt: skip
            found[extra.place_id] += extra.extra.amps * extra.quantity
        taken = {line.place_id: number for number, lines in self.lines_by_number.items() for line in lines}
        for draw in self.earlier:
            wanted = {one["number"]: one["amps"] for one in draw.inputs["queue"]}
            for result in draw.outcome["results"]:
                if (socket := result["socket"]) and taken.get(socket) == result["number"]:
                    found[socket] = max(found[socket], wanted[result["number"]])
        return found

    @cached_property
    def earlier(self):
        return list(self.occurrence.draws.filter(call__lt=self.draw.call).exclude(run_at=None))

    @cached_property
    def trade_lines(self):
        day = self.occurrence.day
        running = TradeLine.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), from_day__lte=day)
        return list(running.select_related("commodity", "trader"))

    @cached_property
    def goods_named(self):
        return {line.commodity_id: line.commodity.name for line in self.trade_lines}

    def keys_of(self, customers):
        """{customer id: sorted ids of the key lines they sell}."""
        found, wanted = defaultdict(list), {customer.pk for customer in customers if customer}
        for line in self.trade_lines:
            if line.key and line.trader.customer_id in wanted:
                found[line.trader.customer_id].append(line.commodity_id)
        return {customer: sorted(keys) for customer, keys in found.items()}

    @cached_property
    def entries(self):
        """Those in the queue for this call who still want something: {number: entry}."""
        waiting = self.occurrence.waiting.waiting().filter(call__lte=self.draw.call).select_related("customer__trader")
        gates = waiting.prefetch_related("customer__trader__documents", "customer__trader__discipline",
                                         "customer__trader__trade_lines__commodity__required_documents")  # fmt: skip
        found = {number_of(entry.customer): entry for entry in gates if hasattr(entry.customer, "trader")}
        return {number: entry for number, entry in sorted(found.items()) if self.wants_more(number, entry)}

    def wants_more(self, number, entry):
        if self.has(number) != "drawn":
            return True
        enough = min(entry.places, self.rules.most_pitches)
        return self.rules.expansion and len(self.lines_by_number[number]) < enough

    def has(self, number):
        """Whether somebody has a pitch already, as a fixed holder ("fixed") or from an earlier call ("drawn")."""
        if number not in self.lines_by_number:
            return ""
        return "drawn" if number in self.drawn else "fixed"

    @cached_property
    def drawn(self):
        """Numbers of those who were booked a pitch in an earlier call, and of no fixed holder."""
        results = DrawResult.objects.filter(draw__in=self.earlier).exclude(booking=None)
        booked = {number_of(one.customer) for one in results.select_related("customer__trader")}
        fixed = {one["number"] for draw in self.earlier for one in draw.inputs["queue"] if one["has"] == "fixed"}
        return booked - fixed

    def queue(self):
        """Everybody who waits, with what the order and the rules ask of them."""
        customers = [entry.customer for entry in self.entries.values()]
        day, ids = self.occurrence.day, [customer.pk for customer in customers]
        self.year = days_stood(ids, day - A_YEAR, day, self.event)
        self.week = days_stood(ids, day - timedelta(days=day.weekday()), day)
        self.keys = self.keys_of(customers)
        self.here = set(stood_lines(self.occurrence.lines.live()).values_list("booking__customer", flat=True))
        leave = TradeOverride.objects.filter(Q(occurrence=None) | Q(occurrence=self.occurrence), event=self.event,
                                             ended_at=None, trader__customer__in=ids)  # fmt: skip
        self.overridden = set(leave.values_list("trader", flat=True))
        decision = DayDecision.objects.filter(occurrence=self.occurrence, reversed_at=None).first()
        self.vehicles_only = bool(decision and decision.restriction == DayDecision.Restriction.VEHICLE)
        return [self.person(number, entry) for number, entry in self.entries.items()]

    def person(self, number, entry):
        """One in the queue."""
        customer, trader, has = entry.customer, entry.customer.trader, self.has(number)
        hot = any(line.commodity.hot_food for line in self.trade_lines if line.trader_id == trader.pk)
        group = self.rules.priority_days and self.week.get(customer.pk, 0) >= self.rules.priority_days
        places = min(entry.places, self.rules.most_pitches)
        return {
            "number": number, "call": entry.call, "has": has, "barred": self.barred(entry, has),
            "priority": bool(trader.priority or group), "attendance": self.year.get(customer.pk, 0),
            "registered": (trader.approved_on or trader.applied_on).isoformat(), "places": places,
            "least": min(entry.least, places), "frontage_cm": entry.frontage_cm, "amps": entry.amps,
            "flags": "a" * entry.accessible + "f" * hot + "v" * entry.vehicle,
            "preferences": entry.preferences, "keys": self.keys.get(customer.pk, []),
            "overridden": trader.pk in self.overridden,
        }  # fmt: skip

    def barred(self, entry, has):
        """{"code", "words"} of the hard gate that keeps somebody out of the draw, or None."""
        trader, day = entry.customer.trader, self.occurrence.day
        if reasons := trader.why_not(self.event, [day], casual=has != "fixed"):
            return {"code": gate_of(trader, day, has), "words": " ".join(reasons)}
        if has == "fixed" and entry.customer_id not in self.here:
            return {"code": "not_here", "words": NOT_HERE}
        if self.vehicles_only and not entry.vehicle and has != "fixed":
            return {"code": "weather", "words": FROM_VEHICLES}
        return None


def is_absent(line):
    attendance = getattr(line, "attendance", None)
    return attendance is not None and attendance.presence in ABSENT


def number_of(customer, booking=None):
    """What a trader is called in the draw: their number. Whoever else has a pitch gets a negative one of their own."""
    if trader := getattr(customer, "trader", None):
        return trader.pk
    return -2 * customer.pk if customer else -2 * booking.pk - 1


def gate_of(trader, day, has):
    """The code of the first gate that `why_not` names."""
    if trader.casual_stopped and has != "fixed":
        return "arrears"
    if trader.approved_on is None:
        return "not_approved"
    return "suspended" if trader.barred_on([day]) else "papers"


def published(draw):
    """(inputs, outcome) of a draw as anybody may read them: why somebody was not admitted is between them and us."""
    barred = {one["number"] for one in draw.inputs["queue"] if one["barred"]}
    queue = [{**one, "barred": NOT_SAID} if one["number"] in barred else one for one in draw.inputs["queue"]]
    results = [{**one, **NOT_SAID} if one["number"] in barred else one for one in draw.outcome["results"]]
    return {**draw.inputs, "queue": queue}, {**draw.outcome, "results": results}
