"""Addresses of the tariffs."""

from django.urls import path

from boxoffice.market.tariffs import views, views_agreed, views_rules

urlpatterns = [
    path("", views.tariffs, name="tariffs"),
    path("agreed/", views_agreed.tariff_overrides, name="tariff_overrides"),
    path("agreed/<int:pk>/ends/", views_agreed.tariff_override_ends, name="tariff_override_ends"),
    path("facts/", views_agreed.tariff_facts, name="tariff_facts"),
    path("facts/<int:pk>/ends/", views_agreed.tariff_fact_ends, name="tariff_fact_ends"),
    path("rules/<int:pk>/", views_rules.tariff_rule, name="tariff_rule"),
    path("rules/<int:pk>/removals/", views_rules.tariff_rule_removals, name="tariff_rule_removals"),
    path("<int:pk>/", views.tariff, name="tariff"),
    path("<int:pk>/versions/", views.tariff_versions, name="tariff_versions"),
    path("<int:pk>/prices/", views.tariff_prices, name="tariff_prices"),
    path("<int:pk>/rules/", views_rules.tariff_rules, name="tariff_rules"),
    path("<int:pk>/trials/", views.tariff_trials, name="tariff_trials"),
]
