"""What ./run says before it starts: a database from another version, a half-finished upgrade, wrong settings."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from boxoffice.checks import TAG
from tests.races.arena import ROOT, at_file, environment_of, migrate, run


def said_by_checks():
    return [message.id for message in run_checks(tags=[TAG])]


RECORD = "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder as Recorder; "


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """An SQLite file with every migration applied, made once."""
    path = tmp_path_factory.mktemp("setup") / "migrated.sqlite3"
    migrate(environment_of(at_file(path)))
    return path


@pytest.fixture
def installed(migrated, tmp_path):
    """The environment of a database that was migrated, as ./run finds it."""
    return environment_of(at_file(Path(shutil.copy(migrated, tmp_path))))


def set_up(field):
    """How `manage.py setup` ended, and what it said."""
    done = subprocess.run([sys.executable, "manage.py", "setup"], cwd=ROOT, env=field, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db
def test_a_ready_database_passes(installed):
    assert set_up(installed)[0] == 0


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_left_alone(installed):
    run(installed, "manage.py", "shell", "--no-imports", "-c",
        f"{RECORD}Recorder(connection).record_applied('boxoffice', '9999_from_the_future')")  # fmt: skip
    code, said = set_up(installed)
    assert code == 2 and re.search("(?s)newer version.*9999_from_the_future.*nothing was changed", said)


@pytest.mark.django_db
def test_a_half_finished_upgrade_is_left_alone(installed):
    run(installed, "manage.py", "shell", "--no-imports", "-c",
        f"{RECORD}Recorder(connection).record_unapplied('sessions', '0001_initial')")  # fmt: skip
    said = set_up(installed)[1]
    assert re.search("(?s)sessions.0001_initial.*django_session.*half way.*nothing was changed", said)


def test_one_migration_alone_puts_the_guards_in_place():
    """Migrations know the guards as they are by now: an earlier one would guard a table that is not made yet."""
    found = (ROOT / "invoicing" / "migrations").glob("0*.py")
    assert len([path for path in found if "ALL_GUARDS" in path.read_text()]) == 1


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
