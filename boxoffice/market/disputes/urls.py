"""Addresses of disputes, below /market/."""

from django.urls import path

from boxoffice.market.disputes import views

urlpatterns = [
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/<int:pk>/", views.dispute, name="dispute"),
    path("disputes/<int:pk>/answers/", views.dispute_answers, name="dispute_answers"),
]
