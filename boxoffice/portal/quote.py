"""What a choice costs: a priced line for each pitch and day, extras, and VAT worked out as the invoice will."""

from django.utils.timezone import now

from events.models import PriceBook, Refused
from events.money import NOTHING, tax, total_of


class Quote:
    """`refusal` says why it cannot be priced, or what of the extras cannot be had."""

    def __init__(self, choice):
        self.lines, self.extras, self.total, self.refusal = [], [], NOTHING, ""
        if choice.places and choice.price_type:
            try:
                self.price(choice)
            except Refused as refusal:
                self.refusal = refusal.message
        self.total = total_of(tax([line.priced for line in [*self.lines, *self.extras]]))

    def price(self, choice):
        book = PriceBook(choice.days, now(), choice.customer)
        self.lines = book.lines(choice.wanted())
        self.extras = [book.extra(*asked) for asked in choice.extras.asked(choice)]  # noqa: S610 - not Django's
        self.refusal = " ".join(choice.extras.problems(choice))

    @property
    def days(self):
        """[(occurrence, its lines, its extras, pence of both as published)]."""
        rows = {}
        for line in self.lines:
            rows.setdefault(line.occurrence, ([], []))[0].append(line)
        for extra in self.extras:
            rows[extra.occurrence][1].append(extra)
        return [(day, lines, extras, sum(one.price for one in [*lines, *extras]))
                for day, (lines, extras) in rows.items()]  # fmt: skip

    @property
    def vat_words(self):
        """VAT 20%, or why there is none."""
        lines = [*self.lines, *self.extras]
        words = {"VAT" if line.vat_rate else line.determination.get_treatment_display() for line in lines}
        rates = {f"{line.vat_rate / 100:g}%" for line in lines if line.vat_rate}
        return " ".join([", ".join(sorted(words)), " and ".join(sorted(rates))]).strip()
