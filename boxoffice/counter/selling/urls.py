"""Addresses of what goes with a basket: better seats, extras, whose it is, how it is sold, and parking it."""

from django.urls import path

from boxoffice.counter.selling import customers, details, extras, parkings, shifts

urlpatterns = [
    path("shifts/", shifts.shifts, name="shifts"),
    path("extras/", extras.extras, name="extras"),
    path("customers/", customers.customers, name="customers"),
    path("holders/", customers.holders, name="holders"),
    path("channels/", customers.channels, name="channels"),
    path("details/", details.details, name="details"),
    path("parkings/", parkings.parkings, name="parkings"),
    path("parkings/<slug:reference>/recalls/", parkings.recalls, name="recalls"),
]
