"""Addresses of the messages, below /market/."""

from django.urls import path

from boxoffice.market.messages import views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/letters.pdf", views.message_letters, name="message_letters"),
    path("messages/printings/", views.message_printings, name="message_printings"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/letter.pdf", views.message_letter, name="message_letter"),
]
