"""Offers as a rule: who takes part, how much comes off, and what holds for any basket and any offers."""

from hypothesis import given
from hypothesis import strategies as st

from events.offers import Deal, Ticket, applied

ADULT, CHILD = 1, 2
FAMILY = Deal(1, "Family saver", percent=10, parts=((ADULT, 2), (CHILD, 2)))
GROUP = Deal(2, "Groups of ten", percent=15, least_places=10)
PENCE = st.one_of(st.sampled_from([0, 1, 5, 15, 1805]), st.integers(0, 10_000))


def basket(*types, occurrence=1, event=1, price=1800):
    return [Ticket(n, occurrence, event, price_type, price // price_type) for n, price_type in enumerate(types, 1)]


@st.composite
def tickets(draw):
    rows = draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), PENCE), max_size=14))
    return [Ticket(n, occurrence, occurrence % 2, price_type, price)
            for n, (occurrence, price_type, price) in enumerate(rows)]  # fmt: skip


@st.composite
def deals(draw):
    parts = draw(st.dictionaries(st.integers(1, 3), st.integers(1, 3), max_size=2))
    off = draw(st.one_of(st.tuples(st.integers(1, 100), st.just(0)), st.tuples(st.just(0), st.integers(1, 3000))))
    return Deal(draw(st.integers(1, 10**6)), "Deal", draw(st.sampled_from([None, None, 0, 1])), *off,
                draw(st.integers(1, 5)), draw(st.integers(1, 2)), tuple(parts.items()))  # fmt: skip


def saved(tickets, deals):
    return sum(off for _, off in applied(tickets, deals).values())


def test_a_family_saves_and_a_third_adult_pays_in_full():
    found = applied(basket(ADULT, ADULT, ADULT, CHILD, CHILD), [FAMILY])
    assert sorted(off for _, off in found.values()) == [90, 90, 180, 180]


def test_half_a_family_saves_nothing():
    assert applied(basket(ADULT, ADULT, CHILD), [FAMILY]) == {}


def test_a_set_is_made_within_one_performance():
    apart = basket(ADULT, ADULT) + [Ticket(9, 2, 1, CHILD, 900), Ticket(10, 2, 1, CHILD, 900)]
    assert applied(apart, [FAMILY]) == {}


def test_the_dearest_make_the_set():
    tickets = [Ticket(1, 1, 1, ADULT, 1000), Ticket(2, 1, 1, ADULT, 3000), Ticket(3, 1, 1, ADULT, 2000)]
    assert set(applied(tickets, [Deal(1, "Pair", percent=10, parts=((ADULT, 2),))])) == {2, 3}


def test_ten_make_a_group_and_nine_do_not():
    assert saved(basket(*[ADULT] * 10), [GROUP]) == 2700
    assert saved(basket(*[ADULT] * 9), [GROUP]) == 0


def test_two_different_events_in_one_basket():
    both = Deal(3, "Two plays", amount=200, least_events=2)
    assert saved(basket(ADULT) + [Ticket(7, 2, 2, ADULT, 1800)], [both]) == 400
    assert saved(basket(ADULT) + [Ticket(7, 2, 1, ADULT, 1800)], [both]) == 0


def test_a_percentage_is_rounded_half_away_from_zero_for_each_place():
    assert [Deal(1, "Half", percent=50).off(price) for price in (1, 5, 15, 1805)] == [1, 3, 8, 903]


def test_it_says_how_the_price_was_made():
    assert FAMILY.worked(1800) == "Family saver: 10% off £18.00 is £16.20"


@given(tickets(), st.lists(deals(), max_size=4))
def test_nothing_goes_below_nought_and_no_penny_is_lost(tickets, deals):
    found = applied(tickets, deals)
    prices = {ticket.id: ticket.price for ticket in tickets}
    assert all(0 < off <= prices[pk] and off == deal.off(prices[pk]) for pk, (deal, off) in found.items())
    to_pay = sum(price - found.get(pk, (None, 0))[1] for pk, price in prices.items())
    assert to_pay + saved(tickets, deals) == sum(prices.values())


@given(tickets(), st.lists(deals(), max_size=4), st.randoms())
def test_the_order_the_tickets_come_in_changes_nothing(tickets, deals, random):
    shuffled = random.sample(tickets, len(tickets))
    assert applied(shuffled, deals) == applied(tickets, deals)


@given(tickets(), deals())
def test_a_ticket_more_never_saves_less(tickets, deal):
    for ticket in tickets:
        without = [one for one in tickets if one is not ticket]
        assert saved(without, [deal]) <= saved(tickets, [deal])


@given(tickets(), deals())
def test_sets_are_whole_and_of_one_performance(tickets, deal):
    if not deal.parts or any(deal.off(ticket.price) == 0 for ticket in tickets):
        return
    found = applied(tickets, [deal])
    for occurrence in {ticket.occurrence for ticket in tickets}:
        mine = [ticket for ticket in tickets if ticket.id in found and ticket.occurrence == occurrence]
        counts = [sum(ticket.price_type == price_type for ticket in mine) / count for price_type, count in deal.parts]
        assert len(set(counts)) == 1 and counts[0] == int(counts[0])


@given(tickets(), deals(), deals())
def test_what_an_earlier_offer_took_a_later_one_leaves_alone(tickets, first, second):
    alone, both = applied(tickets, [first]), applied(tickets, [first, second])
    assert alone.items() <= both.items()
