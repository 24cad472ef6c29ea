"""The project as a Django app: users, desks and system checks."""

from django.apps import AppConfig
from django.core.checks import register

from boxoffice import checks


class BoxofficeConfig(AppConfig):
    """Registers the checks of boxoffice/checks.py."""

    name = "boxoffice"

    def ready(self):
        for check in checks.ALL:
            register(check, checks.TAG)
