"""Addresses of applications on the market desk, below /market/applications/."""

from django.urls import path

from boxoffice.market.applications import views, views_decisions, views_markets

urlpatterns = [
    path("", views.applications, name="applications"),
    path("entries/", views.application_entries, name="application_entries"),
    path("markets/", views_markets.specialist_markets, name="specialist_markets"),
    path("markets/<int:pk>/", views_markets.specialist_market, name="specialist_market"),
    path("markets/<int:pk>/settings/", views_markets.specialist_settings, name="specialist_settings"),
    path("markets/<int:pk>/acceptances/", views_markets.specialist_acceptances, name="specialist_acceptances"),
    path("markets/<int:pk>/cancellations/", views_markets.specialist_cancellations, name="specialist_cancellations"),
    path("<int:pk>/", views.application, name="application"),
    path("<int:pk>/photos/<int:photo>/", views.application_photo, name="application_photo"),
    path("<int:pk>/acceptances/", views_decisions.acceptances, name="acceptances"),
    path("<int:pk>/refusals/", views_decisions.refusals, name="refusals"),
    path("<int:pk>/requests/", views_decisions.requests, name="requests"),
    path("<int:pk>/waitings/", views_decisions.waitings, name="waitings"),
    path("<int:pk>/notes/", views_decisions.application_notes, name="application_notes"),
    path("<int:pk>/joins/", views_decisions.joins, name="joins"),
    path("<int:pk>/deposits/", views_decisions.application_deposits, name="application_deposits"),
    path("<int:pk>/cancellations/", views_decisions.application_cancellations, name="application_cancellations"),
    path("<int:pk>/scores/", views_decisions.scores, name="scores"),
]
