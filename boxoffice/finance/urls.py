"""Addresses of the finance desk."""

app_name = "finance"
urlpatterns = []
