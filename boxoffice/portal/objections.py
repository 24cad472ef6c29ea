"""Pitches that a trader's goods bar, day by day, with the reason: the balance of trade as the plan shows it."""

from events.models.trade_board import boards_of, judged, traders_days


def objections_on(days, customer):
    """{day id: {place id: sentence}}, in a constant number of queries; empty where nobody has recorded their goods."""
    days = traders_days(days)
    days = judged(days, customer) if days and customer else []
    boards = boards_of(days, customer.trader) if days else {}
    return {day: {place: objection.words for place, objection in board.objections(customer.trader.pk).items()}
            for day, board in boards.items()}  # fmt: skip
