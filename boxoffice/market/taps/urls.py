"""Addresses of the register's devices, and of what is decided after."""

from django.urls import path

from boxoffice.market.taps import views, views_deciding

urlpatterns = [
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("blocks/", views.blocks, name="blocks"),
    path("days/<int:day>/bundle.json", views.bundle, name="bundle"),
    path("days/<int:day>/taps/", views.taps, name="taps"),
    path("days/<int:day>/prices/", views.prices, name="prices"),
    path("days/<int:day>/disputed-taps/", views_deciding.disputed_taps, name="disputed-taps"),
    path("days/<int:day>/late-releases/", views_deciding.late_releases, name="late-releases"),
    path("days/<int:day>/settlements/", views_deciding.settlements, name="settlements"),
    path("disputed-taps/<int:tap>/decisions/", views_deciding.decisions, name="decisions"),
    path("notes/<int:note>/photo", views.note_photo, name="note-photo"),
    path("receipts/<int:number>/", views.receipt, name="receipt"),
]
