"""What a tariff makes of a base price: its rules run in order, in exact arithmetic, each step told in words.

Pure: rules and what is asked come in, the worked price comes out. events/models/tariff.py keeps the rules.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import TextChoices

from events.money import pounds, rounded
from events.tariff_facts import is_so, number
from events.tariff_words import SIZES, money, plain, share, signed, so_many, source

UNIT = "unit"  # how many-th unit of the trader on that day this is


class Does(TextChoices):
    """What a rule does to the price so far. `amount` is pence, `percent` hundredths of a per cent."""

    BASE = "base", "Base price instead of the list's"
    MEASURE = "measure", "So much for each unit of a measure"
    TIER = "tier", "A price by how many"
    ADD = "add", "Add an amount"
    PERCENT = "percent", "Add or take off a share of the base"
    PERCENT_SO_FAR = "percent-so-far", "Add or take off a share of the price so far"
    FREE = "free", "No charge"
    FLOOR = "floor", "Never less than"
    FLOOR_PERCENT = "floor-percent", "Never less than a share of the base"
    CAP = "cap", "Never more than"
    ROUND = "round", "Round to a step"


class CannotWork(ValueError):
    """A rule asks for something that nobody has measured or priced; the message says which."""


@dataclass(frozen=True)
class Rule:
    """One step of a tariff; conditions left empty always hold. Bands, areas and price types are ids."""

    does: str
    words: str
    amount: int = 0
    percent: int = 0
    measure: str = ""
    per: int = 1
    beyond: int = 0
    tiers: dict = field(default_factory=dict)
    weekdays: str = ""
    first_day: date | None = None
    last_day: date | None = None
    band: int | None = None
    area: int | None = None
    price_type: int | None = None
    facts: dict = field(default_factory=dict)
    authority: str = ""

    def holds(self, asked):
        """Whether every condition of this rule is met."""
        return (
            (not self.weekdays or str(asked.day.weekday()) in self.weekdays)
            and (self.first_day is None or self.first_day <= asked.day)
            and (self.last_day is None or asked.day <= self.last_day)
            and self.band in (None, asked.band)
            and self.area in (None, asked.area)
            and self.price_type in (None, asked.price_type)
            and all(is_so(wanted, asked.fact(name)) for name, wanted in self.facts.items())
        )


@dataclass(frozen=True)
class Asked:
    """What a price is asked for. Measures are numbers, facts anything that can be said in a word."""

    day: date
    band: int | None = None
    area: int | None = None
    price_type: int | None = None
    measures: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)

    def fact(self, name):
        return self.facts.get(name, self.measures.get(name))

    def measure(self, name):
        """So much of a measure, exactly; what nobody wants is 0. Raises CannotWork for a size nobody has taken."""
        source, one, _ = SIZES.get(name, (name, Fraction(1), ""))
        found = number(self.measures.get(source, self.facts.get(source)))
        if name in SIZES and not found:
            raise CannotWork(f"its {source.split('_')[0]} is not recorded")
        return (found or Fraction(0)) / one


@dataclass(frozen=True)
class Step:
    """One step in words, and the price after it in exact pence. `sets`: the words end in that price already."""

    words: str
    so_far: Fraction
    sets: bool = False

    def __str__(self):
        return self.words if self.sets else f"{self.words} = {money(self.so_far)}"


@dataclass(frozen=True)
class Worked:
    """A price in whole pence and how it was made; `made` is False where it is simply the list's."""

    amount: int
    steps: tuple
    made: bool

    @property
    def text(self):
        """Every step on a line of its own; empty where nothing was made."""
        return "\n".join(map(str, self.steps)) if self.made else ""


class Sum:
    """The price while it is being worked out, and the base that shares are shares of."""

    def __init__(self, base, words):
        self.base = self.price = Fraction(base)
        self.steps = [Step(f"{words}: {money(self.price)}", self.price, sets=True)]
        self.made = self.over = False

    def start(self, rule, amount, words):
        """A price that takes the place of everything before it."""
        self.base = self.price = Fraction(amount)
        self.steps = []
        self.tell(f"{words}: {money(self.price)}{source(rule)}", sets=True)

    def change(self, rule, by, words, base=False):
        """Add to the price, and to the base where it is a part of that."""
        self.price += by
        self.base += by if base else 0
        self.tell(f"{words}: {signed(by)}{source(rule)}")

    def bound(self, rule, price, words):
        """Another price where the one so far is not it already."""
        if price != self.price:
            self.price = Fraction(price)
            self.tell(f"{words}: {money(self.price)}{source(rule)}", sets=True)

    def tell(self, words, sets=False):
        self.steps.append(Step(words, self.price, sets))
        self.made = True


def work_out(base, rules, asked, words="List price"):
    """The Worked price: `base` pence, called `words`, after every rule that holds. Raises CannotWork.

    Rounded where the tariff says so, and at the very end to a whole penny; half away from zero.
    """
    total = Sum(base, words)
    for rule in rules:
        if rule.holds(asked):
            STEPS[rule.does](total, rule, asked)
        if total.over:
            break
    return finished(total)


def agreed(worked, amount, percent, reason):
    """A Worked price after what was agreed with the customer: `amount` pence instead, or `percent` hundredths on top.

    A price agreed without VAT or with it is on the list's basis, like every other.
    """
    total, who = Sum(worked.amount, ""), f"Agreed with you ({reason})"
    total.steps = list(worked.steps)
    if amount is None:
        total.change(None, total.price * Fraction(percent, 10_000), f"{who} {share(percent)}")
    else:
        total.price = Fraction(amount)
        total.tell(f"{who}: {pounds(amount)}", sets=True)
    return finished(total)


def finished(total):
    """The price in whole pence and never below nothing."""
    if total.price < 0:
        total.bound(None, 0, "Never less than nothing")
    total.bound(None, rounded(total.price), "Rounded to a penny")
    return Worked(int(total.price), tuple(total.steps), total.made)


def base(total, rule, asked):
    total.start(rule, rule.amount, rule.words)


def measure(total, rule, asked):
    quantity = counted(rule, asked)
    total.change(rule, quantity * rule.amount, f"{rule.words}, {so_many(rule, asked.measure(rule.measure))}", base=True)


def tier(total, rule, asked):
    many = asked.measure(rule.measure)
    if rule.measure == UNIT:  # A trader's units together cost what the tier says.
        before = tier_of(rule, many - 1) if many > 1 else 0
        total.start(rule, tier_of(rule, many) - before, f"{rule.words}, number {plain(many)}")
    else:
        total.start(rule, tier_of(rule, many), f"{rule.words}, for {plain(many)}")


def add(total, rule, asked):
    if not rule.measure:
        total.change(rule, rule.amount, rule.words)
    elif quantity := counted(rule, asked):
        words = f"{rule.words}, {so_many(rule, asked.measure(rule.measure))}"
        total.change(rule, quantity * rule.amount, words)


def percent(total, rule, asked):
    take_share(total, rule, asked, total.base, "")


def percent_so_far(total, rule, asked):
    take_share(total, rule, asked, total.price, f" of {money(total.price)}")


def take_share(total, rule, asked, whole, of):
    times = counted(rule, asked) if rule.measure else 1
    if times:
        many = f"{plain(times)} × " if rule.measure else ""
        by = whole * times * Fraction(rule.percent, 10_000)
        total.change(rule, by, f"{rule.words} {many}{share(rule.percent)}{of}")


def free(total, rule, asked):
    """No charge, whatever the steps after it say."""
    total.price, total.over = Fraction(0), True
    total.tell(f"{rule.words}: no charge{source(rule)}", sets=True)


def floor(total, rule, asked):
    total.bound(rule, max(total.price, rule.amount), rule.words)


def floor_percent(total, rule, asked):
    least = total.base * Fraction(rule.percent, 10_000)
    words = f"{rule.words}, {share(rule.percent).lstrip('+')} of {money(total.base)}"
    total.bound(rule, max(total.price, least), words)


def cap(total, rule, asked):
    total.bound(rule, min(total.price, rule.amount), rule.words)


def round_to_step(total, rule, asked):
    step = max(rule.amount, 1)
    total.bound(rule, rounded(total.price / step) * step, rule.words)


STEPS = {Does.BASE: base, Does.MEASURE: measure, Does.TIER: tier, Does.ADD: add, Does.PERCENT: percent,
         Does.PERCENT_SO_FAR: percent_so_far, Does.FREE: free, Does.FLOOR: floor, Does.FLOOR_PERCENT: floor_percent,
         Does.CAP: cap, Does.ROUND: round_to_step}  # fmt: skip


def counted(rule, asked):
    """How many times the amount or the share counts: the measure beyond what is free, by so many units."""
    return max(asked.measure(rule.measure) - rule.beyond, Fraction(0)) / rule.per


def tier_of(rule, many):
    """The price in all for so many: of the highest tier that is not above it. Raises CannotWork."""
    reached = [int(start) for start in rule.tiers if int(start) <= many]
    if not reached:
        raise CannotWork(f"“{rule.words}” has no price for {plain(many)}")
    return rule.tiers[str(max(reached))]
