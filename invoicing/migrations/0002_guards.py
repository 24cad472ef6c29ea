"""Put the database's own guards in place. A later migration that alters a guarded table installs them again."""

from django.db import migrations

from events import guards
from invoicing.guards import ALL_GUARDS


def install(apps, schema_editor):
    guards.install(schema_editor.connection, ALL_GUARDS)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection, ALL_GUARDS)


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial"), ("events", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
