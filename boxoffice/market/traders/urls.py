"""Addresses of the traders, below /market/."""

from django.urls import path

from boxoffice.market.traders import views

urlpatterns = [
    path("traders/", views.traders, name="traders"),
    path("traders/<int:pk>/", views.trader, name="trader"),
    path("traders/<int:pk>/contact/", views.trader_contact, name="trader_contact"),
    path("traders/<int:pk>/standing-ins/", views.standing_ins, name="standing_ins"),
]
