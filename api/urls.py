"""Addresses of the API."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from api import views, views_booking

app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("events", views.Events.as_view(), name="events"),
    path("events/<slug:slug>", views.OneEvent.as_view(), name="event"),
    path("occurrences", views.Occurrences.as_view(), name="occurrences"),
    path("occurrences/<int:pk>", views.OneOccurrence.as_view(), name="occurrence"),
    path("occurrences/<int:pk>/availability", views.Availability.as_view(), name="availability"),
    path("occurrences/<int:pk>/places", views.Places.as_view(), name="places"),
    path("bookings", views_booking.Bookings.as_view(), name="bookings"),
    path("bookings/<slug:reference>", views_booking.OneBooking.as_view(), name="booking"),
    path("bookings/<slug:reference>/payments", views_booking.Payments.as_view(), name="payments"),
    path("bookings/<slug:reference>/cancellations", views_booking.Cancellations.as_view(), name="cancellations"),
    path("check-ins", views_booking.CheckIns.as_view(), name="check-ins"),
    path("invoices", views.Invoices.as_view(), name="invoices"),
    path("invoices/<slug:number>", views.OneInvoice.as_view(), name="invoice"),
    path("invoices/<slug:number>/pdf", views.InvoicePdf.as_view(), name="invoice-pdf"),
    path("<path:rest>", views.NoSuchAddress.as_view()),
]
