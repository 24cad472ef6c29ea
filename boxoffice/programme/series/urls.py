"""Addresses of series and their season tickets, below /programme/."""

from django.urls import path

from boxoffice.programme.series import views

urlpatterns = [
    path("series/", views.series_list, name="series_list"),
    path("series/new/<int:plan>/", views.series_new, name="series_new"),
    path("series/<int:pk>/", views.series, name="series"),
    path("series/<int:pk>/tickets/", views.series_tickets, name="series_tickets"),
    path("series/<int:pk>/renewals/", views.series_renewals, name="series_renewals"),
    path("series/<int:pk>/tickets/<int:ticket>/acceptances/", views.series_acceptances, name="series_acceptances"),
    path("series/<int:pk>/tickets/<int:ticket>/ends/", views.series_ends, name="series_ends"),
]
