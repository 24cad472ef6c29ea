"""Addresses of the market officer's cash."""

from django.urls import path

from boxoffice.market.cash import views, views_refunds

urlpatterns = [
    path("", views.cash, name="cash"),
    path("refunds/", views_refunds.day_refunds, name="day_refunds"),
    path("refunds/<int:pk>/payouts/", views_refunds.day_payouts, name="day_payouts"),
    path("<int:till>/", views.cash_up, name="cash-up"),
    path("<int:till>/counts/", views.cash_counts, name="cash-counts"),
]
