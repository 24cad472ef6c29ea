"""Addresses of the shop."""

from django.urls import path

from boxoffice.shop import answers, draws, pay, pay_link, views

app_name = "shop"
urlpatterns = [
    path("", views.whats_on, name="whats_on"),
    path("shows/<slug:slug>/", views.show, name="show"),
    path("pay/b/<slug:link>/", pay_link.pay_link, name="pay_link"),
    path("pay/b/<slug:link>/card-payments/", pay_link.link_payments, name="link_payments"),
    path("pay/b/<slug:link>/done/", pay_link.link_done, name="link_done"),
    path("pay/<slug:token>/", pay.pay, name="pay"),
    path("pay/<slug:token>/card-payments/", pay.card_payments, name="card_payments"),
    path("pay/<slug:token>/done/", pay.pay_done, name="pay_done"),
    path("answers/<slug:token>/", answers.answers, name="answers"),
    path("draws/", draws.draws, name="draws"),
    path("draws/<int:draw>/", draws.draw, name="draw"),
    path("draws/<int:draw>/files.zip", draws.draw_files, name="draw_files"),
]
