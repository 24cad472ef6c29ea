"""Addresses of the portal desk."""

from django.urls import path

from boxoffice.portal import bookings, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("days/", views.days, name="days"),
    path("pitches/", views.pitches, name="pitches"),
    path("availability", views.availability, name="availability"),
    path("check/", views.check, name="check"),
    path("bookings/", bookings.bookings, name="bookings"),
    path("bookings/<slug:reference>/", bookings.booking, name="booking"),
    path("bookings/<slug:reference>/permits.pdf", bookings.permits, name="permits"),
    path("bookings/<slug:reference>/cancellations/", bookings.cancellations, name="cancellations"),
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/<slug:number>.pdf", views.invoice, name="invoice"),
]
