"""Addresses of the shop."""

from django.urls import path

from boxoffice.shop import pay, views

app_name = "shop"
urlpatterns = [
    path("", views.whats_on, name="whats_on"),
    path("shows/<slug:slug>/", views.show, name="show"),
    path("pay/<slug:token>/", pay.pay, name="pay"),
    path("pay/<slug:token>/card-payments/", pay.card_payments, name="card_payments"),
    path("pay/<slug:token>/done/", pay.pay_done, name="pay_done"),
]
