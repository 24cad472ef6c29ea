"""Markets: applications to discipline, tariffs, draws, registers. The counter: offers, tenders, tills, vouchers, reservations."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boxoffice', '0002_saved_view'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='user',
            options={'permissions': [('stand_at_counter', 'May sell at the counter'), ('stand_at_programme', 'May put things on sale'), ('stand_at_portal', 'May use the trader portal'), ('stand_at_market', 'May run the market'), ('stand_at_finance', 'May invoice and take payments'), ('stand_at_reports', 'May see reports'), ('stand_at_door', 'May admit people'), ('act_for_traders', 'May do for a trader what traders do themselves'), ('authorise_at_counter', "May authorise with a PIN what goes beyond a clerk's limits"), ('decide_market', 'May decide applications, overrides, weather and discipline on the market')]},
        ),
        migrations.AddField(
            model_name='user',
            name='pin',
            field=models.CharField(blank=True, help_text='Hashed: for a shared till, and to authorise.', max_length=128),
        ),
        migrations.AddField(
            model_name='user',
            name='pin_locked_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='user',
            name='pin_tries',
            field=models.PositiveSmallIntegerField(default=0, help_text='Wrong ones since the last right one.'),
        ),
    ]
