"""Addresses of the door desk."""

app_name = "door"
urlpatterns = []
