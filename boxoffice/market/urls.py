"""Addresses of the market desk."""

app_name = "market"
urlpatterns = []
