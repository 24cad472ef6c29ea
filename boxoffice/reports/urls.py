"""Addresses of the reports desk."""

app_name = "reports"
urlpatterns = []
