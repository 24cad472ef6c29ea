"""Addresses of the shop."""

from django.urls import path

from boxoffice.shop import views

app_name = "shop"
urlpatterns = [
    path("", views.whats_on, name="whats_on"),
    path("shows/<slug:slug>/", views.show, name="show"),
]
