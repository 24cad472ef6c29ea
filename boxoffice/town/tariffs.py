"""The demo town's tariffs and how VAT applies: real council charges, each with the source it follows."""

from datetime import timedelta

from events.models import HoldType, Price, PriceList, PriceType, VatDetermination
from events.money import Basis, Vat

TYPES = [("Adult", "a"), ("Concession", "c"), ("Under 16", "u"), ("Regular trader", "r"), ("Casual trader", "z")]
HOLDS = [("House", "H", False), ("Access", "A", False), ("Technical", "K", True), ("Press", "P", False),
         ("Kept for regulars", "R", False)]  # fmt: skip
THEATRE = "Fees and charges, scheme of delegation 4.2: demonstration prices, of no real house"
# Theatre list: for each band from the best to the cheapest, (adult, concession, under 16) in pence.
HOUSE_LISTS = {
    "play": ("Playhouse plays", [(3200, 2900, 1600), (2600, 2350, 1300), (2100, 1900, 1050), (1600, 1450, 800),
                                 (1000, 900, 500)]),
    "visiting": ("Playhouse visiting companies", [(4250, 3950, 3250), (3650, 3350, 2650), (2950, 2650, 2150),
                                                  (2250, 2000, 1600), (1450, 1300, 1000)]),
    "family": ("Playhouse family shows", [(2200, 2000, 1600), (1900, 1700, 1300), (1600, 1450, 1100),
                                          (1200, 1100, 900), (800, 750, 600)]),
}  # fmt: skip
STUDIO_LISTS = {
    "studio": ("Studio nights", [(1200, 1000, 600)]),
    "story": ("Studio story time", [(400, 400, 400)]),
}
# Market list: for each band (regular, casual) in pence, VAT in it. 3 × 3, corner, 6 × 3, food court, half.
MARKET_LISTS = {
    "saturday": ("Street market charges",
                 "after Chorley Council street market charges (6 × 3 m £30, 3 × 3 m £25, half £20, VAT included); "
                 "corner £2.50, casual £3 and socket £3 are our own",
                 [(2500, 2800), (2750, 3050), (3000, 3300), (3300, 3600), (2000, 2300)]),
    "thursday": ("Covered market charges, off-peak",
                 "after Chorley Council covered market charges (Thursday and Friday £22.50, peak days £25); other "
                 "sizes in the same proportion",
                 [(2250, 2550), (2500, 2800), (2700, 3000), (3000, 3300), (1800, 2100)]),
}  # fmt: skip
PEAK = ("Covered market charges, peak", "after Chorley Council covered market charges (Tuesday and Saturday £25)",
        [(2500, 2800), (2750, 3050), (3000, 3300), (3300, 3600), (2000, 2300)])  # fmt: skip
LAND = "Exempt from VAT: licence to occupy land (VATA 1994 Sch 9 Group 1 item 1)"
CULTURE = "Exempt from VAT: cultural services of a public body (VATA 1994 Sch 9 Group 13 item 1)"


def build_price_types():
    """{name: price type}."""
    types = [PriceType.objects.create(name=n, letter=letter, position=i) for i, (n, letter) in enumerate(TYPES)]
    return {one.name: one for one in types}


def build_hold_types():
    """{letter: hold type}."""
    return {letter: HoldType.objects.create(name=n, letter=letter, kill=kill) for n, letter, kill in HOLDS}


def build_tariffs(house, studio, square, today):
    """Every price list: {key: price list}."""
    types, since = build_price_types(), today - timedelta(days=730)
    seats = [types["Adult"], types["Concession"], types["Under 16"]]
    stalls = [types["Regular trader"], types["Casual trader"]]
    lists = {}
    for plan, chosen in ((house, HOUSE_LISTS), (studio, STUDIO_LISTS)):
        for key, (name, rows) in chosen.items():
            lists[key] = tariff(plan, name, THEATRE, rows, seats, since)
    for key, (name, authority, rows) in (*MARKET_LISTS.items(), ("peak", PEAK)):
        lists[key] = tariff(square, name, authority, rows, stalls, since)
    return lists


def tariff(plan, name, authority, rows, types, since):
    """One price list in VAT-inclusive pence, a row for each band of the plan."""
    price_list = PriceList.objects.create(name=name, authority=authority, basis=Basis.GROSS, valid_from=since)
    Price.objects.bulk_create(
        Price(price_list=price_list, band=band, price_type=price_type, amount=amount)
        for band, row in zip(plan.bands.all(), rows, strict=True)
        for price_type, amount in zip(types, row, strict=True)
    )
    return price_list


def determine(charge_type, treatment, evidence, *, event=None, reason="", today, by, **ground):
    """Record how VAT applies to an event, or to all of a charge type."""
    since = today - timedelta(days=740)
    return VatDetermination.objects.create(
        charge_type=charge_type, event=event, treatment=treatment, reason=reason, evidence=evidence,
        rate=2000 if treatment == Vat.STANDARD else 0, decided_by="Head of Finance", decided_on=since,
        recorded_by=by, valid_from=since, **ground,
    )  # fmt: skip


def determine_defaults(today, by):
    """What applies where an event has no determination of its own."""
    determine("ticket", Vat.STANDARD, "Admission is standard-rated unless decided otherwise. File FIN/VAT/01.",
              today=today, by=by)  # fmt: skip
    determine("pitch", Vat.EXEMPT, "Bare pitches, no option to tax notified. File FIN/VAT/07, HMRC Notice 742.",
              reason=LAND, today=today, by=by)  # fmt: skip


def determine_markets(thursday, saturday, today, by):
    determine("pitch", Vat.EXEMPT, "No option to tax over the covered market. File FIN/VAT/07, Notice 742.",
              event=thursday, reason=LAND, today=today, by=by)  # fmt: skip
    option = {"ground": "option", "option_reference": "HMRC acknowledgement of 2 May 2019, form VAT1614A"}
    determine("pitch", Vat.STANDARD, "Option to tax Market Place, form VAT1614A of 2 May 2019. File FIN/VAT/09.",
              event=saturday, today=today, by=by, **option)  # fmt: skip


def determine_show(event, promoted, today, by):
    """The council's own cultural performances are exempt; a visiting company's are not."""
    if promoted:
        determine("ticket", Vat.EXEMPT, "Council-promoted play, no distortion of competition. File FIN/VAT/13.",
                  event=event, reason=CULTURE, today=today, by=by, ground="culture")  # fmt: skip
    else:
        determine("ticket", Vat.STANDARD, "Visiting commercial company: not provided by eligible bodies alone.",
                  event=event, today=today, by=by)  # fmt: skip
