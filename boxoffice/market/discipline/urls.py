"""Addresses of notices and appeals, below /market/."""

from django.urls import path

from boxoffice.market.discipline import views

urlpatterns = [
    path("discipline/", views.notices, name="notices"),
    path("discipline/traders/<int:trader>/", views.trader_notices, name="trader_notices"),
    path("discipline/<int:pk>/", views.notice, name="notice"),
    path("discipline/<int:pk>/hearings/", views.notice_hearings, name="notice_hearings"),
    path("discipline/<int:pk>/decisions/", views.notice_decisions, name="notice_decisions"),
]
