"""Training mode: an instance of its own that cannot touch a real number, by construction.

It has a database, files, secret key and cookies of its own. Both sides check the database by its name, so neither can
open the other's: training only one whose name (PostgreSQL), or whose folder (SQLite), says "training", and the real
instance only one that does not.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

WORD = "training"
# What could reach the world or the real instance: real cards, real letters, the real database and its key.
REAL = ["STRIPE_SECRET_KEY", "EMAIL_HOST", "SECRET_KEY"]
HERE = ("http://127.0.0.1:", "http://localhost:")


def harmless(environ):
    """Take everything out of a training instance's environment that reaches further than this machine."""
    for name in REAL:
        environ.pop(name, None)
    if not environ.get("STRIPE_API_BASE", "").startswith(HERE):
        environ.pop("STRIPE_API_BASE", None)


def why_not_apart(training, database, var_dir):
    """Why this database may not be used, in a sentence; empty where it may."""
    name = str(database.get("NAME", ""))
    if database["ENGINE"].endswith("sqlite3"):
        path = Path(name).resolve()
        marked, name = path.parent.name == WORD, str(path)
    else:
        marked = WORD in name.lower()
    if training and not marked:
        return (f"This is the training instance, and {name} is not a training database. Leave DATABASE_URL and "
                "BOXOFFICE_VAR out, or name a database or folder called training.")  # fmt: skip
    if training and Path(var_dir).resolve().name != WORD:
        return f"This is the training instance, and its files may not be in {var_dir}. Use a folder called training."
    if marked and not training:
        return f"{name} is the training database. Set DATABASE_URL to the real one, or set BOXOFFICE_TRAINING=1."
    return ""


def check_apart(training, database, var_dir):
    """Raise ImproperlyConfigured where training and real could meet: not even a page is served then."""
    if reason := why_not_apart(training, database, var_dir):
        raise ImproperlyConfigured(reason)
