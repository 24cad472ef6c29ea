"""The price of a pitch at a specialist market: early or later, for all its days together, shared out over them."""

from events.dates import day
from events.models import NotPriced, PriceBook
from events.money import pounds, split_evenly


class WholePrice(PriceBook):
    """Prices lines by the list that held on the day of the application.

    Where the market is let whole, the list's amount is for all of its days, and each day's line has an equal part of it
    (largest remainder, so that they add up to the penny): a day that is cancelled for weather can be credited.
    """

    def __init__(self, market, occurrences, applied_at, at):
        super().__init__(occurrences, at)
        self.market, self.applied_at = market, applied_at
        self.price_list = market.price_list_on(applied_at)
        self.amounts = {band.pk: amount for band, amount in market.prices_on(applied_at).items()}

    def fits(self, customer):
        """What was asked for on a day holds for whoever asked; tariffs of the weekly markets do not touch it."""
        return True

    def lines(self, wanted):
        """Priced lines in the order asked. Raises NotPriced."""
        shares = {}
        for place in {one.place for one in wanted}:
            days = [one.occurrence for one in wanted if one.place == place]
            amount = self.amount(place)
            parts = split_evenly(amount, len(days)) if self.market.whole_event else [amount] * len(days)
            shares |= {(one, place): part for one, part in zip(days, parts, strict=True)}
        return [self.priced(one, shares[one.occurrence, one.place]) for one in wanted]

    def amount(self, place):
        """Pence for this place. Raises NotPriced."""
        if place.band_id not in self.amounts:
            raise NotPriced(f"{place} has no price on {self.price_list}. Choose another pitch.")
        return self.amounts[place.band_id]

    def priced(self, wanted, part):
        """One line: its part of the price, and how it was made."""
        line = self.line(wanted)
        whole = "for all days of the market, in equal parts" if self.market.whole_event else "for this day"
        line.price, line.basis = part, self.price_list.basis
        line.worked = (f"{self.price_list}: {pounds(self.amount(wanted.place))} {whole}\n"
                       f"Applied for on {day(self.applied_at)}\nThis day: {pounds(part)}")  # fmt: skip
        return line
