"""What ./run says before it starts: a database from another version, a half-finished upgrade, wrong settings."""

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from boxoffice.checks import TAG


def said_by_checks():
    return [message.id for message in run_checks(tags=[TAG])]


@pytest.mark.django_db
def test_a_ready_database_passes(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    call_command("setup")


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_left_alone():
    MigrationRecorder(connection).record_applied("boxoffice", "9999_from_the_future")
    with pytest.raises(CommandError, match="newer version.*9999_from_the_future.*nothing was changed") as stop:
        call_command("setup")
    assert stop.value.returncode == 2


@pytest.mark.django_db
def test_a_half_finished_upgrade_is_left_alone():
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    with pytest.raises(CommandError, match="sessions.0001_initial.*django_session.*half way.*nothing was changed"):
        call_command("setup")


def test_the_settings_as_they_come_are_right():
    assert said_by_checks() == []


def test_a_short_secret_key_is_refused(settings):
    settings.SECRET_KEY = "short"
    assert said_by_checks() == ["boxoffice.E001"]


def test_a_wrong_vat_number_is_refused_and_none_is_allowed(settings):
    settings.COUNCIL = {**settings.COUNCIL, "vat_number": "GB123456789"}
    assert said_by_checks() == ["boxoffice.E003"]
    settings.COUNCIL = {**settings.COUNCIL, "vat_number": ""}
    assert said_by_checks() == []


@pytest.mark.parametrize("missing", ["transaction_mode", "init_command"])
def test_sqlite_without_its_options_is_refused(settings, missing, monkeypatch):
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL"}
    del options[missing]
    database = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": options}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert said_by_checks() == ["boxoffice.E002"]


def test_debug_on_postgresql_is_warned_of(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": "django.db.backends.postgresql"})
    settings.DEBUG = True
    assert said_by_checks() == ["boxoffice.W001"]
