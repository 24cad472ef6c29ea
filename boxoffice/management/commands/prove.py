"""Check every invariant (places, money, numbers, journal) on the live database."""

import time

from django.core.management.base import BaseCommand
from django.db import transaction

from events import proof as places
from invoicing.proofs import every as money


class Command(BaseCommand):
    """Prints a line for each rule; exits with 1 where one is broken."""

    help = __doc__

    def handle(self, **options):
        broken = 0
        with transaction.atomic():
            for title, check in places.PROOFS + money.PROOFS:
                began = time.perf_counter()
                offenders = check()
                broken += bool(offenders)
                self.say(title, offenders, time.perf_counter() - began)
        if broken:
            self.stderr.write(f"{broken} rules are broken. Stop selling and call whoever looks after the system.")
            raise SystemExit(1)
        self.stdout.write(f"All {len(places.PROOFS + money.PROOFS)} rules hold.")

    def say(self, title, offenders, seconds):
        self.stdout.write(f"{'BROKEN' if offenders else 'holds '}  {title} ({seconds:.2f} s)")
        for offender in offenders[:20]:
            self.stdout.write(f"        {offender}")
