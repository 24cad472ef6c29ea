"""Scoring: a weighted mean of several people's points, exactly; what is too alike; only points there are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import AskedTooMuch, Criterion, Score
from events.scoring import ranked, standing_of, weighted
from tests.apply import stage

criteria = st.lists(st.tuples(st.integers(1, 10), st.integers(1, 9)), min_size=1, max_size=5)


@given(criteria, st.data())
def test_the_mean_lies_between_nothing_and_everything_and_grows_with_points(rows, data):
    made = [Criterion(pk=n, name=str(n), most=most, weight=weight) for n, (most, weight) in enumerate(rows)]
    points = {one: data.draw(st.integers(0, one.most)) for one in made}
    mean = weighted(points)
    assert 0 <= mean <= 100
    assert weighted({one: one.most for one in made}) == 100 and weighted(dict.fromkeys(made, 0)) == 0
    for one in made:
        if points[one] < one.most:
            assert weighted({**points, one: points[one] + 1}) > mean


@pytest.mark.django_db
def test_two_officers_make_one_mean_and_their_spread(market, mo, max_):
    application = stage.sent(event=market.event)
    quality, fit = market.criteria.all()
    Score.objects.give(application, {quality: 5, fit: 4}, by=mo)
    Score.objects.give(application, {quality: 2}, by=max_)
    Score.objects.give(application, {quality: 3}, by=max_)
    standing = standing_of(application, application.scores.select_related("criterion"))
    assert standing.mean == 100 * (Fraction(4, 5) * 3 + Fraction(4, 5)) / 4
    assert standing.spread == (60, 95) and standing.divided


@pytest.mark.django_db
def test_points_outside_the_scale_are_refused_and_none_kept(market, mo):
    application = stage.sent(event=market.event)
    quality, fit = market.criteria.all()
    with pytest.raises(AskedTooMuch, match="between 0 and 5"):
        Score.objects.give(application, {quality: 3, fit: 6}, by=mo)
    assert not Score.objects.exists()


@pytest.mark.django_db
def test_the_best_comes_first_and_what_is_too_alike_is_said(market, mo):
    cheese, candles, _ = stage.goods()
    goods = {"ada": cheese, "ben": cheese, "cal": candles}
    found = {name: stage.sent(name, event=market.event, key=[one]) for name, one in goods.items()}
    quality = market.criteria.first()
    for name, points in (("ada", 3), ("ben", 5), ("cal", 4)):
        Score.objects.give(found[name], {quality: points}, by=mo)
    rows = ranked(market)
    assert [one.application.name() for one in rows] == ["Ben's Stall", "Cal's Stall", "Ada's Stall"]
    assert [bool(one.alike) for one in rows] == [False, False, True]
