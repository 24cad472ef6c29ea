"""Make the tables of an empty database from the models, in a second: `python -m tests.tables`.

Migrations take twenty times as long; tests/races/test_upgrade.py and tests/test_setup.py run them.
"""

import os

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")


def make():
    """Every table with its constraints, and the guards that a migration would have installed."""
    from events import guards
    from invoicing.guards import ALL_GUARDS

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    guards.install(connection, ALL_GUARDS)


if __name__ == "__main__":
    django.setup()
    make()
