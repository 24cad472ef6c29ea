"""Addresses of licences, below /market/."""

from django.urls import path

from boxoffice.market.licences import views, views_ends, views_offers

urlpatterns = [
    path("licences/", views.licences, name="licences"),
    path("licences/offers/", views_offers.licence_offers, name="licence_offers"),
    path("licences/vacancies/", views_offers.licence_vacancies, name="licence_vacancies"),
    path("licences/absences/", views.licence_absences, name="licence_absences"),
    path("licences/absences/<int:pk>/certificates/", views.licence_certificates, name="licence_certificates"),
    path("licences/absences/<int:pk>/evidence/", views.licence_evidence, name="licence_evidence"),
    path("licences/<int:pk>/", views.licence, name="licence"),
    path("licences/<int:pk>/acceptances/", views_offers.licence_acceptances, name="licence_acceptances"),
    path("licences/<int:pk>/withdrawals/", views_offers.licence_withdrawals, name="licence_withdrawals"),
    path("licences/<int:pk>/rollings/", views_offers.licence_rollings, name="licence_rollings"),
    path("licences/<int:pk>/successors/", views_ends.licence_successors, name="licence_successors"),
    path("licences/<int:pk>/wishes/", views_ends.licence_wishes, name="licence_wishes"),
    path("licences/<int:pk>/notices/", views_ends.licence_notices, name="licence_notices"),
    path("licences/<int:pk>/ends/", views_ends.licence_ends, name="licence_ends"),
    path("licences/<int:pk>/transfers/", views_ends.licence_transfers, name="licence_transfers"),
    path("licences/<int:pk>/takeovers/", views_ends.licence_takeovers, name="licence_takeovers"),
]
