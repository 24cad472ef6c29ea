"""manage.py setup: make the database ready to start on, or say in one sentence why it is not."""

import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import CreateModel

from boxoffice import checks
from boxoffice.schedule import write_schedule
from invoicing.ledger.draft import ensure_presets


def refuse(sentence):
    raise CommandError(sentence, returncode=2)


class Command(BaseCommand):
    """Checks the connection and the migrations, migrates when there is something to migrate, loads the demo town."""

    help = "Checks the database, migrates it and, with --demo, loads the demo town where there are no venues."
    requires_system_checks = [checks.TAG]
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="load the demo town into an empty database")

    def handle(self, *args, demo, **options):
        check_connection()
        plan = migrations_to_run()
        if plan:
            self.stdout.write(f"Preparing the database ({len(plan)} steps) …")
            self.stdout.flush()
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns at every start without it
        write_schedule()
        ensure_presets()
        if demo:
            call_command("demo", "--if-empty", stdout=self.stdout)
            call_command("demo", "--people", stdout=self.stdout)


def check_connection():
    os.environ.setdefault("PGCONNECT_TIMEOUT", "10")  # libpq would wait two minutes for a host that is silent
    try:
        connection.ensure_connection()
    except Error as error:
        reason = str(error).strip().splitlines()[0].rpartition("failed: ")[2]
        refuse(
            f"The database {address()} cannot be used ({reason}). "
            "Put DATABASE_URL right, or start the database, and start again; nothing was changed."
        )


def address():
    """Where the database is, without its password."""
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(chosen["NAME"])
    return f"{chosen['NAME']} at {chosen['HOST'] or 'localhost'}:{chosen['PORT'] or 5432}"


def migrations_to_run():
    """The migrations still to run. Refuses a database that this version of the code would break."""
    executor = MigrationExecutor(connection)
    refuse_newer(executor.loader)
    try:
        executor.loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        refuse(f"{error} Restore the last good backup and start again; nothing was changed.")
    plan = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if plan:
        refuse_half_finished(plan)
    return plan


def refuse_newer(loader):
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    unknown = [f"{app}.{name}" for app, name in loader.applied_migrations
               if app in loader.migrated_apps and (app, name) not in known]  # fmt: skip
    if unknown:
        refuse(
            f"The database was made by a newer version of this program ({', '.join(sorted(unknown))}). "
            "Start that version, or restore a backup this version made; nothing was changed."
        )


def refuse_half_finished(plan):
    """A table of a migration that is not recorded: the migration broke off, or the tables are somebody else's."""
    tables = set(connection.introspection.table_names())
    for migration in plan:
        for operation in migration.operations:
            if isinstance(operation, CreateModel) and table_of(migration, operation) in tables:
                refuse(
                    f"Migration {migration.app_label}.{migration.name} is not recorded as done, yet its table "
                    f"{table_of(migration, operation)} is there: an upgrade broke off half way, or the database "
                    "belongs to another program. Restore the last good backup or name another database; "
                    "nothing was changed."
                )


def table_of(migration, operation):
    return operation.options.get("db_table") or f"{migration.app_label}_{operation.name_lower}"
