"""Addresses of the programme desk."""

app_name = "programme"
urlpatterns = []
