"""The events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Django's handle on events."""

    name = "events"
