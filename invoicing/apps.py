"""The invoicing app."""

from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    """Django's handle on invoicing."""

    name = "invoicing"
