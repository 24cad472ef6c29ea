"""Addresses of the morning draw, below /market/draws/."""

from django.urls import path

from boxoffice.market.draws import views

urlpatterns = [
    path("", views.draws, name="draws"),
    path("days/<int:day>/", views.draws, name="draws"),
    path("days/<int:day>/promises/", views.draw_promises, name="draw_promises"),
    path("days/<int:day>/names/", views.draw_names, name="draw_names"),
    path("days/<int:day>/names/<int:trader>/", views.draw_name, name="draw_name"),
    path("days/<int:day>/sheet/", views.draw_sheet, name="draw_sheet"),
    path("names/<int:entry>/withdrawals/", views.draw_withdrawals, name="draw_withdrawals"),
    path("<int:draw>/runs/", views.draw_runs, name="draw_runs"),
    path("absentees/", views.draw_absentees, name="draw_absentees"),
]
