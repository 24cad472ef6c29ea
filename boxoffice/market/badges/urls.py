"""Addresses of traders' badges."""

from django.urls import path

from boxoffice.market.badges import views

urlpatterns = [
    path("", views.badges, name="badges"),
    path("<int:trader>/", views.badge, name="badge"),
    path("<int:trader>/replacements/", views.badge_replacements, name="badge-replacements"),
]
