"""Addresses of the portal desk."""

app_name = "portal"
urlpatterns = []
