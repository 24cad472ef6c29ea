"""Addresses about tickets on paper."""

from django.urls import path

from boxoffice.counter.printing import printers, reprints, views

urlpatterns = [
    path("bookings/<slug:reference>/prints/", views.prints, name="prints"),
    path("bookings/<slug:reference>/prints/state/", views.print_state, name="print_state"),
    path("bookings/<slug:reference>/tickets.pdf", views.tickets, name="tickets"),
    path("bookings/<slug:reference>/ticket-sheets/", views.ticket_sheets, name="ticket_sheets"),
    path("bookings/<slug:reference>/reprints/", reprints.reprints, name="reprints"),
    path("printers/", printers.printers, name="printers"),
    path("printers/<int:pk>/test-pages/", printers.test_pages, name="test_pages"),
    path("printers/<int:pk>/retirements/", printers.retirements, name="retirements"),
    path("print-jobs/<int:pk>/again/", printers.print_again, name="print_again"),
]
