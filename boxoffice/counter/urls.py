"""Addresses of the counter desk."""

app_name = "counter"
urlpatterns = []
