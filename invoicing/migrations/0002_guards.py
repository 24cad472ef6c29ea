"""Where the database's guards were first put in place; a later migration does it now, for the tables as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0001_initial"), ("events", "0001_initial")]
    operations = []
