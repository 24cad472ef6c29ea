"""Best available: what it promises for any house and any state of it."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from events.best_places import Spot, along, choose, stranded

FLAGS = st.sampled_from(["", "", "", "r", "w", "c"])


@st.composite
def houses(draw):
    """Up to four rows of up to twelve seats with aisles, and the set of free ones."""
    spots, pk = [], 0
    for row in range(draw(st.integers(1, 4))):
        position = 0
        for number in range(draw(st.integers(1, 12))):
            position += draw(st.sampled_from([1, 1, 1, 2]))
            pk += 1
            spots.append(Spot(pk, 1, 1, str(row), position, draw(st.integers(0, 50)) + number, draw(FLAGS), True))
    free = draw(st.sets(st.sampled_from([spot.id for spot in spots])))
    return spots, free


def longest_run(spots, free):
    best = 0
    for row in {spot.row for spot in spots}:
        places = sorted(s.position for s in spots if s.row == row and s.id in free and not set(s.flags) & set("wc"))
        length, last = 0, None
        for position in places:
            length = length + 1 if last is not None and position == last + 1 else 1
            last, best = position, max(best, length)
    return best


@given(houses(), st.integers(1, 6))
def test_any_party_that_fits_in_a_row_is_offered_neighbours(house, count):
    spots, free = house
    chosen = choose(spots, free, count)
    if longest_run(spots, free) < count:
        assert chosen is None
    else:
        seats = [next(spot for spot in spots if spot.id == pk) for pk in chosen]
        assert len({spot.row for spot in seats}) == 1
        positions = sorted(spot.position for spot in seats)
        assert positions == list(range(positions[0], positions[0] + count))
        assert set(chosen) <= free


@given(houses(), st.integers(1, 6))
def test_wheelchair_and_companion_places_go_only_to_those_who_ask(house, count):
    spots, free = house
    chosen = choose(spots, free, count, together=False) or []
    assert not any(set(spot.flags) & set("wc") for spot in spots if spot.id in chosen)


@given(houses(), st.integers(1, 6))
def test_a_party_that_may_sit_apart_is_served_while_seats_last(house, count):
    spots, free = house
    usable = [spot for spot in spots if spot.id in free and not set(spot.flags) & set("wc")]
    chosen = choose(spots, free, count, together=False)
    assert (chosen is None) == (len(usable) < count)
    if chosen:
        assert len(set(chosen)) == count


@given(houses(), st.randoms())
def test_the_order_seats_come_in_changes_nothing(house, random):
    spots, free = house
    shuffled = list(spots)
    random.shuffle(shuffled)
    assert choose(spots, free, 2) == choose(shuffled, free, 2)


# Few houses have a single to avoid: the others are passed over, which is meant.
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(houses())
def test_no_single_is_left_where_a_pair_can_sit_otherwise(house):
    spots, free = house
    chosen = choose(spots, free, 2)
    assume(chosen)

    def singles(ids):
        left = [s for s in spots if s.id in free and s.id not in ids and not set(s.flags) & set("wc")]
        pairs = {(s.row, s.position) for s in left}
        seats = [s for s in spots if s.id in ids]
        beside = [(s.row, s.position + d) for s in seats for d in (-1, 1) if (s.row, s.position + d) in pairs]
        return sum(1 for row, p in beside if (row, p - 1) not in pairs and (row, p + 1) not in pairs)

    by_place = {(s.row, s.position): s for s in spots if s.id in free and not set(s.flags) & set("wc")}
    couples = [{a.id, by_place[row, p + 1].id} for (row, p), a in by_place.items() if (row, p + 1) in by_place]
    assert singles(set(chosen)) == min(singles(couple) for couple in couples)


def test_one_person_always_gets_a_seat_though_it_strands_nobody_or_somebody():
    row = [Spot(n, 1, 1, "A", n, n, "", True) for n in range(1, 4)]
    assert choose(row, {1, 2}, 1) is not None


def test_a_pair_is_steered_away_from_leaving_a_single():
    row = [Spot(n, 1, 1, "A", n, abs(n - 3), "", True) for n in range(1, 6)]
    assert choose(row, {1, 2, 3, 4, 5}, 2) is not None
    assert choose(row, {2, 3, 4, 5}, 2) in ([2, 3], [4, 5])


def test_standing_places_are_alike():
    floor = [Spot(n, 1, 1, "", n, 0, "", False) for n in range(1, 11)]
    assert choose(floor, {1, 3, 5, 7}, 3) == [1, 3, 5]


@given(houses(), st.integers(1, 6))
def test_anybody_alone_is_served_while_a_seat_is_left(house, count):
    spots, free = house
    usable = [spot for spot in spots if spot.id in free and not set(spot.flags) & set("wc")]
    assert (choose(spots, free, 1) is None) == (not usable)


def cost(spots, free, chosen):
    """What the chooser weighs for one run: the singles it leaves in its own stretch first, then how good it is."""
    usable = {s.id for s in spots if s.id in free and not set(s.flags) & set("wc")}
    return len(stranded(spots, usable, set(chosen))), sum(spot.appeal for spot in spots if spot.id in chosen)


@given(houses(), st.integers(1, 4), st.randoms())
def test_a_free_seat_more_never_makes_the_offer_go_away(house, count, random):
    spots, free = house
    taken = [spot.id for spot in spots if spot.id not in free]
    assume(taken)
    before, after = choose(spots, free, count), choose(spots, free | {random.choice(taken)}, count)
    assert before is None or after is not None


@given(houses(), st.integers(1, 4), st.randoms())
def test_a_free_seat_more_elsewhere_never_worsens_what_is_given(house, count, random):
    """In a row of its own, so that no stretch is joined: joining two can make the old seats strand somebody."""
    spots, free = house
    before = choose(spots, free, count)
    assume(before)
    extra = Spot(10_000, 2, 1, "ZZ", 1, random.randint(0, 50), "", True)
    after = choose([*spots, extra], free | {extra.id}, count)
    assert cost([*spots, extra], free | {extra.id}, after) <= cost(spots, free, before)


@given(houses(), st.integers(1, 4))
def test_row_labels_and_their_order_change_nothing(house, count):
    spots, free = house
    labels = {"0": "AA", "1": "Z", "2": "10", "3": "2"}
    renamed = [spot._replace(row=labels[spot.row]) for spot in spots]
    assert choose(renamed, free, count) == choose(spots, free, count)


@given(houses(), st.integers(2, 6))
def test_no_party_sits_across_an_aisle(house, count):
    spots, free = house
    chosen = choose(spots, free, count) or []
    positions = sorted(spot.position for spot in spots if spot.id in chosen)
    assert all(b - a == 1 for a, b in zip(positions, positions[1:], strict=False))


@given(houses(), st.integers(1, 6))
def test_what_is_given_strands_nobody_where_that_can_be(house, count):
    spots, free = house
    chosen = choose(spots, free, count)
    assume(chosen)
    usable = sorted((s for s in spots if s.id in free and not set(s.flags) & set("wc")),
                    key=lambda s: (s.row, s.position))  # fmt: skip
    runs = [usable[n : n + count] for n in range(len(usable) - count + 1)]
    runs = [run for run in runs if run[0].row == run[-1].row and run[-1].position - run[0].position == count - 1]
    ids = {spot.id for spot in usable}
    fewest = min(len(stranded(spots, ids, {spot.id for spot in run})) for run in runs)
    assert len(stranded(spots, ids, set(chosen))) == fewest


@given(houses(), st.integers(1, 4))
def test_a_seat_along_is_free_beside_and_strands_nobody(house, count):
    spots, free = house
    usable = [s for s in spots if s.id in free and not set(s.flags) & set("wc")]
    chosen = choose(spots, free, count)
    assume(chosen)
    moved = along(spots, {s.id for s in usable}, set(chosen))
    if moved:
        assert len(moved) == count and set(moved) <= {s.id for s in usable}
        assert not stranded(spots, {s.id for s in usable}, set(moved))
