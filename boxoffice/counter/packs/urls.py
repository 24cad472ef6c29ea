"""Addresses of downtime packs."""

from django.urls import path

from boxoffice.counter.packs import views

urlpatterns = [
    path("packs/", views.packs, name="packs"),
    path("packs/<int:pk>/", views.pack, name="pack"),
    path("packs/<int:pk>/pack.pdf", views.pack_pdf, name="pack_pdf"),
    path("packs/<int:pk>/entries/", views.entries, name="entries"),
    path("packs/<int:pk>/spoilings/", views.spoilings, name="spoilings"),
    path("packs/<int:pk>/settlements/", views.settlements, name="settlements"),
    path("blanks/<int:pk>/solutions/", views.solutions, name="solutions"),
]
