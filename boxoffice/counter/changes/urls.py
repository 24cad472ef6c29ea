"""Addresses of what is changed about a booking after the sale, below /counter/bookings/REFERENCE/."""

from django.urls import path

from boxoffice.counter.changes import exchanges, moves, papers, refunds

urlpatterns = [
    path("refunds/", refunds.refunds, name="refunds"),
    path("exchanges/", exchanges.exchanges, name="exchanges"),
    path("exchanges/<slug:basket>/", exchanges.exchange, name="exchange"),
    path("exchanges/<slug:basket>/releases/", exchanges.exchange_releases, name="exchange_releases"),
    path("moves/", moves.moves, name="moves"),
    path("e-tickets/", papers.e_tickets, name="e_tickets"),
    path("transfers/", papers.transfers, name="transfers"),
]
