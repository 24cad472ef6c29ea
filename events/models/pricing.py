"""What each wanted place costs and how VAT applies to it, worked out before any lock is taken."""

from collections import Counter
from typing import NamedTuple

from django.utils.timezone import localdate

from .event import Event, Occurrence
from .extra import ExtraLine
from .line import BookingLine
from .price import PriceType
from .refusal import AskedTooMuch, NotPriced
from .statements import determinations_on, prices_on
from .tariff_book import TariffBook
from .vat import ChargeType, VatDetermination
from .venue import Place


class Wanted(NamedTuple):
    """A place somebody wants at an occurrence, and the price type they want it at."""

    occurrence: Occurrence
    place: Place
    price_type: PriceType


class PriceBook:
    """The prices, price types and VAT determinations for some occurrences, in two queries whatever their number.

    Tariff rules and what a customer has agreed are read too, but only where there are rules or traders stand.
    """

    def __init__(self, occurrences, at, customer=None, leaving=()):
        """`leaving`: lines of the customer's that are given back for what is priced."""
        self.day, self.customer = localdate(at), customer
        lists = {occurrence.price_list_id for occurrence in occurrences}
        events = {occurrence.event_id for occurrence in occurrences}
        rows = prices_on(sorted(lists))
        self.prices = {(price_list, band, price_type): amount for price_list, band, price_type, amount, *_ in rows}
        self.price_types = {price_type: PriceType(pk=price_type, name=name) for _, _, price_type, _, name, _ in rows}
        ruled = {price_list for price_list, *_, has_rules in rows if has_rules}
        self.personal = bool(ruled) or any(one.event.audience == Event.Audience.TRADERS for one in occurrences)
        self.tariffs = None
        if ruled or (customer and self.personal):
            self.tariffs = TariffBook(sorted(ruled), occurrences, customer, leaving, at)
        columns = ["id", "charge_type", "event_id", "occurrence_id", "treatment", "rate", "reason", "valid_from"]
        rows = determinations_on(sorted(events), self.day)
        self.determinations = [VatDetermination.from_db(None, columns, row[:-1]) for row in rows]
        self.capped = sorted(events) if any(row[-1] for row in rows) else []
        self.found = {}

    def fits(self, customer):
        """Whether it tells this customer's prices: where nothing depends on who asks, it does so for everybody."""
        return not self.personal or self.customer == customer

    def lines(self, wanted):
        """Priced lines, not yet of any booking, in the order asked. Raises NotPriced.

        Several places at one occurrence count as the customer's first, second, third in the order of the plan.
        """
        if self.tariffs is None:
            return [self.line(one) for one in wanted]
        numbers, counts = {}, Counter()
        for one in sorted(wanted, key=lambda one: (one.occurrence.pk, one.place.pk)):
            counts[one.occurrence.pk] += 1
            numbers[one.occurrence.pk, one.place.pk] = counts[one.occurrence.pk]
        return [self.line(one, numbers[one.occurrence.pk, one.place.pk], counts[one.occurrence.pk]) for one in wanted]

    def settled(self, wanted, lines):
        """The lines of what is wanted, asked in the transaction that writes them. Raises NotPriced.

        They are priced anew where it matters how many places the customer has: their bookings take turns from here on.
        """
        return self.lines(wanted) if self.tariffs and self.tariffs.take_turns() else lines

    def line(self, wanted, unit=1, units=1):
        """A priced line, not yet of any booking: the customer's `unit`-th of `units` places. Raises NotPriced."""
        occurrence, place, price_type = wanted
        amount = self.prices.get((occurrence.price_list_id, place.band_id, price_type.pk))
        if amount is None:
            raise NotPriced(f"{place} has no {price_type} price at {occurrence}. Choose another price type.")
        worked = ""
        if self.tariffs:
            made = self.tariffs.work_out(wanted, amount, unit, units)
            amount, worked = made.amount, made.text
        determination = self.determination(occurrence)
        return BookingLine(
            occurrence=occurrence, place=place, price_type=price_type, price=amount, worked=worked,
            basis=occurrence.price_list.basis, vat=determination.treatment, vat_rate=determination.rate,
            determination=determination, budget_code=occurrence.event.budget_code,
        )  # fmt: skip

    def extra(self, extra, occurrence, place, quantity):
        """A priced line of some of an extra, not yet of any booking. Raises NotPriced and AskedTooMuch."""
        if quantity < 1:
            raise AskedTooMuch(f"{extra}: choose one or more.")
        determination = self.determination(occurrence, extra.charge_type)
        return ExtraLine(
            occurrence=occurrence, place=place, extra=extra, quantity=quantity, price=quantity * extra.price,
            basis=extra.basis, vat=determination.treatment, vat_rate=determination.rate, determination=determination,
            budget_code=extra.budget_code,
        )  # fmt: skip

    def determination(self, occurrence, charge_type=None):
        """The VAT determination for sales at this occurrence on the day of sale, which is the tax point.

        What is charged as the event's own charge type follows the event; another charge type has its own decision.
        """
        charge_type = charge_type or occurrence.event.charge_type
        key = occurrence.pk, charge_type
        if key not in self.found:
            own = charge_type == occurrence.event.charge_type
            fitting = [one for one in self.determinations if one.applies_to(occurrence)] if own else [
                one for one in self.determinations if one.event_id is None and one.charge_type == charge_type]
            if not fitting:
                what = occurrence.event if own else ChargeType(charge_type).label.lower()
                raise NotPriced(f"Nobody has determined the VAT on {what} for {self.day:%-d %B %Y}. "
                                "Ask finance to record it.")  # fmt: skip
            self.found[key] = max(fitting, key=lambda one: one.strength)
        return self.found[key]


def check_request(wanted, at):
    """Refuse what no database state could allow."""
    keys = [(occurrence.pk, place.pk) for occurrence, place, _ in wanted]
    if not keys:
        raise AskedTooMuch("Nothing is chosen. Choose at least one place.")
    if len(keys) != len(set(keys)):
        raise AskedTooMuch("The same place is chosen twice. Choose each place once.")
    for occurrence in {one.occurrence.pk: one.occurrence for one in wanted}.values():
        check_number(occurrence, sum(1 for one in wanted if one.occurrence.pk == occurrence.pk))
        check_sellable(occurrence, at)
    _check_places(wanted)


def check_sellable(occurrence, at):
    occurrence.check_on_sale(at)
    if not occurrence.price_list.covers(occurrence.day):
        raise NotPriced(f"{occurrence.price_list} holds no prices for {occurrence.day:%-d %B %Y}. Ask a manager.")


def check_number(occurrence, count):
    if not 1 <= count <= occurrence.most_at_once:
        raise AskedTooMuch(f"Choose between 1 and {occurrence.most_at_once} {occurrence.event.words.places} at a time.")


def _check_places(wanted):
    chosen = {(occurrence.pk, place.pk) for occurrence, place, _ in wanted}
    for occurrence, place, _ in wanted:
        if place.area.plan_id != occurrence.plan_id:
            raise AskedTooMuch(f"{place} is not on the plan of {occurrence}. Choose from its plan.")
        if place.companion_of_id and (occurrence.pk, place.companion_of_id) not in chosen:
            raise AskedTooMuch(f"{place} is a companion seat. Book it together with its wheelchair space.")
