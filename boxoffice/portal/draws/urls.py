"""Addresses of the draw in the portal, below /portal/draws/."""

from django.urls import path

from boxoffice.portal.draws import views

urlpatterns = [
    path("", views.draws, name="draws"),
    path("days/<int:day>/names/", views.draw_names, name="draw_names"),
    path("names/<int:entry>/withdrawals/", views.draw_withdrawals, name="draw_withdrawals"),
    path("results/<int:result>/", views.draw_result, name="draw_result"),
]
