"""Addresses of a trader's messages, below /portal/."""

from django.urls import path

from boxoffice.portal.messages import views

urlpatterns = [
    path("messages/", views.messages, name="messages"),
    path("messages/<int:pk>/", views.message, name="message"),
]
