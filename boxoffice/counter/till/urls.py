"""Addresses of the till: open, count, read, move cash; who stands at it; and the rules."""

from django.urls import path

from boxoffice.counter.till import counts, movements, openings, people, readings, rules

urlpatterns = [
    path("tills/", openings.tills, name="tills"),
    path("tills/<int:pk>/", readings.till, name="till"),
    path("tills/<int:pk>/z.pdf", readings.z_pdf, name="z_pdf"),
    path("tills/<int:pk>/counts/", counts.counts, name="counts"),
    path("tills/<int:pk>/movements/", movements.movements, name="movements"),
    path("tills/<int:pk>/readings/", readings.readings, name="readings"),
    path("people/", people.people, name="people"),
    path("locks/", people.locks, name="locks"),
    path("pins/", people.pins, name="pins"),
    path("rules/", rules.rules, name="rules"),
]
