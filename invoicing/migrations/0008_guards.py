"""Put the database's guards in place for the tables as they are by now: SQLite loses them with each rebuilt table."""

from django.db import migrations

from events import guards
from invoicing.guards import ALL_GUARDS


def install(apps, schema_editor):
    guards.install(schema_editor.connection, ALL_GUARDS)


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0007_markets_and_counter"), ("events", "0004_markets_and_counter")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
