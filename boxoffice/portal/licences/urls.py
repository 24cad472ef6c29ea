"""Addresses of a trader's licences and absences, below /portal/."""

from django.urls import path

from boxoffice.portal.licences import views, views_absences

urlpatterns = [
    path("licences/", views.licences, name="licences"),
    path("licences/<int:pk>/", views.licence, name="licence"),
    path("licences/<int:pk>/acceptances/", views.licence_acceptances, name="licence_acceptances"),
    path("licences/<int:pk>/declines/", views.licence_declines, name="licence_declines"),
    path("licences/<int:pk>/notices/", views.licence_notices, name="licence_notices"),
    path("licences/<int:pk>/successors/", views.licence_successors, name="licence_successors"),
    path("licences/<int:pk>/wishes/", views.licence_wishes, name="licence_wishes"),
    path("absences/", views_absences.absences, name="absences"),
    path("absences/days/<int:day>/", views_absences.absence, name="absence"),
    path("absences/<int:pk>/withdrawals/", views_absences.absence_withdrawals, name="absence_withdrawals"),
]
