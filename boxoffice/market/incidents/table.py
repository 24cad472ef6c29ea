"""Incidents as a table for a spreadsheet."""

from events.dates import clock
from invoicing.sheets import DATE, Column, Sheet

COLUMNS = [Column("Day", DATE), Column("Time"), Column("What"), Column("RIDDOR"), Column("Market"), Column("Pitch"),
           Column("Trader"), Column("What happened"), Column("Written down by"), Column("Closed", DATE),
           Column("What came of it")]  # fmt: skip


def sheet_of(incidents):
    """One row an incident, in the order they come."""
    return Sheet("Incidents", COLUMNS, ([
        one.happened_at, clock(one.happened_at), one.get_sort_display(), "Yes" if one.riddor else "",
        str(one.occurrence.event) if one.occurrence else "", f"{one.place.row}{one.place.number}" if one.place else "",
        str(one.trader or ""), one.text, str(one.by), one.closed_at, one.outcome,
    ] for one in incidents))  # fmt: skip
