"""Addresses of notices and disputes, below /portal/."""

from django.urls import path

from boxoffice.portal.notices import views, views_disputes

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/<int:pk>/appeals/", views.appeals, name="appeals"),
    path("disputes/", views_disputes.disputes, name="disputes"),
    path("disputes/new/", views_disputes.dispute_new, name="dispute_new"),
    path("disputes/<int:pk>/", views_disputes.dispute, name="dispute"),
]
