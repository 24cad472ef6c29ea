"""Retrying what a database gives up on, and knowing which constraint was broken."""

import functools
import random
import time

from django.db import OperationalError, connection, transaction

TRIES = 6
# PostgreSQL: serialisation failure, deadlock, lock not available. SQLite says it in words.
PASSING = {"40001", "40P01", "55P03"}


def will_pass(error):
    """True where the same work, done again, may well succeed."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in PASSING if state else "locked" in str(error)


def violates(error, constraint):
    """True where an IntegrityError comes from this UniqueConstraint (of plain fields) and from no other."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis:
        return diagnosis.constraint_name == constraint.name
    columns = str(error).removeprefix("UNIQUE constraint failed: ").split(", ")
    return [column.split(".")[-1].removesuffix("_id") for column in columns] == list(constraint.fields)


def retried(verb):
    """Run a verb in one transaction, again where the database gave up on it; never inside somebody else's."""

    @functools.wraps(verb)
    def run(*args, **kwargs):
        if connection.in_atomic_block:
            with transaction.atomic():
                return verb(*args, **kwargs)
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return verb(*args, **kwargs)
            except OperationalError as error:
                if attempt == TRIES or not will_pass(error):
                    raise
                time.sleep(random.uniform(0.002, 0.02) * 2**attempt)
        raise AssertionError("unreachable")

    return run
