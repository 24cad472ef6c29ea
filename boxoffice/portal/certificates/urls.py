"""Addresses of a trader's papers, below /portal/."""

from django.urls import path

from boxoffice.portal.certificates import views

urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/new/", views.certificate, name="certificate"),
    path("papers/new/photo/", views.certificate_photo, name="certificate_photo"),
    path("papers/new/picture", views.certificate_picture, name="certificate_picture"),
    path("papers/new/details/", views.certificate_details, name="certificate_details"),
    path("papers/new/check/", views.certificate_check, name="certificate_check"),
    path("papers/<int:pk>/photo", views.paper_photo, name="paper_photo"),
]
