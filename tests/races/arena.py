"""A database of its own for a race, and several processes let loose on it.

Runs on the database the suite runs on: an SQLite file, or a new database on the suite's PostgreSQL.
"""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def arena(folder, *until):
    """Yields the environment in which a process finds a fresh database: whole, or migrated `until` a migration."""
    if connection.vendor == "sqlite":
        path = Path(folder) / "race.sqlite3"
        if not until:
            shutil.copy(sqlite_template(), path)
        yield prepared(at_file(path), *until)
        return
    name = f"race_{uuid.uuid4().hex[:12]}"
    create(name, template=None if until else postgres_template())
    try:
        yield prepared(at_server(name, folder), *until)
    finally:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")


def at_file(path):
    return {"DATABASE_URL": f"sqlite:///{path}", "BOXOFFICE_VAR": str(path.parent)}


def at_server(name, folder):
    return {"DATABASE_URL": f"{server()}/{name}", "BOXOFFICE_VAR": str(folder)}


def server():
    """The address of the suite's own PostgreSQL."""
    chosen = settings.DATABASES["default"]
    return f"postgres://{chosen['USER']}@{chosen['HOST']}:{chosen['PORT']}"


def on_server(statement):
    with psycopg.connect(f"{server()}/postgres", autocommit=True) as admin:
        admin.execute(statement)


def create(name, template=None):
    on_server(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))


@cache
def sqlite_template():
    """A database with every table, made once for all the races of this process."""
    path = Path(tempfile.mkdtemp(prefix="boxoffice-race-")) / "template.sqlite3"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    run(environment_of(at_file(path)), "-m", "tests.tables")
    return path


@cache
def postgres_template():
    """The same on the suite's PostgreSQL, which is thrown away with it."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    create(name)
    run(environment_of(at_server(name, tempfile.gettempdir())), "-m", "tests.tables")
    return name


def prepared(changes, *until):
    environment = environment_of(changes)
    if until:
        migrate(environment, *until)
    return environment


def environment_of(changes):
    return {**os.environ, **changes, "DJANGO_SETTINGS_MODULE": "boxoffice.settings"}


def migrate(environment, *until):
    run(environment, "manage.py", "migrate", "-v0", *until)


def run(environment, *arguments):
    """Run Python to the end and return what it printed."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def runner(environment, scenario, *arguments, racers_of="tests.races.racer"):
    """Start one racer without waiting for it."""
    command = [sys.executable, "-m", racers_of, scenario, *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def race(environment, scenario, racers, *arguments, racers_of="tests.races.racer"):
    """Run `racers` processes of one scenario together; returns the dict that each came to."""
    started = ["-m", "tests.races.starter", racers_of, scenario, racers, *arguments]
    return json.loads(run(environment, *map(str, started)).splitlines()[-1])


def together(outcomes):
    """Outcomes of all racers added up."""
    total = {}
    for outcome in outcomes:
        for key, count in outcome.items():
            total[key] = total.get(key, 0) + count
    return total


def prove(environment):
    """Every invariant, on the race's database."""
    return run(environment, "manage.py", "prove")
