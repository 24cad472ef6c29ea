"""Addresses of the reports desk."""

from django.urls import path

from boxoffice.reports import views

app_name = "reports"
urlpatterns = [path("", views.dashboard, name="dashboard")]
