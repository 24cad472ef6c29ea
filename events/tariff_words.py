"""How tariffs speak: sizes and their units, exact money, shares, and so many of something at so much."""

from decimal import Decimal
from fractions import Fraction

from events.dates import day as in_words
from events.money import pounds, rounded

FOOT = Fraction(3048, 100)  # centimetres: 1 ft is 30.48 cm (International Yard and Pound agreement, 1959)
# Measures made of others: name, what it is made of, how much of that one of it is, and how it is written.
SIZES = {
    "frontage_m": ("frontage_cm", Fraction(100), "m"), "frontage_ft": ("frontage_cm", FOOT, "ft"),
    "depth_m": ("depth_cm", Fraction(100), "m"), "depth_ft": ("depth_cm", FOOT, "ft"),
    "area_sqm": ("area_sqcm", Fraction(10_000), "m²"), "area_sqft": ("area_sqcm", FOOT * FOOT, "sq ft"),
    "frontage_cm": ("frontage_cm", Fraction(1), "cm"), "depth_cm": ("depth_cm", Fraction(1), "cm"),
    "area_sqcm": ("area_sqcm", Fraction(1), "cm²"),
}  # fmt: skip


def source(rule):
    return f" ({rule.authority})" if rule and rule.authority else ""


def share(percent):
    """+25%, −14%, −2.5% for hundredths of a per cent."""
    return f"{'−' if percent < 0 else '+'}{plain(Fraction(abs(percent), 100))}%"


def signed(by):
    return money(by, plus="+")


def so_many(rule, measured):
    """6 m at £8.00; 5 ft beyond 15 at £0.50; 2 at £3.00."""
    unit = SIZES.get(rule.measure, ("", 1, ""))[2]
    whole = max(measured - rule.beyond, Fraction(0))
    beyond = f" beyond {rule.beyond}" if rule.beyond else ""
    each = f" for {rule.per} {unit}".rstrip() if rule.per > 1 else ""
    return f"{' '.join(filter(None, [plain(whole), unit]))}{beyond} at {money(Fraction(rule.amount))}{each}"


def plain(value):
    """A number without needless noughts, to at most two places: 6, 2.5, about 19.69."""
    value = Fraction(value)
    shown = Decimal(rounded(value * 100)).scaleb(-2)
    return f"{'' if value * 100 == rounded(value * 100) else 'about '}{shown.normalize():f}"


def money(amount, plus=""):
    """Exact pence as £: £25.00, −£1.05; parts of a penny are shown to a hundredth, and said to be about so much."""
    amount = Fraction(amount)
    sign = "−" if amount < 0 else plus
    if amount.denominator == 1:
        return sign + pounds(abs(int(amount)))
    hundredths = rounded(abs(amount) * 100)
    about = "" if amount * 100 == int(amount * 100) else "about "
    return f"{about}{sign}£{hundredths // 10_000:,}.{hundredths % 10_000:04d}"


WEEKDAYS = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"]
EACH = {"frontage": "of frontage", "depth": "of depth", "area": "of ground"}


def told(rule, *where):
    """A rule in plain words: what it does, then when; `where` names its band, area and price type, if any."""
    return ", ".join([TOLD[rule.does](rule), *conditions(rule, where)]) + "."


def conditions(rule, where):
    """When a rule holds, a phrase each."""
    if rule.weekdays:
        yield f"on {listed([WEEKDAYS[int(digit)] for digit in sorted(rule.weekdays)])}"
    if rule.first_day:
        yield f"from {in_words(rule.first_day)}"
    if rule.last_day:
        yield f"until {in_words(rule.last_day)}"
    yield from (f"for {name}" for name in where if name)
    for name, wanted in rule.facts.items():
        yield f"where {name.replace('_', ' ')} is {wanted_words(wanted)}"


def wanted_words(wanted):
    """direct debit; a or b; 2 or more; from 2 to 5."""
    if isinstance(wanted, list):
        return " or ".join(map(str, wanted))
    if isinstance(wanted, dict):
        low, high = wanted.get("from"), wanted.get("to")
        return f"from {low} to {high}" if low and high else f"{low} or more" if low else f"{high} at most"
    return str(wanted)


def listed(words):
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def each(rule):
    """ for each ft of frontage beyond 15; nothing where no measure counts."""
    if not rule.measure:
        return ""
    _, _, unit = SIZES.get(rule.measure, ("", 1, ""))
    what = EACH.get(rule.measure.split("_")[0], "") if unit else rule.measure.replace("_", " ")
    many = f"{rule.per} " if rule.per > 1 else ""
    beyond = f" beyond {rule.beyond}" if rule.beyond else ""
    return f" for each {' '.join(filter(None, [f'{many}{unit}'.strip(), what]))}{beyond}"


def shared(rule, of):
    verb = "Takes off" if rule.percent < 0 else "Adds"
    return f"{verb} {share(rule.percent)[1:]} of {of}{each(rule)}"


def tiers_told(rule):
    steps = sorted((int(start), amount) for start, amount in rule.tiers.items())
    tiers = "; ".join(f"from {start}, {pounds(amount)}" for start, amount in steps)
    return f"By {rule.measure.replace('_', ' ')}: {tiers}"


TOLD = {
    "base": lambda rule: f"The price is {pounds(rule.amount)}",
    "measure": lambda rule: f"{pounds(rule.amount)}{each(rule)}",
    "tier": tiers_told,
    "add": lambda rule: f"{'Takes off' if rule.amount < 0 else 'Adds'} {pounds(abs(rule.amount))}{each(rule)}",
    "percent": lambda rule: shared(rule, "the base"),
    "percent-so-far": lambda rule: shared(rule, "the price so far"),
    "free": lambda rule: "No charge, and no rule after it counts",
    "floor": lambda rule: f"Never less than {pounds(rule.amount)}",
    "floor-percent": lambda rule: f"Never less than {share(rule.percent)[1:]} of the base",
    "cap": lambda rule: f"Never more than {pounds(rule.amount)}",
    "round": lambda rule: f"Rounded to the nearest {pounds(max(rule.amount, 1))}",
}
