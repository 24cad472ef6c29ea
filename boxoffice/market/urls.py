"""Addresses of the market desk."""

from django.urls import path

from boxoffice.market import views

app_name = "market"
urlpatterns = [
    path("", views.register, name="register"),
    path("days/<int:day>/", views.register, name="register"),
    path("days/<int:day>/arrivals/", views.arrivals, name="arrivals"),
    path("arrivals/<int:arrival>/undoings/", views.undoings, name="undoings"),
]
