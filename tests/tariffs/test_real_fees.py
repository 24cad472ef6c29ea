"""Every real fee we know of, as a tariff's rules, to the penny; each with where it is published."""

from datetime import date, timedelta

import pytest

from events.money import Basis, Priced, Taxed, Vat, tax
from events.tariff import Asked, Does, Rule, work_out

MONDAY = date(2026, 11, 30)
TUESDAY, THURSDAY, SATURDAY = (MONDAY + timedelta(days=n) for n in (1, 3, 5))
BIG, SINGLE, HALF, VEHICLE = 1, 2, 3, 4
ZONE_1, ZONE_2 = 11, 12
CHARITY = 21


def chorley_sizes():
    return [Rule(Does.BASE, words, amount, band=band) for band, words, amount in (
        (BIG, "6 × 3 m", 3000), (SINGLE, "3 × 3 m", 2500), (HALF, "Half gazebo", 2000), (VEHICLE, "5 × 5 m", 3500))]


CHORLEY_COVERED = [Rule(Does.BASE, "Peak day", 2500, weekdays="15"),
                   Rule(Does.BASE, "Off-peak day", 2250, weekdays="34")]  # fmt: skip
CHORLEY_FLEA = [Rule(Does.BASE, "Single table", 920), Rule(Does.BASE, "Additional table", 680,
                                                           facts={"unit": {"from": 2}})]  # fmt: skip
NORTH_DEVON = [Rule(Does.TIER, "Tables", measure="units", tiers={"1": 800, "2": 1400, "4": 1800, "7": 3500}),
               Rule(Does.ADD, "Electricity", 300, measure="sockets"),
               Rule(Does.ADD, "Storage cage", 1750, measure="cages")]  # fmt: skip
GLANHAFREN = [Rule(Does.MEASURE, "Frontage", 110, measure="frontage_ft"), Rule(Does.ROUND, "To whole £", 100)]
YARMOUTH = [Rule(Does.MEASURE, "Frontage", 100, measure="frontage_ft"),
            Rule(Does.MEASURE, "Deeper than 15 ft", 100, measure="depth_ft", beyond=15)]  # fmt: skip
NEATH = [Rule(Does.MEASURE, "Zone 1", 500, measure="frontage_m", area=ZONE_1),
         Rule(Does.MEASURE, "Zone 2", 400, measure="frontage_m", area=ZONE_2), Rule(Does.ADD, "Service charge", 250)]
BUILD_OUT = [Rule(Does.ADD, "Build-out", 115, measure="buildout_sqm")]
LEIGHTON = [Rule(Does.BASE, "Beyond three pitches", 0, facts={"unit": {"from": 4}}),
            Rule(Does.MEASURE, "Ground", 50, measure="area_sqm", facts={"unit": {"from": 4}})]  # fmt: skip
MANCHESTER = [Rule(Does.BASE, "Legal costs", 35000), Rule(Does.ADD, "Surveyor", 55000),
              Rule(Does.ADD, "Administration", 10000)]  # fmt: skip
EALING = [
    Rule(Does.TIER, "By the week", measure="days", facts={"period": "week"}, tiers={"1": 5470, "3": 7110, "5": 10500}),
    Rule(Does.TIER, "By the month", measure="days", facts={"period": "month"},
         tiers={"1": 23700, "3": 30810, "5": 45500}),
]  # fmt: skip
WANDSWORTH = [
    Rule(Does.BASE, "Basic charge for a month", 35300),
    Rule(Does.PERCENT, "News close to a railway station", percent=1500, facts={"place": "station, news"}),
    Rule(Does.PERCENT, "Close to a railway station", percent=2500, facts={"place": "station"}),
    Rule(Does.PERCENT, "In a town centre", percent=1500, facts={"place": "town centre"}),
    Rule(Does.PERCENT, "Northcote Road Market", percent=500, facts={"place": "northcote road"}),
    Rule(Does.PERCENT, "Battersea High Street Market", percent=-500, facts={"place": "battersea"}),
    Rule(Does.PERCENT, "Closed, Monday to Thursday", percent=-1400, measure="closed_days"),
    Rule(Does.PERCENT, "Closed on Friday", percent=-2000, facts={"friday": "closed"}),
    Rule(Does.PERCENT, "Open on Saturday", percent=3000, facts={"saturday": "open"}),
    Rule(Does.PERCENT, "Open on Sunday", percent=2500, facts={"sunday": "open"}),
    Rule(Does.PERCENT, "Evenings", percent=500, facts={"hours": ["evening", "night"]}),
    Rule(Does.PERCENT, "Nights", percent=1500, facts={"hours": "night"}),
    Rule(Does.PERCENT, "Litter", percent=1000, facts={"commodity": ["fruit and vegetables", "refreshments"]}),
    Rule(Does.FLOOR_PERCENT, "Never less than", percent=2000),
    Rule(Does.ROUND, "Rounded to whole £", 100),
]
WESTMINSTER = [Rule(Does.PERCENT_SO_FAR, "Direct debit", percent=-500, facts={"pays_by": "direct debit"})]
LONG_SERVICE = [Rule(Does.PERCENT_SO_FAR, "Long service", percent=-1000, facts={"years": {"from": 10}})]
MANY_STALLS = [Rule(Does.PERCENT_SO_FAR, "Four stalls or more", percent=-2000, facts={"units": {"from": 4}})]
PHASED = [  # from £24.00 to £30.00 in three steps over 24 months
    Rule(Does.ADD, "First year of the rise", -400, last_day=date(2027, 3, 31)),
    Rule(Does.ADD, "Second year of the rise", -200, first_day=date(2027, 4, 1), last_day=date(2028, 3, 31)),
]
CHESTERFIELD = [
    Rule(Does.FREE, "Free", first_day=date(2020, 6, 15), last_day=date(2020, 8, 31), authority="Decision 12/2020"),
    Rule(Does.BASE, "£5 a stall", 500, first_day=date(2020, 9, 1), last_day=date(2020, 10, 31),
         authority="Decision 31/2020"),
    Rule(Does.BASE, "£10 a stall", 1000, first_day=date(2020, 11, 1), last_day=date(2021, 3, 31),
         authority="Decision 44/2020"),
]  # fmt: skip
SWANSEA = [
    Rule(Does.FREE, "No rent", first_day=date(2020, 3, 9), last_day=date(2020, 6, 28)),
    Rule(Does.PERCENT, "35% of the rent", percent=-6500, first_day=date(2020, 6, 29), last_day=date(2020, 8, 23)),
    Rule(Does.PERCENT, "70% of the rent", percent=-3000, first_day=date(2020, 8, 24), last_day=date(2020, 11, 16)),
]
DEVON_HALL = [Rule(Does.BASE, "Whole market", 70000),
              Rule(Does.BASE, "Charity, whole market", 35000, price_type=CHARITY)]  # fmt: skip
GROUND = {"area_sqcm": 600 * 300}

FEES = [  # (where it is published, rules, what is asked, list price in pence, price in pence)
    ("Chorley street market: 6 × 3 m, £30", chorley_sizes(), {"band": BIG}, 0, 3000),
    ("Chorley street market: 3 × 3 m, £25", chorley_sizes(), {"band": SINGLE}, 0, 2500),
    ("Chorley street market: half, £20", chorley_sizes(), {"band": HALF}, 0, 2000),
    ("Chorley street market: 5 × 5 m for vehicles, £35", chorley_sizes(), {"band": VEHICLE}, 0, 3500),
    ("Chorley covered market: peak, Tuesday £25", CHORLEY_COVERED, {"day": TUESDAY}, 0, 2500),
    ("Chorley covered market: peak, Saturday £25", CHORLEY_COVERED, {"day": SATURDAY}, 0, 2500),
    ("Chorley covered market: off-peak, Thursday £22.50", CHORLEY_COVERED, {"day": THURSDAY}, 0, 2250),
    ("Chorley flea market: single table, £9.20", CHORLEY_FLEA, {"measures": {"unit": 1}}, 0, 920),
    ("Chorley flea market: additional table, £6.80", CHORLEY_FLEA, {"measures": {"unit": 2}}, 0, 680),
    ("North Devon: 1 table, £8", NORTH_DEVON, {"measures": {"units": 1}}, 0, 800),
    ("North Devon: 3 tables, £14", NORTH_DEVON, {"measures": {"units": 3}}, 0, 1400),
    ("North Devon: 6 tables, £18", NORTH_DEVON, {"measures": {"units": 6}}, 0, 1800),
    ("North Devon: 12 tables, £35", NORTH_DEVON, {"measures": {"units": 12}}, 0, 3500),
    ("North Devon: a socket, £3 a day", NORTH_DEVON, {"measures": {"units": 1, "sockets": 1}}, 0, 1100),
    ("North Devon: a cage, £17.50", NORTH_DEVON, {"measures": {"units": 3, "cages": 1}}, 0, 3150),
    ("Glanhafren: 9 ft at £1.10 a foot, £10 a day", GLANHAFREN, {"measures": {"frontage_cm": 274}}, 0, 1000),
    ("Great Yarmouth 4.2: by the foot (rate ours), 10 ft", YARMOUTH, {"measures": {"frontage_cm": "304.8",
                                                                                   "depth_cm": 300}}, 0, 1000),
    ("Great Yarmouth 4.2: exactly 15 ft deep is free", YARMOUTH, {"measures": {"frontage_cm": "304.8",
                                                                               "depth_cm": "457.2"}}, 0, 1000),
    ("Great Yarmouth 4.2: 17 ft deep, two are charged", YARMOUTH, {"measures": {"frontage_cm": "304.8",
                                                                                "depth_cm": "518.16"}}, 0, 1200),
    ("Neath: linear metres by zone (rates ours), service charge", NEATH, {"area": ZONE_1, "measures": {
        "frontage_cm": 350}}, 0, 2000),
    ("Neath: another zone", NEATH, {"area": ZONE_2, "measures": {"frontage_cm": 350}}, 0, 1650),
    ("Chorley: build-out of 4 m² at £1.15", BUILD_OUT, {"measures": {"buildout_sqm": 4}}, 2500, 2960),
    ("Leighton Buzzard: third pitch at its price", LEIGHTON, {"measures": {"unit": 3, **GROUND}}, 2000, 2000),
    ("Leighton Buzzard: 18 m² beyond three pitches at 50p", LEIGHTON, {"measures": {"unit": 4, **GROUND}}, 2000, 900),
    ("Chorley: registration, £5", [], {}, 500, 500),
    ("Chorley: licence amendment, £5", [], {}, 500, 500),
    ("Chorley: licence transfer, £260", [], {}, 26000, 26000),
    ("Manchester: a lease set up, £1,000 of 350, 550 and 100", MANCHESTER, {}, 0, 100000),
    *((f"Ealing: {days} days a week, by the week", EALING, {"measures": {"days": days}, "facts": {"period": "week"}},
       0, pence) for days, pence in ((1, 5470), (2, 5470), (3, 7110), (4, 7110), (5, 10500), (7, 10500))),
    *((f"Ealing: {days} days a week, by the month", EALING, {"measures": {"days": days},
                                                             "facts": {"period": "month"}}, 0, pence)
      for days, pence in ((1, 23700), (2, 23700), (3, 30810), (4, 30810), (5, 45500), (7, 45500))),
    ("Wandsworth: the basic charge, £353", WANDSWORTH, {}, 0, 35300),
    ("Wandsworth: close to a station, +25%", WANDSWORTH, {"facts": {"place": "station"}}, 0, 44100),  # £441.25
    ("Wandsworth: in a town centre, +15%", WANDSWORTH, {"facts": {"place": "town centre"}}, 0, 40600),  # £405.95
    ("Wandsworth: Northcote Road, +5%", WANDSWORTH, {"facts": {"place": "northcote road"}}, 0, 37100),  # £370.65
    ("Wandsworth: Battersea High Street, −5%", WANDSWORTH, {"facts": {"place": "battersea"}}, 0, 33500),  # £335.35
    ("Wandsworth: closed on two weekdays, −28%", WANDSWORTH, {"measures": {"closed_days": 2}}, 0, 25400),  # £254.16
    ("Wandsworth: closed on Friday, −20%", WANDSWORTH, {"facts": {"friday": "closed"}}, 0, 28200),  # £282.40
    ("Wandsworth: open Saturday and Sunday, +55%", WANDSWORTH, {"facts": {"saturday": "open", "sunday": "open"}},
     0, 54700),  # £547.15
    ("Wandsworth: until 10pm, +5%", WANDSWORTH, {"facts": {"hours": "evening"}}, 0, 37100),
    ("Wandsworth: through the night, +5% and +15%", WANDSWORTH, {"facts": {"hours": "night"}}, 0, 42400),  # £423.60
    ("Wandsworth: fruit and vegetables, litter +10%", WANDSWORTH, {"facts": {"commodity": {"Fruit and vegetables"}}},
     0, 38800),  # £388.30
    ("Wandsworth: never below 20%", WANDSWORTH, {"measures": {"closed_days": 4}, "facts": {
        "friday": "closed", "place": "battersea"}}, 0, 7100),  # 19% is £67.07, 20% is £70.60
    ("Wandsworth: all at once, to the pound", WANDSWORTH, {"measures": {"closed_days": 1}, "facts": {
        "place": "station", "saturday": "open", "commodity": "refreshments"}}, 0, 53300),  # 151% is £533.03
    ("Westminster: 5% off by direct debit", WESTMINSTER, {"facts": {"pays_by": "Direct debit"}}, 3000, 2850),
    ("Westminster: by card", WESTMINSTER, {"facts": {"pays_by": "card"}}, 3000, 3000),
    ("Leighton Buzzard: long service (share ours)", LONG_SERVICE, {"facts": {"years": 12}}, 2000, 1800),
    ("Chesterfield: several stalls (share ours)", MANY_STALLS, {"measures": {"units": 4}}, 2000, 1600),
    ("Leighton Buzzard: a rise phased, first year", PHASED, {"day": date(2026, 4, 1)}, 3000, 2600),
    ("Leighton Buzzard: a rise phased, second year", PHASED, {"day": date(2027, 4, 1)}, 3000, 2800),
    ("Leighton Buzzard: a rise phased, whole after 24 months", PHASED, {"day": date(2028, 4, 1)}, 3000, 3000),
    ("Chesterfield: free", CHESTERFIELD, {"day": date(2020, 7, 1)}, 2000, 0),
    ("Chesterfield: then £5", CHESTERFIELD, {"day": date(2020, 9, 1)}, 2000, 500),
    ("Chesterfield: then £10", CHESTERFIELD, {"day": date(2020, 11, 1)}, 2000, 1000),
    ("Chesterfield: then the whole charge", CHESTERFIELD, {"day": date(2021, 4, 1)}, 2000, 2000),
    ("Swansea: no rent, then 35%", SWANSEA, {"day": date(2020, 6, 29)}, 10000, 3500),
    ("Swansea: 70%", SWANSEA, {"day": date(2020, 8, 24)}, 10000, 7000),
    ("Swansea: the whole rent", SWANSEA, {"day": date(2020, 11, 17)}, 10000, 10000),
    ("North Devon: the whole market, £700", DEVON_HALL, {}, 0, 70000),
    ("North Devon: the whole market for a charity, £350", DEVON_HALL, {"price_type": CHARITY}, 0, 35000),
]  # fmt: skip


@pytest.mark.parametrize(("source", "rules", "asked", "listed", "pence"), FEES, ids=[fee[0] for fee in FEES])
def test_a_published_fee_comes_out_to_the_penny(source, rules, asked, listed, pence):
    worked = work_out(listed, rules, Asked(**{"day": MONDAY, **asked}))
    assert (worked.amount, worked.steps[-1].so_far) == (pence, pence)


VAT_INCLUSIVE = [(3000, 2500, 500), (2500, 2083, 417), (2000, 1667, 333), (3500, 2917, 583), (2250, 1875, 375),
                 (920, 767, 153), (680, 567, 113), (500, 417, 83), (26000, 21667, 4333)]  # fmt: skip


@pytest.mark.parametrize(("gross", "net", "vat"), VAT_INCLUSIVE)
def test_chorley_publishes_the_same_split_of_its_vat_inclusive_charges(gross, net, vat):
    assert tax([Priced(gross, Basis.GROSS, Vat.STANDARD, 2000)]) == [Taxed(net, vat)]


def test_manchesters_lease_is_a_thousand_plus_vat():
    worked = work_out(0, MANCHESTER, Asked(MONDAY))
    assert tax([Priced(worked.amount, Basis.NET, Vat.STANDARD, 2000)])[0].gross == 120_000


def test_tables_taken_one_by_one_cost_what_the_bundle_costs():
    rules = [Rule(Does.TIER, "Tables", measure="unit", tiers={"1": 800, "2": 1400, "4": 1800, "7": 3500})]
    one_by_one = [work_out(0, rules, Asked(MONDAY, measures={"unit": n})).amount for n in range(1, 13)]
    assert [sum(one_by_one[:n]) for n in (1, 3, 6, 12)] == [800, 1400, 1800, 3500]
