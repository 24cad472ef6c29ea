"""The address of a trader's applications."""

from django.urls import path

from boxoffice.portal.apply import views

urlpatterns = [path("applications/", views.applications, name="applications")]
