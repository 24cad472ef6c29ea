"""Drop the pages' old table, and put the database's guards in place again: SQLite lost them with its rebuilt tables."""

from django.db import migrations

from events import guards
from invoicing.guards import ALL_GUARDS


def install(apps, schema_editor):
    guards.install(schema_editor.connection, ALL_GUARDS)


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0004_allocate"), ("events", "0003_finance_desk")]
    operations = [
        migrations.DeleteModel(name="PrintedInvoice"),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
