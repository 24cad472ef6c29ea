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
          "OR OLD.basis <> NEW.basis OR OLD.budget_code <> NEW.budget_code OR OLD.worked <> NEW.worked "
          "OR OLD.off <> NEW.off",
          "A booking line never changes. Release it and book again."),
    Guard("line_released_once", "events_bookingline", "update",
          "OLD.released_at IS NOT NULL AND NEW.released_at IS NULL", "A released line stays released. Book again."),
    Guard("line_keeps_what_it_kept", "events_bookingline", "update",
          "OLD.released_at IS NOT NULL AND OLD.kept <> NEW.kept", "What stays charged of a released line stays."),
    Guard("extra_line_not_deleted", "events_extraline", "delete", "OLD.id IS NOT NULL",
          "An extra that was sold is never deleted. Release it."),
    Guard("extra_line_is_a_fact", "events_extraline", "update",
          "OLD.price <> NEW.price OR OLD.quantity <> NEW.quantity OR OLD.extra_id <> NEW.extra_id "
          "OR OLD.occurrence_id <> NEW.occurrence_id OR OLD.booking_id <> NEW.booking_id OR OLD.vat <> NEW.vat "
          "OR OLD.vat_rate <> NEW.vat_rate OR OLD.basis <> NEW.basis OR OLD.budget_code <> NEW.budget_code "
          "OR OLD.released_at IS NOT NULL", "An extra that was sold never changes. Release it and sell it again."),
    Guard("ticket_issue_kept", "events_ticketissue", "delete", "OLD.id IS NOT NULL",
          "An issue of a ticket is kept: its code must be known as replaced."),
    Guard("booking_act_is_a_fact", "events_bookingact", "update", "OLD.id IS NOT NULL",
          "What was done with a booking stays written."),
    Guard("booking_act_kept", "events_bookingact", "delete", "OLD.id IS NOT NULL",
          "What was done with a booking stays written."),
    Guard("hold_note_is_a_fact", "events_holdnote", "update", "OLD.id IS NOT NULL",
          "Who held a place and when stays written."),
    Guard("consent_is_a_fact", "events_consent", "update", "OLD.id IS NOT NULL",
          "What was agreed stays as it was agreed. Record the change."),
    Guard("consent_wording_stays", "events_consentwording", "update",
          "(OLD.text <> NEW.text OR OLD.organisation <> NEW.organisation OR OLD.purpose <> NEW.purpose "
          "OR OLD.channel <> NEW.channel OR OLD.version <> NEW.version OR OLD.from_day <> NEW.from_day) "
          "AND EXISTS (SELECT 1 FROM events_consent WHERE events_consent.wording_id = OLD.id)",
          "Somebody agreed to these words. Make a new version."),
    Guard("offer_terms_stay", "events_offer", "update",
          "(OLD.percent_off <> NEW.percent_off OR OLD.amount_off <> NEW.amount_off OR OLD.name <> NEW.name "
          "OR OLD.least_places <> NEW.least_places OR OLD.least_events <> NEW.least_events "
          "OR COALESCE(OLD.event_id, 0) <> COALESCE(NEW.event_id, 0)) "
          "AND EXISTS (SELECT 1 FROM events_bookingline WHERE events_bookingline.offer_id = OLD.id)",
          "Tickets were sold by this offer. End it, and make a new one."),
    *(Guard(f"offer_part_stays_at_{act}", "events_offerpart", act,
            f"EXISTS (SELECT 1 FROM events_bookingline WHERE events_bookingline.offer_id = {row}.offer_id)",
            "Tickets were sold by this offer. End it, and make a new one.")
      for act, row in (("insert", "NEW"), ("update", "OLD"), ("delete", "OLD"))),
    Guard("attachment_is_a_fact", "events_attachment", "update", "OLD.id IS NOT NULL",
          "A file that was sent stays as it is. Send another."),
    Guard("draw_stays_run", "events_draw", "update", "OLD.run_at IS NOT NULL",
          "A draw that was run stays as it is."),
    Guard("draw_keeps_its_promise", "events_draw", "update",
          "OLD.seed <> NEW.seed OR OLD.seed_hash <> NEW.seed_hash", "The seed was promised already."),
    Guard("draw_kept", "events_draw", "delete", "OLD.id IS NOT NULL", "A draw is kept."),
    Guard("draw_result_stays", "events_drawresult", "delete", "OLD.id IS NOT NULL", "What was drawn is kept."),
    Guard("tap_kept", "events_registertap", "delete", "OLD.id IS NOT NULL", "What an officer tapped is kept."),
    Guard("incident_kept", "events_incident", "delete", "OLD.id IS NOT NULL", "An incident is kept. Close it."),
    Guard("notice_kept", "events_disciplinestep", "delete", "OLD.id IS NOT NULL", "A notice that was served is kept."),
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
