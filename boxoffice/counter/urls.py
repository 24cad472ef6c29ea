"""Addresses of the counter desk."""

from django.urls import path

from boxoffice.counter import bookings, invoices, tills, views

app_name = "counter"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("performances/<int:pk>/", views.desk, name="performance"),
    path("lines/", views.lines, name="lines"),
    path("lines/<int:pk>/price-types/", views.price_types, name="price-types"),
    path("lines/<int:pk>/releases/", views.releases, name="releases"),
    path("bookings/", bookings.find, name="find"),
    path("bookings/<slug:reference>/", bookings.booking, name="booking"),
    path("bookings/<slug:reference>/tickets.pdf", bookings.tickets, name="tickets"),
    path("bookings/<slug:reference>/extensions/", views.extensions, name="extensions"),
    path("bookings/<slug:reference>/payments/", views.payments, name="payments"),
    path("bookings/<slug:reference>/cancellations/", bookings.cancellations, name="cancellations"),
    path("invoices/<slug:number>/", invoices.invoice, name="invoice"),
    path("invoices/<slug:number>/payments/", invoices.invoice_payments, name="invoice_payments"),
    path("tills/", tills.tills, name="tills"),
    path("tills/<int:pk>/", tills.till, name="till"),
    path("tills/<int:pk>/counts/", tills.counts, name="counts"),
]
