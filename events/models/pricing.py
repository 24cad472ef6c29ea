"""What each wanted place costs and how VAT applies to it, worked out before any lock is taken."""

from typing import NamedTuple

from django.utils.timezone import localdate

from .event import Occurrence
from .line import BookingLine
from .price import PriceType
from .refusal import AskedTooMuch, NotPriced
from .statements import determinations_on, prices_on
from .vat import VatDetermination
from .venue import Place


class Wanted(NamedTuple):
    """A place somebody wants at an occurrence, and the price type they want it at."""

    occurrence: Occurrence
    place: Place
    price_type: PriceType


class PriceBook:
    """The prices, price types and VAT determinations for some occurrences, in two queries whatever their number."""

    def __init__(self, occurrences, at):
        self.day = localdate(at)
        lists = {occurrence.price_list_id for occurrence in occurrences}
        events = {occurrence.event_id for occurrence in occurrences}
        rows = prices_on(sorted(lists))
        self.prices = {(price_list, band, price_type): amount for price_list, band, price_type, amount, _ in rows}
        self.price_types = {price_type: PriceType(pk=price_type, name=name) for _, _, price_type, _, name in rows}
        columns = ["id", "charge_type", "event_id", "occurrence_id", "treatment", "rate", "reason", "valid_from"]
        self.determinations = [
            VatDetermination.from_db(None, columns, row) for row in determinations_on(sorted(events), self.day)
        ]
        self.found = {}

    def line(self, wanted):
        """A priced line, not yet of any booking. Raises NotPriced."""
        occurrence, place, price_type = wanted
        amount = self.prices.get((occurrence.price_list_id, place.band_id, price_type.pk))
        if amount is None:
            raise NotPriced(f"{place} has no {price_type} price at {occurrence}. Choose another price type.")
        determination = self.determination(occurrence)
        return BookingLine(
            occurrence=occurrence, place=place, price_type=price_type, price=amount,
            basis=occurrence.price_list.basis, vat=determination.treatment, vat_rate=determination.rate,
            determination=determination, budget_code=occurrence.event.budget_code,
        )  # fmt: skip

    def determination(self, occurrence):
        """The VAT determination for sales at this occurrence on the day of sale, which is the tax point."""
        if occurrence.pk not in self.found:
            fitting = [one for one in self.determinations if one.applies_to(occurrence)]
            if not fitting:
                raise NotPriced(
                    f"Nobody has determined the VAT on {occurrence.event} for {self.day:%-d %B %Y}. "
                    "Ask finance to record it."
                )
            self.found[occurrence.pk] = max(fitting, key=lambda one: one.strength)
        return self.found[occurrence.pk]


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
