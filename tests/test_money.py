"""Money to the penny: rounding, apportioning and VAT, for any amounts."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.money import Priced, apportion, pounds, rounded, split_evenly, tax, total_of

pence = st.integers(-1_000_000, 10_000_000)
rates = st.sampled_from([0, 500, 1250, 2000])


@given(st.fractions())
def test_rounding_is_to_the_nearest_penny_and_symmetric(amount):
    assert abs(rounded(amount) - amount) <= Fraction(1, 2)
    assert rounded(-amount) == -rounded(amount)


def test_half_a_penny_rounds_away_from_nothing():
    assert rounded(Fraction(5, 2)) == 3
    assert rounded(Fraction(-5, 2)) == -3


@given(pence, st.integers(1, 60))
def test_parts_of_a_split_add_up_and_differ_by_a_penny(total, count):
    parts = split_evenly(total, count)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1


@given(st.lists(st.fractions(-1000, 1000, max_denominator=12000), min_size=1, max_size=50))
def test_apportioned_parts_are_within_a_penny_of_their_share(shares):
    total = rounded(sum(shares))
    parts = apportion(total, shares)
    assert sum(parts) == total
    assert all(abs(part - share) <= 1 for part, share in zip(parts, shares, strict=True))


def test_what_does_not_belong_is_not_apportioned():
    with pytest.raises(ValueError, match="cannot be apportioned"):
        apportion(100, [Fraction(1), Fraction(2)])


@given(st.lists(st.tuples(pence, rates), min_size=1, max_size=40))
@example([(2500, 2000)] * 5)
@example([(2000, 2000)] * 5)
def test_gross_prices_come_to_exactly_what_was_published(prices):
    taxed = tax([Priced(price, "gross", "S" if rate else "Z", rate) for price, rate in prices])
    assert [one.gross for one in taxed] == [price for price, _ in prices]
    for rate in {rate for _, rate in prices}:
        gross = sum(price for price, r in prices if r == rate)
        vat = sum(one.vat for one, (_, r) in zip(taxed, prices, strict=True) if r == rate)
        assert abs(vat - Fraction(gross * rate, 10_000 + rate)) <= Fraction(1, 2)


@given(st.lists(st.tuples(pence, rates), min_size=1, max_size=40))
def test_vat_on_net_prices_is_rounded_once_a_rate(prices):
    taxed = tax([Priced(price, "net", "S" if rate else "Z", rate) for price, rate in prices])
    assert [one.net for one in taxed] == [price for price, _ in prices]
    for rate in {rate for _, rate in prices}:
        net = sum(price for price, r in prices if r == rate)
        vat = sum(one.vat for one, (_, r) in zip(taxed, prices, strict=True) if r == rate)
        assert vat == rounded(Fraction(net * rate, 10_000))


@given(st.lists(st.tuples(pence, rates, st.sampled_from(["net", "gross"])), min_size=1, max_size=30))
def test_a_document_and_its_reversal_cancel_to_nothing(prices):
    document = total_of(tax([Priced(price, basis, "S", rate) for price, rate, basis in prices]))
    reversal = total_of(tax([Priced(-price, basis, "S", rate) for price, rate, basis in prices]))
    assert (document + reversal).net == (document + reversal).vat == 0


def test_five_pitches_at_twenty_five_pounds_are_a_hundred_and_twenty_five():
    total = total_of(tax([Priced(2500, "gross", "S", 2000)] * 5))
    assert (total.gross, total.vat) == (12_500, 2_083)


def test_the_worked_example_of_five_pitches_and_five_sockets():
    total = total_of(tax([Priced(2083, "net", "S", 2000)] * 5 + [Priced(250, "net", "S", 2000)] * 5))
    assert (total.net, total.vat, total.gross) == (11_665, 2_333, 13_998)


@given(pence)
def test_pounds_say_every_penny(amount):
    said = pounds(amount)
    assert int(said.replace("£", "").replace(",", "").replace(".", "").replace("−", "-")) == amount
