"""Addresses of the programme desk."""

from django.urls import include, path

from boxoffice.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.occurrences, name="occurrences"),
    path("occurrences/<int:occurrence>/", views.occurrence, name="occurrence"),
    path("occurrences/<int:occurrence>/holds/", views.holds, name="holds"),
    path("occurrences/<int:occurrence>/releases/", views.releases, name="releases"),
    path("occurrences/<int:occurrence>/sale-dates/", views.sale_dates, name="sale_dates"),
    path("", include("boxoffice.programme.series.urls")),
    path("", include("boxoffice.programme.selling_rules.urls")),
]
