"""The statements of the hot path, written by hand.

The ORM builds such a query anew at every call, which costs several times the database's own work; these are asked at
every single sale (bench/engine.py measures both). Everything else in the engine goes through the ORM.
"""

from datetime import UTC, datetime
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, JSONField


def ask(sql, values):
    """Every row of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def marks(count):
    return ", ".join(["%s"] * count)


def about(lines):
    """A condition that finds the rows about these lines' places, its values, and the exact keys to sift rows with."""
    keys = {(line.occurrence_id, line.place_id) for line in lines}
    occurrences, places = sorted({o for o, _ in keys}), sorted({p for _, p in keys})
    where = f"occurrence_id IN ({marks(len(occurrences))}) AND place_id IN ({marks(len(places))})"
    return where, [*occurrences, *places], keys


def live_claims(lines):
    """Who holds the places of these lines: (occurrence, place, booking, its status, reserved until)."""
    where, values, keys = about(lines)
    found = ask(
        "SELECT occurrence_id, place_id, booking_id, status, reserved_until FROM events_bookingline "
        "JOIN events_booking ON events_booking.id = booking_id "
        f"WHERE released_at IS NULL AND {where}", values)  # fmt: skip
    return [(*row[:4], moment(row[4])) for row in found if row[:2] in keys]


def gone_from(occurrence, at, kills_only):
    """Ids of the places at an occurrence that are claimed at this moment or held back; or of holds, only the kills."""
    held = "JOIN events_holdtype ON events_holdtype.id = hold_type_id AND kill" if kills_only else ""
    found = ask(
        "SELECT place_id FROM events_bookingline JOIN events_booking ON events_booking.id = booking_id "
        "WHERE occurrence_id = %s AND released_at IS NULL AND NOT (status = 'reserved' AND reserved_until < %s) "
        f"UNION ALL SELECT place_id FROM events_hold {held} WHERE occurrence_id = %s",
        [occurrence, connection.ops.adapt_datetimefield_value(at), occurrence])  # fmt: skip
    return {place for (place,) in found}


def moment(value):
    """A time as this database returns it, aware: SQLite keeps times as text in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def holds_on(lines):
    """Places of these lines that are held back: (occurrence, place, killed, name of the hold's type)."""
    where, values, keys = about(lines)
    found = ask(
        "SELECT occurrence_id, place_id, kill, name FROM events_hold "
        f"JOIN events_holdtype ON events_holdtype.id = hold_type_id WHERE {where}", values)  # fmt: skip
    return [row for row in found if row[:2] in keys]


def prices_on(price_lists):
    """Every price on some price lists: (list, band, price type, pence, the type's name, whether the list has rules)."""
    return ask(
        "SELECT price_list_id, band_id, price_type_id, amount, name, EXISTS (SELECT 1 FROM events_tariffrule "
        "WHERE events_tariffrule.price_list_id = events_price.price_list_id) FROM events_price "
        "JOIN events_pricetype ON events_pricetype.id = price_type_id "
        f"WHERE price_list_id IN ({marks(len(price_lists))})", price_lists)  # fmt: skip


def determinations_on(events, day):
    """VAT determinations that hold on a day for these events or for all: their ids, and what pricing asks of them.

    The last column, alike in every row, says whether sales at any of these events are capped.
    """
    held = connection.ops.adapt_datefield_value(day)
    return ask(
        "SELECT id, charge_type, event_id, occurrence_id, treatment, rate, reason, valid_from, "
        f"EXISTS (SELECT 1 FROM events_salescap WHERE event_id IN ({marks(len(events))})) FROM events_vatdetermination "
        f"WHERE (event_id IS NULL OR event_id IN ({marks(len(events))})) "
        "AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s)", [*events, *events, held, held])  # fmt: skip


def insert(rows):
    """Insert new rows of one model in one statement, in their order, and give each its id. Returns them.

    What bulk_create does, without the parts we have no use for: it costs a quarter of the processor time.
    """
    model = type(rows[0])
    fields = columns_of(model)
    columns = ", ".join(f'"{field.column}"' for field, _ in fields)
    database = connections[DEFAULT_DB_ALIAS]
    values = [
        value if plain and ((value := getattr(row, field.attname)) is None or type(value) in (int, str))
        else field.get_db_prep_save(field.pre_save(row, True), database)
        for row in rows for field, plain in fields
    ]  # fmt: skip
    places = ", ".join([f"({marks(len(fields))})"] * len(rows))
    ids = ask(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {places} RETURNING id', values)  # noqa: S608
    for row, (pk,) in zip(rows, ids, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, database.alias
    return rows


@cache
def columns_of(model):
    """The fields of a model but its key, each with whether whole numbers, text and nothing go in just as they are."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    return [(one, type(one).pre_save is Field.pre_save and not isinstance(one, JSONField)) for one in fields]


def settled_by_rules():
    """Whether there are any offers, and any fees that are charged by themselves: two answers of one statement."""
    return ask("SELECT EXISTS (SELECT 1 FROM events_offer), EXISTS (SELECT 1 FROM events_extra WHERE fee <> '')", [])[0]


def called_off(occurrences):
    """Those of these occurrences that are cancelled. They stay as they are until this transaction ends."""
    lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    found = ask(f"SELECT id, cancelled_at FROM events_occurrence WHERE id IN ({marks(len(occurrences))}) "
                f"ORDER BY id{lock}", occurrences)  # fmt: skip
    return [occurrence for occurrence, cancelled_at in found if cancelled_at]


def lock_to_choose(occurrence):
    """Wait for whoever chooses at this occurrence; sellers of named places go on, and SQLite lets one write anyway."""
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    ask(f"SELECT id FROM events_occurrence WHERE id = %s{lock}", [occurrence])


def confirm(booking, at):
    """Make a reserved booking a confirmed one; False where it is not reserved."""
    return bool(ask(
        "UPDATE events_booking SET status = 'confirmed', confirmed_at = %s WHERE id = %s AND status = 'reserved' "
        "RETURNING id", [connection.ops.adapt_datetimefield_value(at), booking]))  # fmt: skip
