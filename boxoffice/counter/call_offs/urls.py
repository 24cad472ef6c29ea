"""Addresses of performances called off or moved, below /counter/call-offs/."""

from django.urls import path

from boxoffice.counter.call_offs import views

urlpatterns = [
    path("", views.call_offs, name="call_offs"),
    path("performances/<int:pk>/", views.call_off_preview, name="call_off_preview"),
    path("<int:pk>/", views.call_off, name="call_off"),
    path("<int:pk>/progress/", views.call_off_progress, name="call_off_progress"),
    path("<int:pk>/tellings/", views.call_off_tellings, name="call_off_tellings"),
    path("<int:pk>/tries/", views.call_off_tries, name="call_off_tries"),
    path("<int:pk>/letters/", views.call_off_letters, name="call_off_letters"),
    path("answers/<int:pk>/", views.call_off_answer, name="call_off_answer"),
]
