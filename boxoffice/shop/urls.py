"""Addresses of the shop desk."""

app_name = "shop"
urlpatterns = []
