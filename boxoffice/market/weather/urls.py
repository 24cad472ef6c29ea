"""Addresses of the weather, below /market/."""

from django.urls import path

from boxoffice.market.weather import views

urlpatterns = [
    path("weather/", views.weather, name="weather"),
    path("weather/<int:day>/", views.weather_day, name="weather_day"),
    path("weather/decisions/<int:pk>/", views.weather_decision, name="weather_decision"),
    path("weather/decisions/<int:pk>/reversals/", views.weather_reversals, name="weather_reversals"),
    path("weather/decisions/<int:pk>/stays/", views.weather_stays, name="weather_stays"),
    path("weather/refunds/<int:pk>/payouts/", views.weather_payouts, name="weather_payouts"),
    path("weather/refunds/<int:pk>/payments/", views.weather_payments, name="weather_payments"),
]
