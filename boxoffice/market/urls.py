"""Addresses of the market desk."""

from django.urls import include, path

from boxoffice.market import views

app_name = "market"
urlpatterns = [
    path("", views.register, name="register"),
    path("days/<int:day>/", views.register, name="register"),
    path("days/<int:day>/arrivals/", views.arrivals, name="arrivals"),
    path("arrivals/<int:arrival>/undoings/", views.undoings, name="undoings"),
    path("", include("boxoffice.market.taps.urls")),
    path("cash/", include("boxoffice.market.cash.urls")),
    path("badges/", include("boxoffice.market.badges.urls")),
    path("", include("boxoffice.market.documents.urls")),
    path("", include("boxoffice.market.incidents.urls")),
    path("", include("boxoffice.market.discipline.urls")),
    path("", include("boxoffice.market.disputes.urls")),
    path("", include("boxoffice.market.licences.urls")),
    path("", include("boxoffice.market.weather.urls")),
    path("", include("boxoffice.market.messages.urls")),
    path("", include("boxoffice.market.traders.urls")),
    path("tariffs/", include("boxoffice.market.tariffs.urls")),
    path("draws/", include("boxoffice.market.draws.urls")),
    path("trade/", include("boxoffice.market.trade.urls")),
    path("applications/", include("boxoffice.market.applications.urls")),
]
