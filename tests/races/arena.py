"""A database of its own for a race, and several processes let loose on it.

Runs on the database the suite runs on: an SQLite file, or a new database on the suite's PostgreSQL.
"""

import json
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def arena(folder, *until):
    """Yields the environment in which a process finds a fresh database, migrated whole or `until` a migration."""
    if connection.vendor == "sqlite":
        yield prepared({"DATABASE_URL": f"sqlite:///{folder}/race.sqlite3", "BOXOFFICE_VAR": str(folder)}, *until)
        return
    server = settings.DATABASES["default"]
    name = f"race_{uuid.uuid4().hex[:12]}"
    address = f"postgres://{server['USER']}@{server['HOST']}:{server['PORT']}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield prepared({"DATABASE_URL": f"{address}/{name}", "BOXOFFICE_VAR": str(folder)}, *until)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def prepared(changes, *until):
    environment = {**os.environ, **changes, "DJANGO_SETTINGS_MODULE": "boxoffice.settings"}
    run(environment, "manage.py", "migrate", "-v0", *until)
    return environment


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


def race(environment, scenario, racers, *arguments, **whose):
    """Run `racers` processes of one scenario together; returns the dict that each printed last."""
    processes = [runner(environment, scenario, n, racers, *arguments, **whose) for n in range(racers)]
    outcomes = []
    for process in processes:
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, err[-3000:]
        outcomes.append(json.loads(out.splitlines()[-1]))
    return outcomes


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
