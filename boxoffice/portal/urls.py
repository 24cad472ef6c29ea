"""Addresses of the portal desk."""

from django.urls import include, path

from boxoffice.portal import again, bookings, calendar, cancellations, card_payments, money, standing, views, weather

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
    path("bookings/<slug:reference>/cancellations/", cancellations.cancellations, name="cancellations"),
    path("bookings/<slug:reference>/days/<int:day>/", cancellations.booked_day, name="booked_day"),
    path("bookings/<slug:reference>/days/<int:day>/swaps/", cancellations.swaps, name="swaps"),
    path("bookings/<slug:reference>/card-payments/", card_payments.card_payments, name="card_payments"),
    path("bookings/<slug:reference>/paid/", card_payments.paid, name="paid"),
    path("bookings/<slug:reference>/again/", again.again, name="again"),
    path("again/", again.again, name="again"),
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/<slug:number>.pdf", views.invoice, name="invoice"),
    path("", include("boxoffice.portal.certificates.urls")),
    path("", include("boxoffice.portal.notices.urls")),
    path("", include("boxoffice.portal.licences.urls")),
    path("calendar-feeds/", calendar.calendar_feeds, name="calendar_feeds"),
    path("calendar-feeds/revocations/", calendar.calendar_revocations, name="calendar_revocations"),
    path("statement/", money.statement, name="statement"),
    path("statement.pdf", money.statement_paper, name="statement_paper"),
    path("days/lines/<int:line>/stays/", weather.stays, name="stays"),
    path("standing-in/endings/", standing.standing_in_endings, name="standing_in_endings"),
    path("", include("boxoffice.portal.messages.urls")),
    path("draws/", include("boxoffice.portal.draws.urls")),
    path("", include("boxoffice.portal.apply.urls")),
]
