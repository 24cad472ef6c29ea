"""manage.py demo: load the demo town, show who may sign in, or take the town away again."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from boxoffice import town
from events.models import Refused

HEADINGS = ("Name", "Role", "E-mail", "Password", "Starts at", "PIN at the till")


class Command(BaseCommand):
    """Never overwrites: the town goes into a database without venues, and only the town alone can be removed."""

    help = "Loads the demo town into an empty database; --people shows its sign-ins, --remove takes it away."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="say nothing where there are venues already")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--people", action="store_true", help="show who may sign in")
        what.add_argument("--remove", action="store_true", help="remove the town and everything booked in it")
        parser.add_argument("--yes", action="store_true", help="do not ask before removing")

    def handle(self, *args, **options):
        try:
            if options["people"]:
                self.show_people()
            elif options["remove"]:
                self.remove(options["yes"])
            elif not (options["if_empty"] and not town.is_empty()):
                self.load()
        except Refused as refused:
            raise CommandError(refused.message) from refused

    def load(self):
        town.check_empty()
        began = time.monotonic()
        self.stdout.write("Loading the demo town: twelve months of Alderbrook …")
        self.stdout.flush()
        town.load()
        self.stdout.write(f"The demo town is ready ({time.monotonic() - began:.0f} seconds).")
        self.stdout.write(f"A token for the API, shown this once, as {town.MACHINE}:")
        call_command("api_token", town.MACHINE, "Till bridge", stdout=self.stdout)

    def show_people(self):
        """A table; nothing where the demo town is not there."""
        people = town.people_here()
        if not people:
            return
        rows = [HEADINGS, *((p.name, p.role, p.email, town.PASSWORD, p.address, p.pin) for p in people)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def remove(self, certain):
        if not certain and input("Remove the demo town and everything booked in it? Type yes: ") != "yes":
            raise CommandError("Nothing was removed.")
        town.remove()
        self.stdout.write("The demo town is gone.")
