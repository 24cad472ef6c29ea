"""manage.py training: start the training instance, beside the real one and apart from it: ./run manage training"""

import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from boxoffice.training import WORD, harmless


class Command(BaseCommand):
    """Hands over to ./run with a database, files, key, cookies and port of its own, and the demo town in it."""

    help = "Starts the training instance on its own port, with the demo town to practise on."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8100", help="where it listens (8100)")

    def handle(self, *args, port, **options):
        folder = settings.VAR_DIR if settings.TRAINING else settings.VAR_DIR / WORD
        environment = environment_for(os.environ, folder, port)
        self.stdout.write(f"Training: nothing there is real. Its files are in {folder}.")
        self.stdout.flush()
        os.execve(sys.executable, [sys.executable, str(settings.BASE_DIR / "run")], environment)  # noqa: S606


def environment_for(real, folder, port):
    """The environment of the training instance: the real one's, without what reaches the world or its database."""
    environment = {name: value for name, value in real.items() if name not in APART}
    harmless(environment)
    return environment | {"BOXOFFICE_TRAINING": "1", "BOXOFFICE_VAR": str(folder), "BOXOFFICE_DEMO": "1", "PORT": port}


# The real instance's own: its database, its address and its link to this one.
APART = {"DATABASE_URL", "SITE_URL", "BOXOFFICE_TRAINING_URL", "STRIPE_API_BASE", "STRIPE_WEBHOOK_SECRET"}
