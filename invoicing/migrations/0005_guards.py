"""Drop the pages' old table. The guards are put in place by the last migration, for the tables as they are by now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0004_allocate"), ("events", "0003_finance_desk")]
    operations = [
        migrations.DeleteModel(name="PrintedInvoice"),
    ]
