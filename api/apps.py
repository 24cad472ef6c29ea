"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Django's handle on api."""

    name = "api"
