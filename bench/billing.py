"""A billing run of 1,000 invoices by the real worker, and their print batch, beside the same pages drawn plainly.

    python -m bench.billing [--invoices 1000] [--database sqlite]

Each invoice is issued in its own transaction and drawn as PDF/UA-1 and PDF/A-3a with its EN 16931 XML inside, by two
workers of django-q2. The rival draws the same words on the same page with ReportLab alone: no tags, no archive
profile, no XML, no database.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 300  # seconds after which a run that does not end is given up


def main():
    from tests.postgres import throwaway_postgres

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1000)
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    arguments = parser.parse_args()
    postgres = throwaway_postgres(fsync=True) if arguments.database == "postgresql" else nullcontext("")
    with tempfile.TemporaryDirectory(prefix="bench-billing-") as var, postgres as url:
        os.environ.update({"BOXOFFICE_VAR": var, "DJANGO_SETTINGS_MODULE": "boxoffice.settings", "DATABASE_URL": url})
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        import django

        django.setup()
        measure(arguments.invoices)


def measure(count):
    from invoicing.models import BillingRun, Paper
    from tests import cast

    last, fay = charge(count), cast.staff("fay", "Finance")
    run = BillingRun.objects.create(until=last, created_by=fay)
    with workers():
        began = time.monotonic()
        run.start(by=fay)
        wait(lambda: BillingRun.objects.get(pk=run.pk).issued_at)
        issued = time.monotonic() - began
        wait(lambda: Paper.objects.count() >= count)
        whole = time.monotonic() - began
    plain = plainly(count)
    print(f"{count} invoices of 4 lines, two workers, load average {os.getloadavg()[0]:.1f}")
    print(f"{'':50}{'seconds':>9}{'a second':>10}")
    for title, seconds in (("issued", issued), ("issued, drawn, stored: the whole run", whole),
                           ("the same pages plainly, one process, no database", plain)):  # fmt: skip
        print(f"{title:50}{seconds:9.1f}{count / seconds:10.0f}")
    print(f"the whole run costs {whole / plain:.1f} times the plain pages")
    batch(count)


def charge(count):
    """So many traders with four market days each on account, written in bulk; the last day."""
    from events.models import Customer
    from invoicing.models import Account, Charge
    from tests import cast

    days = cast.market(weeks=4, vat=("S", 2000))
    determination = cast.VatDetermination.objects.get()
    customers = Customer.objects.bulk_create(
        Customer(name=f"Trader {n}", address=f"{n} High Street\nTown", postcode="AB1 2CD") for n in range(count)
    )
    accounts = Account.objects.bulk_create(
        Account(customer=customer, reference=f"{700000000 + n}") for n, customer in enumerate(customers)
    )
    Charge.objects.bulk_create(
        Charge(account=account, on=day.day, description="Thursday market, pitch 12, regular trader", price=2450,
               basis="net", vat="S", vat_rate=2000, determination=determination, budget_code="MKT-4410")
        for account in accounts for day in days
    )  # fmt: skip
    return days[-1].day


@contextmanager
def workers():
    """The worker of the product, as ./run starts it."""
    process = subprocess.Popen([sys.executable, "manage.py", "qcluster"], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        time.sleep(3)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def wait(done):
    end = time.monotonic() + LIMIT
    while not done():
        if time.monotonic() > end:
            raise SystemExit("The run did not end.")
        time.sleep(0.1)


def plainly(count):
    """Seconds that ReportLab alone takes to draw the same words, the font subset each time."""
    import io

    from pypdf import PdfReader
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.pdfgen.canvas import Canvas

    from events.pdf_faces import FONT_DIRECTORY
    from invoicing.models import Paper

    pdfmetrics.registerFont(ttfonts.TTFont("Plain", str(FONT_DIRECTORY / "PublicSans-Regular.ttf")))
    words = PdfReader(io.BytesIO(bytes(Paper.objects.first().pdf))).pages[0].extract_text().splitlines()
    began = time.perf_counter()
    for _ in range(count):
        canvas = Canvas(io.BytesIO(), initialFontName="Plain")
        for row, line in enumerate(words):
            canvas.setFont("Plain", 10)
            canvas.drawString(50, 800 - 12 * row, line)
        canvas.save()
    return time.perf_counter() - began


def batch(count):
    """The print batch: stored pages joined into one tagged file."""
    import resource

    from events.pdf_join import join
    from invoicing.models import Paper

    pages = [bytes(pdf) for pdf in Paper.objects.order_by("pk").values_list("pdf", flat=True)]
    began = time.perf_counter()
    joined = join(pages, title="Batch", author="Council", subject="Print batch", when=None)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"print batch of {count}: {seconds:.1f} s, {len(joined) / 1e6:.1f} MB, this process {memory} MB at most; "
          f"one invoice is {len(pages[0]) / 1000:.0f} kB")  # fmt: skip


if __name__ == "__main__":
    main()
