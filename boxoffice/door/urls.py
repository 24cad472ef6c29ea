"""Addresses of the door desk."""

from django.urls import path

from boxoffice.door import views

app_name = "door"
urlpatterns = [
    path("", views.performances, name="performances"),
    path("performances/<int:performance>/", views.performance, name="performance"),
    path("performances/<int:performance>/admissions/", views.admissions, name="admissions"),
    path("admissions/<int:admission>/undoings/", views.undoings, name="undoings"),
]
