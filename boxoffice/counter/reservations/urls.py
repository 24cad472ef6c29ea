"""Addresses of reservations and groups."""

from django.urls import path

from boxoffice.counter.reservations import views

HERE = "reservations/<slug:reference>"
urlpatterns = [
    path("bookings/<slug:reference>/reservation/", views.reserving_basket, name="reserve"),
    path("reservations/", views.reservations, name="reservations"),
    path(f"{HERE}/", views.reservation, name="reservation"),
    path(f"{HERE}/extensions/", views.reservation_extensions, name="reservation_extensions"),
    path(f"{HERE}/reductions/", views.reductions, name="reductions"),
    path(f"{HERE}/charges/", views.invoicings, name="reservation_charges"),
    path(f"{HERE}/cancellations/", views.givings_up, name="reservation_cancellations"),
    path(f"{HERE}/kept-deposits/", views.deposits_kept, name="kept_deposits"),
]
