"""Addresses of applying: public, each but the first few behind a token that nobody can guess."""

from django.urls import path

from boxoffice.shop.apply import views, views_status

app_name = "apply"
urlpatterns = [
    path("", views.start, name="start"),
    path("form/", views.blank_form, name="blank_form"),
    path("form/<slug:slug>/", views.blank_form, name="blank_form"),
    path("<slug:token>/", views_status.application, name="application"),
    path("<slug:token>/questions/<slug:name>/", views.question, name="question"),
    path("<slug:token>/saved/", views.saved, name="saved"),
    path("<slug:token>/check/", views.check, name="check"),
    path("<slug:token>/submissions/", views.submissions, name="submissions"),
    path("<slug:token>/photos/<int:photo>/", views.photo, name="photo"),
    path("<slug:token>/photos/<int:photo>/removals/", views.removals, name="removals"),
    path("<slug:token>/replies/", views_status.replies, name="replies"),
    path("<slug:token>/appeals/", views_status.appeals, name="appeals"),
    path("<slug:token>/cancellations/", views_status.cancellations, name="cancellations"),
    path("<slug:token>/card-payments/", views_status.card_payments, name="card_payments"),
    path("<slug:token>/deposit/", views_status.deposit_done, name="deposit_done"),
]
