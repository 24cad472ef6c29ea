"""The arithmetic of tariffs, whatever the rules are; and how rules are told and typed."""

from datetime import date
from fractions import Fraction

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.market.tariffs.written import FactsField, SignedPoundsField, TiersField, WantedField, facts_written
from events.tariff import Asked, CannotWork, Does, Rule, agreed, work_out
from events.tariff_facts import is_so
from events.tariff_words import told

DAY = date(2026, 12, 5)
pence = st.integers(-5_000_00, 5_000_00)
rules = st.lists(st.builds(
    Rule, does=st.sampled_from([one for one in Does if one != Does.TIER]), words=st.just("?"), amount=pence,
    percent=st.integers(-100_00, 300_00), measure=st.sampled_from(["", "sockets", "frontage_ft"]),
    per=st.integers(1, 7), beyond=st.integers(0, 3), weekdays=st.sampled_from(["", "5", "01"]),
).filter(lambda rule: rule.measure or rule.does != Does.MEASURE), max_size=8)  # fmt: skip
asked = st.builds(Asked, day=st.just(DAY), measures=st.fixed_dictionaries({
    "sockets": st.integers(0, 5), "frontage_cm": st.integers(1, 2000)}))  # fmt: skip


@given(st.integers(0, 1_000_00), rules, asked)
def test_every_price_is_whole_pence_and_never_below_nothing(base, rules, asked):
    worked = work_out(base, rules, asked)
    assert isinstance(worked.amount, int) and worked.amount >= 0
    assert worked.steps[-1].so_far == worked.amount
    assert bool(worked.text) == worked.made
    assert worked.made or worked.amount == base


@given(st.integers(0, 1_000_00), rules, asked)
def test_rules_of_other_days_change_nothing(base, rules, asked):
    mondays = [Rule(**{**vars(rule), "weekdays": "0"}) for rule in rules]
    assert work_out(base, mondays, asked).amount == base


@given(st.integers(0, 1_000_00), st.integers(1, 500), st.sampled_from([-1, 1]))
def test_rounding_to_a_step_is_half_away_from_zero(base, step, sign):
    amount = work_out(base, [Rule(Does.ROUND, "?", amount=step)], Asked(DAY)).amount
    assert amount % step == 0 and abs(amount - base) * 2 <= step
    assert amount > base if (amount - base) * 2 == step else True


def test_half_a_pound_is_rounded_up_and_not_to_even():
    assert [work_out(base, [Rule(Does.ROUND, "?", amount=100)], Asked(DAY)).amount for base in (250, 350)] == [300, 400]


def test_thirds_are_kept_exact_until_the_end():
    third = [Rule(Does.BASE, "?", 0), Rule(Does.MEASURE, "?", 100, measure="stalls", per=3)]
    worked = work_out(0, [*third, *third[1:], *third[1:]], Asked(DAY, measures={"stalls": 1}))
    assert worked.amount == 100 and worked.steps[1].so_far == Fraction(100, 3)


def test_no_charge_ends_the_working_whatever_comes_after():
    rules = [Rule(Does.FREE, "Rent-free week"), Rule(Does.FLOOR, "Least", 500)]
    assert work_out(2500, rules, Asked(DAY)).amount == 0


def test_floor_and_cap_tell_only_where_they_bite():
    rules = [Rule(Does.FLOOR, "Least", 500), Rule(Does.CAP, "Most", 3000)]
    assert not work_out(2500, rules, Asked(DAY)).made
    assert work_out(9900, rules, Asked(DAY)).text.splitlines()[-1] == "Most: £30.00"


def test_a_rule_of_its_own_authority_says_so_beside_its_step():
    worked = work_out(2500, [Rule(Does.ADD, "Levy", 50, authority="Minute 9")], Asked(DAY))
    assert worked.text.splitlines()[-1] == "Levy: +£0.50 (Minute 9) = £25.50"


def test_a_tier_without_a_price_for_so_few_is_refused():
    with pytest.raises(CannotWork, match="no price for 0"):
        work_out(0, [Rule(Does.TIER, "Days", measure="days", tiers={"1": 5470})], Asked(DAY))


def test_what_is_agreed_comes_last():
    worked = work_out(2500, [Rule(Does.ADD, "Levy", 50)], Asked(DAY))
    assert agreed(worked, None, -1000, "charity").amount == 2295
    assert agreed(worked, 1000, None, "charity").amount == 1000


@pytest.mark.parametrize(("wanted", "found", "so"), [
    ("yes", True, True), ("no", None, True), ("no", False, True), ("direct debit", " Direct Debit", True),
    (["a", "b"], "b", True), (["a", "b"], {"B", "c"}, True), ("a", set(), False), ({"from": 2}, 2, True),
    ({"from": 2}, None, False), ({"from": 2, "to": 5}, 6, False), ({"to": 5}, "5", True), (2, "2", True),
])  # fmt: skip
def test_facts_are_compared_as_people_mean_them(wanted, found, so):
    assert is_so(wanted, found) is so


@pytest.mark.parametrize(("rule", "words"), [
    (Rule(Does.PERCENT, "?", percent=2500, weekdays="56"), "Adds 25% of the base, on Saturdays and Sundays."),
    (Rule(Does.MEASURE, "?", 110, measure="frontage_ft"), "£1.10 for each ft of frontage."),
    (Rule(Does.MEASURE, "?", 50, measure="depth_ft", beyond=15), "£0.50 for each ft of depth beyond 15."),
    (Rule(Does.ADD, "?", 300, measure="sockets"), "Adds £3.00 for each sockets."),
    (Rule(Does.TIER, "?", measure="days", tiers={"3": 7110, "1": 5470}), "By days: from 1, £54.70; from 3, £71.10."),
    (Rule(Does.PERCENT_SO_FAR, "?", percent=-500, facts={"pays_by": "direct debit"}),
     "Takes off 5% of the price so far, where pays by is direct debit."),
    (Rule(Does.FREE, "?", first_day=DAY, facts={"unit": {"from": 2}}),
     "No charge, and no rule after it counts, from Sat 5 Dec 2026, where unit is 2 or more."),
])  # fmt: skip
def test_rules_are_told_in_plain_words(rule, words):
    assert told(rule) == words


@pytest.mark.parametrize("wanted", [
    {"pays_by": "direct debit"}, {"commodity": ["Fruit", "Plants"]}, {"unit": {"from": 2}}, {"unit": {"to": 5}},
    {"unit": {"from": 2, "to": 5}}, {"corner": "yes", "years": {"from": 10}},
])  # fmt: skip
def test_what_a_rule_wants_reads_back_as_it_was_written(wanted):
    assert WantedField().clean(facts_written(wanted)) == wanted


def test_facts_tiers_and_signed_pounds_are_read_or_refused_in_words():
    assert FactsField().clean("Pays by: Direct debit\nsockets: 2") == {"pays_by": "Direct debit", "sockets": "2"}
    assert TiersField().clean("1: 8\n3: 14.00") == {"1": 800, "3": 1400}
    assert [SignedPoundsField().clean(text) for text in ("-4", "−4.50", "4")] == [-400, -450, 400]
    for field, text in ((FactsField(), "pays by"), (TiersField(), "x: 3"), (TiersField(), "3: x"),
                        (FactsField(), "!: x"), (SignedPoundsField(), "--4")):  # fmt: skip
        with pytest.raises(forms.ValidationError):
            field.clean(text)
