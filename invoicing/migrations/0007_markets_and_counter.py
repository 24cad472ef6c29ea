"""Markets: applications to discipline, tariffs, draws, registers. The counter: offers, tenders, tills, vouchers, reservations."""

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import events.money
import invoicing.models.call_off
import invoicing.models.card_attempt
import invoicing.models.deposit
import invoicing.models.stored_value
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boxoffice', '__first__'),
        ('events', '0004_markets_and_counter'),
        ('invoicing', '0006_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_at', models.DateTimeField(help_text='When it would have begun.')),
                ('moved_to', models.DateTimeField(blank=True, help_text='When it begins instead; empty: it is cancelled.', null=True)),
                ('choices', models.CharField(help_text='Those offered, with spaces between.', max_length=60)),
                ('default', models.CharField(choices=[('refund', 'Money back'), ('exchange', 'Come to another performance'), ('credit', 'Keep it as credit'), ('donate', 'Give it to the theatre'), ('keep', 'Keep the tickets')], help_text='For whoever does not answer by the day.', max_length=8)),
                ('answer_by', models.DateField()),
                ('wording', models.TextField(help_text='What the customers are told, above their choices.')),
                ('reason', models.CharField(max_length=100)),
                ('made_at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='invoicing.job')),
                ('occurrence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_offs', to='events.occurrence')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('moved_to', None)), fields=('occurrence',), name='cancelled_once')],
            },
        ),
        migrations.CreateModel(
            name='CallOffAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=invoicing.models.call_off.new_token, editable=False, max_length=22, unique=True)),
                ('choice', models.CharField(blank=True, choices=[('refund', 'Money back'), ('exchange', 'Come to another performance'), ('credit', 'Keep it as credit'), ('donate', 'Give it to the theatre'), ('keep', 'Keep the tickets')], max_length=8)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, help_text='Why it could not be done yet.', max_length=200)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_off_answers', to='events.booking')),
                ('call_off', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='invoicing.calloff')),
                ('instead', models.ForeignKey(blank=True, help_text='The performance they come to, where they exchange.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.occurrence')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('call_off', 'booking'), name='call_off_asks_once'), models.CheckConstraint(condition=models.Q(('done_at', None), models.Q(('choice', ''), _negated=True), _connector='OR'), name='call_off_done_has_choice')],
            },
        ),
        migrations.CreateModel(
            name='CardReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('stripe_id', models.CharField(max_length=100, unique=True)),
                ('drawer', models.CharField(blank=True, help_text='The till it stands at; empty: for everybody.', max_length=30)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CardAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=36, unique=True)),
                ('wording', models.CharField(blank=True, help_text='Printed on the gift voucher that it buys.', max_length=200)),
                ('way', models.CharField(choices=[('reader', 'Card reader'), ('link', 'Payment link')], max_length=6)),
                ('amount', events.money.PenceField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('opened', 'Opened by the customer'), ('paid', 'Paid'), ('failed', 'Declined'), ('cancelled', 'Cancelled'), ('expired', 'Time ran out')], default='waiting', max_length=9)),
                ('intent', models.CharField(blank=True, help_text='What Stripe calls the payment, or its page.', max_length=100)),
                ('link', models.CharField(default=invoicing.models.card_attempt.new_link, editable=False, max_length=22, unique=True)),
                ('sent_to', models.CharField(blank=True, help_text='E-mail address or telephone number.', max_length=254)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('error', models.CharField(blank=True, max_length=200)),
                ('authorised_by', models.ForeignKey(blank=True, help_text='Who allowed the exchange that it pays for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('booking', models.ForeignKey(blank=True, help_text='Empty: a gift voucher is bought.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='card_attempts', to='events.booking')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gives_up', models.ManyToManyField(blank=True, help_text='What the exchange that it pays for gives up.', related_name='+', to='events.bookingline')),
                ('payment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='card_attempt', to='invoicing.payment')),
                ('till', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='card_attempts', to='invoicing.tillsession')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='invoicing.cardreader')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['state', 'expires_at'], name='invoicing_c_state_15db48_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='card_attempt_asks_for_money'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), ('payment__isnull', False), _connector='OR'), name='card_attempt_paid_has_payment'), models.CheckConstraint(condition=models.Q(('way', 'link'), models.Q(('reader__isnull', False), ('way', 'reader')), _connector='OR'), name='card_attempt_on_a_reader'), models.CheckConstraint(condition=models.Q(('booking', None), ('wording', ''), _connector='OR'), name='card_attempt_words_are_a_vouchers')],
            },
        ),
        migrations.CreateModel(
            name='CounterRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('refund_fee', events.money.PenceField(default=0, help_text='Kept of each ticket that is refunded.')),
                ('refund_until_hours', models.PositiveSmallIntegerField(default=0, help_text='Before curtain-up; later: PIN.')),
                ('refund_pin_over', events.money.PenceField(default=10000, help_text='A refund above this needs somebody who may authorise it.')),
                ('cash_refund_most', events.money.PenceField(default=20000, help_text='More than this does not go back in cash.')),
                ('exchange_fee', events.money.PenceField(default=0, help_text='For each ticket.')),
                ('exchange_until_hours', models.PositiveSmallIntegerField(default=0, help_text='Before curtain-up; later: PIN.')),
                ('exchange_at_old_price', models.BooleanField(default=False, help_text='Priced as at the day of the first order.')),
                ('variance_tolerance', events.money.PenceField(default=200, help_text='More over or short than this needs a reason.')),
                ('second_sign_off', models.BooleanField(default=True, help_text='A till is closed by two people.')),
                ('basket_minutes', models.PositiveSmallIntegerField(default=10)),
                ('parked_minutes', models.PositiveSmallIntegerField(default=30)),
                ('link_minutes', models.PositiveSmallIntegerField(default=20, help_text='How long a payment link keeps the places.')),
                ('reserve_days', models.PositiveSmallIntegerField(default=7, help_text='How long an unpaid reservation stands.')),
                ('duty_manager', models.EmailField(blank=True, help_text='Who is sent the downtime packs.', max_length=254)),
                ('pack_hours', models.CharField(default='6 1', help_text='Hours before curtain-up that one is made.', max_length=20)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='counter_rules_are_one_row')],
            },
        ),
        migrations.CreateModel(
            name='CounterRulesChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed', models.JSONField(help_text='Field: [before, after].')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='DayRefund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(blank=True, help_text='Of an absence: which, and what share stays to pay.', max_length=200)),
                ('amount', events.money.PenceField(help_text='VAT included.')),
                ('lines', models.JSONField(default=dict, help_text="Pence of each place's price, by the id of its line.")),
                ('extras', models.JSONField(default=dict, help_text="Pence of each extra's price, by the id of its line.")),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, help_text='The decision was reversed before it was given.', null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='day_refunds', to='events.booking')),
                ('decision', models.ForeignKey(blank=True, help_text='Empty: for an absence.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='events.daydecision')),
                ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paid_again', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invoicing.payment')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='day_refund_is_positive'), models.CheckConstraint(condition=models.Q(('given_at', None), ('dropped_at', None), _connector='OR'), name='day_refund_given_or_dropped'), models.CheckConstraint(condition=models.Q(('decision__isnull', False), models.Q(('why', ''), _negated=True), _connector='XOR'), name='day_refund_says_why'), models.CheckConstraint(condition=models.Q(('paid_again', None), ('given_at__isnull', False), _connector='OR'), name='paid_again_what_was_given_back')],
            },
        ),
        migrations.CreateModel(
            name='DecisionCredit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gross', events.money.PenceField(help_text='By how much the account owed less.')),
                ('restored_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.CharField(blank=True, help_text='Why it was not charged again.', max_length=200)),
                ('charge', models.ForeignKey(help_text='As it stood.', on_delete=django.db.models.deletion.PROTECT, related_name='decision_credits', to='invoicing.charge')),
                ('credit_line', models.OneToOneField(blank=True, help_text='What credited it, where it was invoiced.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invoicing.creditline')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='events.daydecision')),
                ('restored_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invoicing.charge')),
                ('taken_off', models.OneToOneField(blank=True, help_text='Its negative, where it was on no invoice.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invoicing.charge')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'charge'), name='charge_credited_once_a_decision'), models.CheckConstraint(condition=models.Q(models.Q(('credit_line', None), ('taken_off__isnull', False)), models.Q(('credit_line__isnull', False), ('taken_off', None)), _connector='OR'), name='decision_credit_one_way'), models.CheckConstraint(condition=models.Q(('restored_by', None), ('restored_at__isnull', False), _connector='OR'), name='decision_credit_restored_once')],
            },
        ),
        migrations.CreateModel(
            name='Deposit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', events.money.PenceField(help_text='As the market asked when it was applied for.')),
                ('pay_token', models.CharField(default=invoicing.models.deposit.new_token, editable=False, help_text='What a card payment says it is for.', max_length=22, unique=True)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='deposit', to='events.application')),
                ('kept', models.OneToOneField(blank=True, help_text='The invoice for what stays with us after the trader cancelled.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invoicing.invoice')),
                ('payment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deposit', to='invoicing.payment')),
                ('price', models.OneToOneField(blank=True, help_text='The invoice for the pitch, once there is one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deposit', to='invoicing.invoice')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='deposit_not_less_than_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value_in', events.money.PenceField(help_text='Of what was given up.')),
                ('value_out', events.money.PenceField(help_text='Of what was had instead, fee included.')),
                ('fee', events.money.PenceField(default=0)),
                ('taken', events.money.PenceField(default=0, help_text='Collected (positive) or given back (negative) by a tender.')),
                ('credited', events.money.PenceField(default=0, help_text="Put on the customer's credit.")),
                ('waived', events.money.PenceField(default=0, help_text='Not asked for (positive) or not given back (negative).')),
                ('reason', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
                ('authorised_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('basket', models.OneToOneField(help_text='It held the new places.', on_delete=django.db.models.deletion.PROTECT, related_name='became_exchange', to='events.booking')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='events.booking')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value_out', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('value_in'), '+', models.F('taken')), '-', models.F('credited')), '+', models.F('waived')))), name='exchange_adds_up'), models.CheckConstraint(condition=models.Q(('waived', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='exchange_waiver_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.UUIDField()),
                ('first', models.PositiveIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('issued_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['first'],
                'constraints': [models.UniqueConstraint(fields=('first',), name='receipt_block_starts_once'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='receipt_block_has_numbers')],
            },
        ),
        migrations.CreateModel(
            name='MarketReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='market_receipt', to='invoicing.payment')),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='invoicing.receiptblock')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Penalty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('charge', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='penalty', to='invoicing.charge')),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='charged', to='events.disciplinestep')),
            ],
            options={
                'verbose_name_plural': 'penalties',
            },
        ),
        migrations.CreateModel(
            name='StoredValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort', models.CharField(choices=[('gift', 'Gift voucher'), ('credit', 'Credit')], max_length=6)),
                ('code', models.CharField(default=invoicing.models.stored_value.new_code, editable=False, max_length=14, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_on', models.DateField(blank=True, help_text='Last day to spend it; empty: none.', null=True)),
                ('wording', models.CharField(blank=True, help_text='Printed on a voucher: for whom, from whom.', max_length=200)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('stop_reason', models.CharField(blank=True, max_length=200)),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stored_values', to='events.customer')),
                ('instead_of', models.OneToOneField(blank=True, help_text='The lost voucher it was issued for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='invoicing.storedvalue')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sort', 'gift'), models.Q(('customer__isnull', False), ('sort', 'credit')), _connector='OR'), name='credit_has_a_customer'), models.UniqueConstraint(condition=models.Q(('sort', 'credit')), fields=('customer',), name='one_credit_each_customer'), models.CheckConstraint(condition=models.Q(('stopped_at', None), models.Q(('stop_reason', ''), _negated=True), _connector='OR'), name='stored_value_stop_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='StoredValueMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', events.money.PenceField(help_text='Positive: put on. Negative: spent.')),
                ('reason', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='movement', to='invoicing.payment')),
                ('stored', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='invoicing.storedvalue')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='stored_value_movement_moves'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='stored_value_movement_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='TillMovement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Of the page it was entered on: twice is once.', max_length=36, unique=True)),
                ('sort', models.CharField(choices=[('lift', 'Lift to the safe'), ('paid-in', 'Paid in'), ('paid-out', 'Paid out'), ('no-sale', 'Drawer opened, no sale')], max_length=8)),
                ('amount', events.money.PenceField()),
                ('budget_code', models.CharField(blank=True, help_text='What was paid out of the drawer for.', max_length=30)),
                ('bag', models.CharField(blank=True, help_text='What a lift went to the safe in.', max_length=30)),
                ('reason', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('till', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='invoicing.tillsession')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__lt', 0), ('sort__in', ['lift', 'paid-out'])), models.Q(('amount__gt', 0), ('sort', 'paid-in')), models.Q(('amount', 0), ('sort', 'no-sale')), _connector='OR'), name='till_movement_goes_its_way'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='till_movement_has_reason')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='charge',
            name='line_charged_once',
        ),
        migrations.RemoveConstraint(
            model_name='payment',
            name='payment_for_booking_or_account',
        ),
        migrations.AddField(
            model_name='charge',
            name='extra_line',
            field=models.ForeignKey(blank=True, help_text='An extra; `line` is then the place it goes with.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='events.extraline'),
        ),
        migrations.AddField(
            model_name='charge',
            name='instead_of',
            field=models.OneToOneField(blank=True, help_text='What was taken off, and is charged for less by this.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessened_by', to='invoicing.charge'),
        ),
        migrations.AddField(
            model_name='charge',
            name='restores',
            field=models.OneToOneField(blank=True, help_text='The reversal that it makes good.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restored_by', to='invoicing.charge'),
        ),
        migrations.AddField(
            model_name='charge',
            name='restores_credit',
            field=models.OneToOneField(blank=True, help_text='The credit that it makes good.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restored_by', to='invoicing.creditline'),
        ),
        migrations.AddField(
            model_name='payment',
            name='key',
            field=models.CharField(blank=True, help_text='Of the payment panel: the same twice is taken once.', max_length=36),
        ),
        migrations.AddField(
            model_name='recoveryhold',
            name='dispute',
            field=models.ForeignKey(blank=True, help_text='Its answer lifts the hold.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recovery_holds', to='events.dispute'),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='bag',
            field=models.CharField(blank=True, help_text='What the cash went to the bank in.', max_length=30, verbose_name='banking bag'),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='banked',
            field=events.money.PenceField(blank=True, help_text='What went into the bag.', null=True),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='carried',
            field=events.money.PenceField(blank=True, help_text='What stayed in the drawer as the next float.', null=True),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='denominations',
            field=models.JSONField(blank=True, default=dict, help_text='Pence of a coin or note: how many.'),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='first_counted',
            field=events.money.PenceField(blank=True, help_text='Cash, before anybody was told what it should be.', null=True),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='recounts',
            field=models.PositiveSmallIntegerField(default=0, help_text='How often it was counted anew after that.'),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='signed_off_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='signed_off_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='terminal_counted',
            field=events.money.PenceField(blank=True, help_text="What the card terminal's own Z says.", null=True),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='terminal_variance',
            field=events.money.PenceField(blank=True, help_text='Posted; empty where it was not counted.', null=True),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='variance_reason',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='tillsession',
            name='vouchers_counted',
            field=events.money.PenceField(blank=True, help_text='What the gift vouchers in the drawer are worth.', null=True),
        ),
        migrations.AlterField(
            model_name='creditnote',
            name='reason',
            field=models.CharField(choices=[('weather', 'Cancelled for weather'), ('cancelled', 'Cancelled by the council'), ('withdrawn', 'Cancelled or changed by the customer'), ('absence', 'Absence with leave'), ('price', 'Wrong price'), ('licence', 'Licence ended'), ('goodwill', 'Goodwill'), ('data', 'Wrong details on the invoice'), ('rate', 'Change of VAT rate')], max_length=10),
        ),
        migrations.AlterField(
            model_name='payment',
            name='method',
            field=models.CharField(choices=[('cash', 'Cash'), ('terminal', 'Card terminal'), ('stripe', 'Card online'), ('reader', 'Card reader'), ('bacs', 'Bank transfer'), ('voucher', 'Gift voucher'), ('credit', 'Credit')], max_length=10),
        ),
        migrations.AlterField(
            model_name='posting',
            name='reason',
            field=models.CharField(choices=[('sale', 'Sale'), ('payment', 'Payment'), ('refund', 'Refund'), ('charge', 'Charge'), ('invoice', 'Invoice'), ('cancellation', 'Cancellation'), ('variance', 'Till variance'), ('credit', 'Credit note'), ('write-off', 'Write-off'), ('bank', 'Bank statement'), ('exchange', 'Exchange'), ('till', 'Till movement'), ('voucher', 'Gift voucher or credit')], max_length=15),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.UniqueConstraint(condition=models.Q(('extra_line', None), ('instead_of', None), ('restores', None), ('restores_credit', None), ('reverses', None)), fields=('line',), name='line_charged_once'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.UniqueConstraint(condition=models.Q(('instead_of', None), ('restores', None), ('restores_credit', None), ('reverses', None)), fields=('extra_line',), name='extra_line_charged_once'),
        ),
        migrations.AddField(
            model_name='payment',
            name='buys',
            field=models.ForeignKey(blank=True, help_text='The gift voucher that was bought with it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='invoicing.storedvalue'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account', None), ('booking__isnull', False), ('buys', None), ('invoice', None)), models.Q(('account__isnull', False), ('booking', None), ('buys', None)), models.Q(('account', None), ('booking', None), ('buys__isnull', False), ('invoice', None)), _connector='OR'), name='payment_for_booking_or_account'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('method__in', ['voucher', 'credit']), _negated=True), ('booking__isnull', False), _connector='OR'), name='stored_value_pays_bookings'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='payment_key_once'),
        ),
    ]
