"""Training mode: apart from the real instance by construction, and marked on every page and paper."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings
from pypdf import PdfReader

from boxoffice.management.commands.training import environment_for
from boxoffice.training import check_apart, harmless
from events.models import Printer
from events.printing.spool import transmit
from events.tagged_pdf import TaggedCanvas
from tools.environment import ROOT

SQLITE, POSTGRES = "django.db.backends.sqlite3", "django.db.backends.postgresql"
REAL = {"ENGINE": SQLITE, "NAME": "/srv/boxoffice/boxoffice.sqlite3"}
TRAINING = {"ENGINE": SQLITE, "NAME": "/srv/boxoffice/training/boxoffice.sqlite3"}


@pytest.mark.parametrize(("training", "database", "folder"), [
    (True, REAL, "/srv/boxoffice/training"), (True, TRAINING, "/srv/boxoffice"), (False, TRAINING, "/srv/boxoffice"),
    (True, {"ENGINE": POSTGRES, "NAME": "boxoffice"}, "/srv/training"),
    (False, {"ENGINE": POSTGRES, "NAME": "boxoffice_training"}, "/srv/boxoffice"),
    (True, {"ENGINE": SQLITE, "NAME": "/srv/training/../boxoffice.sqlite3"}, "/srv/training"),
])  # fmt: skip
def test_neither_side_opens_the_others_database(training, database, folder):
    with pytest.raises(ImproperlyConfigured, match="training"):
        check_apart(training, database, folder)


@pytest.mark.parametrize(("training", "database", "folder"), [
    (True, TRAINING, "/srv/boxoffice/training"), (False, REAL, "/srv/boxoffice"),
    (True, {"ENGINE": POSTGRES, "NAME": "boxoffice_training"}, "/srv/training"),
    (False, {"ENGINE": POSTGRES, "NAME": "boxoffice"}, "/srv/boxoffice"),
])  # fmt: skip
def test_each_side_opens_its_own(training, database, folder):
    check_apart(training, database, folder)


def test_the_check_refuses_to_start_training_on_the_real_database(settings, tmp_path):
    with override_settings(TRAINING=True, VAR_DIR=tmp_path), pytest.raises(SystemCheckError, match="E004"):
        call_command("check")


def settings_of(**environ):
    """What a process of its own says of its settings, or the last line of why it did not start."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "BOXOFFICE_VAR", "DJANGO_SETTINGS_MODULE")}  # fmt: skip
    code = ("from boxoffice import settings as s; print(s.DATABASES['default']['NAME'], s.SESSION_COOKIE_NAME, "
            "s.EMAIL_BACKEND.split('.')[-2], repr(s.STRIPE_SECRET_KEY), s.SECRET_KEY == 'x' * 60)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=kept | environ, capture_output=True, text=True)
    return (done.stdout or done.stderr.strip().splitlines()[-1]).strip()


def test_a_training_process_reaches_nobody_and_has_its_own_of_everything(tmp_path):
    said = settings_of(BOXOFFICE_TRAINING="1", BOXOFFICE_VAR=str(tmp_path / "training"), EMAIL_HOST="mail.example",
                       STRIPE_SECRET_KEY="sk_live_1", SECRET_KEY="x" * 60)  # fmt: skip
    assert said == f"{tmp_path}/training/boxoffice.sqlite3 training_session filebased '' False"


def test_a_training_process_does_not_even_start_on_another_database(tmp_path):
    said = settings_of(BOXOFFICE_TRAINING="1", BOXOFFICE_VAR=str(tmp_path / "training"),
                       DATABASE_URL=f"sqlite:///{tmp_path}/boxoffice.sqlite3")  # fmt: skip
    assert "is not a training database" in said


def test_only_the_stand_in_for_stripe_on_this_machine_is_left():
    for base, left in (("https://api.stripe.com", False), ("http://127.0.0.1:8001", True)):
        environ = {"STRIPE_API_BASE": base, "STRIPE_SECRET_KEY": "sk_live_1", "EMAIL_HOST": "mail.example"}
        harmless(environ)
        assert environ == ({"STRIPE_API_BASE": base} if left else {})


def test_the_command_hands_over_nothing_of_the_real_instance(tmp_path):
    real = {"DATABASE_URL": "postgres://real", "SECRET_KEY": "s", "STRIPE_SECRET_KEY": "sk", "EMAIL_HOST": "mail",
            "SITE_URL": "https://tickets.example", "PORT": "8000", "PATH": "/bin"}  # fmt: skip
    assert environment_for(real, tmp_path / "training", "8100") == {
        "PATH": "/bin", "PORT": "8100", "BOXOFFICE_DEMO": "1", "BOXOFFICE_TRAINING": "1",
        "BOXOFFICE_VAR": f"{tmp_path}/training"}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/counter/tills/", "/nothing/"])
def test_every_page_says_training(client, sam, settings, address):
    stripe = "Training: nothing here is real"
    assert stripe not in client.get(address).content.decode()
    settings.TRAINING = True
    assert stripe in client.get(address, follow=True).content.decode()


@pytest.mark.django_db
def test_the_counter_links_to_training_where_there_is_one(client, sam, settings):
    assert "training.example" not in client.get("/counter/tills/").content.decode()
    settings.TRAINING_URL = "https://training.example/"
    assert 'href="https://training.example/"' in client.get("/counter/tills/").content.decode()


def page_drawn(tmp_path):
    canvas = TaggedCanvas()
    canvas.text(50, 50, "Row C", align="left")
    canvas.end_page()
    path = tmp_path / "one.pdf"
    path.write_bytes(canvas.finished(title="One", author="Us", subject="A test"))
    return PdfReader(path).pages[0].extract_text()


def test_every_paper_says_training_across(tmp_path, settings):
    assert "TRAINING" not in page_drawn(tmp_path)
    settings.TRAINING = True
    assert page_drawn(tmp_path).count("TRAINING") == 3


def test_no_printer_is_reached(settings, monkeypatch):
    settings.TRAINING = True
    monkeypatch.setattr("socket.create_connection", lambda *_, **__: pytest.fail("A printer was reached."))
    with pytest.raises(OSError, match="off in training"):
        transmit(Printer(name="Counter", host="127.0.0.1"), b"x")
