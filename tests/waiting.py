"""What somebody else does while we wait for a lock, and which locks a verb takes in which order, for tests."""

import re
from contextlib import contextmanager
from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from invoicing.models import Account


class Meanwhile:
    """Stands in for a model in one module: `act` happens just before the lock on it is had, once."""

    def __init__(self, monkeypatch, module, act, model=Account):
        self.acts, self.model = [act], model
        monkeypatch.setattr(module, model.__name__, SimpleNamespace(objects=self))

    def __getattr__(self, name):
        return getattr(self.model.objects, name)

    def select_for_update(self, **about):
        if self.acts:
            self.acts.pop()()
        return self.model.objects.select_for_update(**about)


@contextmanager
def locks_taken():
    """The tables whose rows PostgreSQL locks inside, each where it comes first: those asked for, and those written."""
    taken = []
    with CaptureQueriesContext(connection) as queries:
        yield taken
    for query in queries.captured_queries:
        sql = query["sql"]
        if found := re.search(r'^(?:INSERT INTO|UPDATE) "(\w+)"|FROM "?(\w+)"?.* FOR (?:UPDATE|NO KEY|KEY SHARE)', sql):
            table = found[1] or found[2]
            taken += [table] if table not in taken else []
