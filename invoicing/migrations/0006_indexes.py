"""Indexes for the lists of a hundred thousand."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0003_finance_desk'),
        ('invoicing', '0005_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(fields=['budget_code', 'invoice'], name='invoicing_c_budget__7accb8_idx'),
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(fields=['line', 'invoice'], name='invoicing_c_line_id_b71ca2_idx'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['taken_at'], name='invoicing_p_taken_a_568e67_idx'),
        ),
    ]
