"""Rows that never change again, guarded in the database itself: triggers for SQLite and PostgreSQL.

A model can be got round (bulk update, raw SQL, the admin); a trigger cannot. Each Guard says on which table, for
which act and under which condition the database refuses, and in which words.
"""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction


@dataclass(frozen=True)
class Guard:
    """Refuse `act` (update, delete, insert) on `table` where `when` (SQL over OLD and NEW) holds."""

    name: str
    table: str
    act: str
    when: str
    message: str

    def create_sql(self, vendor):
        timing = f"BEFORE {self.act.upper()} ON {self.table} FOR EACH ROW"
        if vendor == "sqlite":
            body = f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            return [f"CREATE TRIGGER {self.name} {timing} WHEN {self.when} {body}"]
        result = "OLD" if self.act == "delete" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {self.when} THEN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation'; END IF; RETURN {result}; END $$",
            f"CREATE TRIGGER {self.name} {timing} EXECUTE FUNCTION {self.name}()",
        ]

    def drop_sql(self, vendor):
        return f"DROP TRIGGER IF EXISTS {self.name}" + ("" if vendor == "sqlite" else f" ON {self.table}")


LINE_GUARDS = [
    Guard("line_not_deleted", "events_bookingline", "delete", "OLD.id IS NOT NULL",
          "A booking line is never deleted. Release it."),
    Guard("line_is_a_fact", "events_bookingline", "update",
          "OLD.price <> NEW.price OR OLD.place_id <> NEW.place_id OR OLD.occurrence_id <> NEW.occurrence_id "
          "OR OLD.booking_id <> NEW.booking_id OR OLD.vat <> NEW.vat OR OLD.vat_rate <> NEW.vat_rate "
          "OR OLD.basis <> NEW.basis OR OLD.budget_code <> NEW.budget_code",
          "A booking line never changes. Release it and book again."),
    Guard("line_released_once", "events_bookingline", "update",
          "OLD.released_at IS NOT NULL AND NEW.released_at IS NULL", "A released line stays released. Book again."),
]  # fmt: skip


def install(connection, guards):
    """Put the guards in place, replacing earlier ones; safe to run again: SQLite drops them as it rebuilds a table."""
    with connection.cursor() as cursor:
        for guard in guards:
            cursor.execute(guard.drop_sql(connection.vendor))
            for statement in guard.create_sql(connection.vendor):
                cursor.execute(statement)


def remove(connection, guards):
    with connection.cursor() as cursor:
        for guard in guards:
            cursor.execute(guard.drop_sql(connection.vendor))


def missing(connection, guards):
    """Names of the guards that this database lacks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        there = {name for (name,) in cursor.fetchall()}
    return [guard.name for guard in guards if guard.name not in there]


@contextmanager
def lifted(connection, guards):
    """Without the guards for as long as this transaction lasts: for removing the demo town and nothing else."""
    with transaction.atomic(using=connection.alias):
        remove(connection, guards)
        yield
        install(connection, guards)
