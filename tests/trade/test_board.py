"""The pure board: whatever stands where, an objection always names a rule that is broken."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events.trade_balance import BESIDE, CAP, HOT, OPPOSITE, Board, Cap, Goods, Spot

ROW, TRADERS, COMMODITIES = 8, 5, 3
spots = {n: Spot(n, f"N{n}", n // 4, f"zone {n // 4}", "N", n % 4, hot=n % 3 == 0,
                 faces=frozenset({n + 4} if n < 4 else ())) for n in range(ROW)}  # fmt: skip
keys = st.frozensets(st.integers(0, COMMODITIES - 1))
goods = st.builds(lambda key, hot: Goods(key, key & hot), keys, keys)
boards = st.builds(
    Board, day=st.just(date(2026, 12, 5)), market=st.just("Thursday market"), spots=st.just(spots),
    stands=st.dictionaries(st.integers(0, ROW - 1), st.integers(0, TRADERS - 1)),
    goods=st.fixed_dictionaries(dict.fromkeys(range(TRADERS), goods)),
    names=st.just({n: f"goods {n}" for n in range(COMMODITIES)}),
    caps=st.lists(st.builds(Cap, st.integers(0, COMMODITIES - 1), st.integers(0, 3),
                            st.sampled_from([None, 0, 1])), max_size=3).map(tuple),
    keep_apart=st.booleans(), lifted=st.frozensets(st.integers(0, TRADERS - 1)),
)  # fmt: skip


def broken(board, trader, place):
    """The rules this trader would break there, worked out the long way."""
    key, spot = board.goods[trader].key, spots[place]
    if board.goods[trader].hot and not spot.hot:
        yield HOT
    if trader in board.lifted:
        return
    for other, there in board.stands.items():
        shared = there != trader and key & board.goods[there].key
        if shared and board.keep_apart:
            if spots[other].area == spot.area and abs(spots[other].position - spot.position) == 1:
                yield BESIDE
            if other in spot.faces or place in spots[other].faces:
                yield OPPOSITE
    for cap in board.caps:
        there = {t for p, t in board.stands.items() if cap.commodity in board.goods[t].key
                 and cap.area in (None, spots[p].area)}  # fmt: skip
        if cap.commodity in key and cap.area in (None, spot.area) and trader not in there and len(there) >= cap.most:
            yield CAP


@given(boards, st.integers(0, TRADERS - 1))
def test_a_pitch_is_barred_exactly_where_a_rule_is_broken(board, trader):
    found = board.objections(trader)
    assert {place for place in spots if set(broken(board, trader, place))} == set(found)
    for place, objection in found.items():
        assert objection.rule in set(broken(board, trader, place))
        assert spots[place].label in objection.words and "goods" in objection.words


@given(boards)
def test_who_stands_without_leave_beside_the_same_goods_is_on_the_list_of_clashes(board):
    clashing = {objection.place for objection in board.clashes()}
    for place, trader in board.stands.items():
        if BESIDE in set(broken(board, trader, place)) or HOT in set(broken(board, trader, place)):
            assert place in clashing
