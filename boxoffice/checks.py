"""System checks: wrong settings said in plain words, before anybody sells a ticket with them."""

from django.conf import settings
from django.core.checks import Error, Warning
from stdnum.gb import vat

from boxoffice.training import why_not_apart

TAG = "boxoffice"
SECRET_LENGTH = 50


def check_secret_key(app_configs, **options):
    if len(settings.SECRET_KEY) >= SECRET_LENGTH:
        return []
    hint = "Set SECRET_KEY to a long random text, or leave it out: one is made and kept in var/secret-key."
    return [Error(f"SECRET_KEY is shorter than {SECRET_LENGTH} characters.", hint=hint, id="boxoffice.E001")]


def check_sqlite_options(app_configs, **options):
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    chosen = database.get("OPTIONS", {})
    pragmas = chosen.get("init_command", "").replace(" ", "").upper()
    missing = [pragma for pragma in ("JOURNAL_MODE=WAL", "SYNCHRONOUS=FULL") if pragma not in pragmas]
    if chosen.get("transaction_mode") != "IMMEDIATE":
        missing.append("transaction_mode IMMEDIATE")
    if not missing:
        return []
    hint = "Take the options from boxoffice/database.py: without them sales fail with 'database is locked'."
    return [Error(f"SQLite runs without {', '.join(missing)}.", hint=hint, id="boxoffice.E002")]


def check_vat_number(app_configs, **options):
    number = settings.COUNCIL["vat_number"]
    if not number or vat.is_valid(number):
        return []
    hint = "Correct COUNCIL_VAT_NUMBER, or set it to nothing if the council is not registered."
    return [Error(f"{number} is not a United Kingdom VAT number.", hint=hint, id="boxoffice.E003")]


def check_debug(app_configs, **options):
    if not (settings.DEBUG and settings.DATABASES["default"]["ENGINE"].endswith("postgresql")):
        return []
    hint = "Unset DEBUG where the public can reach the site: its error pages show settings and customers' data."
    return [Warning("DEBUG is on with a PostgreSQL database.", hint=hint, id="boxoffice.W001")]


def check_training(app_configs, **options):
    reason = why_not_apart(settings.TRAINING, settings.DATABASES["default"], settings.VAR_DIR)
    hint = "Training and the real instance each have a database of their own."
    return [Error(reason, hint=hint, id="boxoffice.E004")] if reason else []


def check_training_reaches_nobody(app_configs, **options):
    reaches = settings.STRIPE_SECRET_KEY or settings.EMAIL_HOST
    if not settings.TRAINING or not reaches:
        return []
    hint = "Unset STRIPE_SECRET_KEY and EMAIL_HOST for the training instance."
    return [Error("The training instance could charge real cards or send real letters.", hint=hint,
                  id="boxoffice.E005")]  # fmt: skip


ALL = [check_secret_key, check_sqlite_options, check_vat_number, check_debug, check_training,
       check_training_reaches_nobody]  # fmt: skip
