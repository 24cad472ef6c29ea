"""Addresses of the incident log, below /market/."""

from django.urls import path

from boxoffice.market.incidents import views

urlpatterns = [
    path("incidents/", views.incidents, name="incidents"),
    path("incidents.<str:form>", views.incidents_export, name="incidents_export"),
    path("incidents/new/", views.incident_new, name="incident_new"),
    path("incidents/<int:pk>/", views.incident, name="incident"),
    path("incidents/<int:pk>/closures/", views.incident_closures, name="incident_closures"),
    path("incidents/<int:pk>/photos/", views.incident_photos, name="incident_photos"),
    path("incidents/<int:pk>/photos/<int:photo>", views.incident_photo, name="incident_photo"),
]
