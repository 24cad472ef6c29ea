"""Addresses of the counter desk."""

from django.urls import include, path

from boxoffice.counter import access_seats, bookings, invoices, places, views

app_name = "counter"
urlpatterns = [
    path("", include("boxoffice.counter.tenders.urls")),
    path("", include("boxoffice.counter.packs.urls")),
    path("", include("boxoffice.counter.reservations.urls")),
    path("", include("boxoffice.counter.printing.urls")),
    path("", views.desk, name="desk"),
    path("", include("boxoffice.counter.selling.urls")),
    path("performances/<int:pk>/", views.desk, name="performance"),
    path("performances/<int:pk>/places/", places.places, name="places"),
    path("performances/<int:pk>/places/<int:place>/", places.place, name="place"),
    path("performances/<int:pk>/access-seats/", access_seats.access_seats, name="access_seats"),
    path("lines/", views.lines, name="lines"),
    path("lines/<int:pk>/price-types/", views.price_types, name="price-types"),
    path("lines/<int:pk>/releases/", views.releases, name="releases"),
    path("bookings/", bookings.find, name="find"),
    path("bookings/<slug:reference>/", bookings.booking, name="booking"),
    path("bookings/<slug:reference>/extensions/", views.extensions, name="extensions"),
    path("bookings/<slug:reference>/cancellations/", bookings.cancellations, name="cancellations"),
    path("bookings/<slug:reference>/", include("boxoffice.counter.changes.urls")),
    path("call-offs/", include("boxoffice.counter.call_offs.urls")),
    path("invoices/<slug:number>/", invoices.invoice, name="invoice"),
    path("invoices/<slug:number>/payments/", invoices.invoice_payments, name="invoice_payments"),
    path("", include("boxoffice.counter.till.urls")),
]
