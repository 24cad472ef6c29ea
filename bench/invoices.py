"""The list of invoices beside raw SQL in the same run: 100,000 invoices, whole pages through Django's test client.

    python -m bench.invoices                       on SQLite and on a throw-away PostgreSQL
    python -m bench.invoices --count 20000 --database sqlite

A page is signed in, filtered, sorted, counted with all its tabs and figures, and rendered. The rival is the one
statement in raw SQL that finds the same page of rows, and the one that counts them. The first load of each page after
the data changed also counts what waits for the post; it is the column “first”. “Processor” is the time that this
process computed, which on SQLite is all the work there is, however busy the machine.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, TARGET = 7, 200
ROWS = """SELECT i.id, i.number, i.issued_on, i.due_on, i.net + i.vat_amount, c.name, a.reference,
  (SELECT SUM(owing) FROM invoicing_openitem o WHERE o.invoice_id = i.id)
  FROM invoicing_invoice i JOIN invoicing_account a ON a.id = i.account_id
  JOIN events_customer c ON c.id = a.customer_id
  WHERE i.issued_on IS NOT NULL AND {where} ORDER BY {order} LIMIT 100 OFFSET {offset}"""
COUNT = """SELECT COUNT(*) FROM invoicing_invoice i JOIN invoicing_account a ON a.id = i.account_id
  JOIN events_customer c ON c.id = a.customer_id WHERE i.issued_on IS NOT NULL AND {where}"""
LATEST = "i.issued_on DESC, i.id DESC"
OPEN = "i.id IN (SELECT invoice_id FROM invoicing_openitem WHERE {})"
MARKET = """i.id IN (SELECT h.invoice_id FROM invoicing_charge h JOIN events_bookingline l ON l.id = h.line_id
  JOIN events_occurrence o ON o.id = l.occurrence_id WHERE o.event_id = {market})"""
POSTED = """SELECT p.invoice_id FROM invoicing_dispatch d JOIN invoicing_paper p ON p.id = d.paper_id
  WHERE d.channel = 'post' AND p.invoice_id IS NOT NULL"""
PAGES = [
    ("all, page 1", "", "1 = 1", 1, LATEST),
    ("all, page 500", "", "1 = 1", 500, LATEST),
    ("overdue", "view=overdue", OPEN.format("due_on < '{today}'"), 1, LATEST),
    ("not yet printed", "view=unprinted", f"a.delivery <> 'email' AND i.id NOT IN ({POSTED})", 1, LATEST),
    ("by trader's name", "q=Gwen", "UPPER(c.name) LIKE '%%GWEN%%'", 1, LATEST),
    ("by number", "q=00412", "i.number LIKE '%%00412%%'", 1, LATEST),
    ("by amount", "q=62.88", "i.net + i.vat_amount = 6288", 1, LATEST),
    ("by market", "market={market}", MARKET, 1, LATEST),
    ("by market, page 100", "market={market}", MARKET, 100, LATEST),
    ("by age", "age=61", OPEN.format("due_on <= '{old}'"), 1, LATEST),
    ("by budget code", "code=MKT-4410",
     "i.id IN (SELECT invoice_id FROM invoicing_charge WHERE budget_code = 'MKT-4410')", 1, LATEST),
    ("paid", "status=paid", "i.id NOT IN (SELECT invoice_id FROM invoicing_openitem)", 1, LATEST),
    ("most owed first", "sort=-owed", "1 = 1", 1, "8 DESC, i.id DESC"),
    ("by trader, page 500", "sort=trader", "1 = 1", 500, "c.name, i.id"),
]  # fmt: skip


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--count", type=int, default=100_000)
    asked.add_argument("--database", choices=["sqlite", "postgresql"])
    asked.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = asked.parse_args()
    if asked.measure:
        return measure(asked.count)
    worst = [run(database, asked.count) for database in ([asked.database] if asked.database else WHERE)]
    return max(worst)


def run(database, count):
    """One database in a process of its own; its exit code."""
    with tempfile.TemporaryDirectory() as folder, WHERE[database]() as url:
        environment = {**os.environ, "DATABASE_URL": url, "BOXOFFICE_VAR": folder,
                       "DJANGO_SETTINGS_MODULE": "boxoffice.settings"}  # fmt: skip
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "bench.invoices", "--measure", "--count", str(count)]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def on_sqlite():
    from contextlib import nullcontext

    return nullcontext("")


def on_postgresql():
    from tests.postgres import throwaway_postgres

    return throwaway_postgres(fsync=True)


WHERE = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def measure(count):
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from boxoffice.models import User
    from events.models import Event

    begun = time.perf_counter()
    fill(count)
    print(f"\n{connection.vendor}: {count:,} invoices made in {time.perf_counter() - begun:.0f} s")
    client = Client()
    client.force_login(User.objects.get(email__startswith="fay@"))
    market = Event.objects.get(slug="thursday-market").pk
    print(f"{'':22}{'page, ms':>10}{'processor':>11}{'first':>8}{'raw SQL':>9}{'ratio':>7}")
    return max([one_page(client, market, *page) for page in PAGES])


def fill(count):
    from django.db import connection

    from bench.invoice_archive import Archive

    Archive(count).fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def one_page(client, market, title, query, where, number, order):
    """Measure and print one page; 1 where its median is above the target."""
    from datetime import timedelta

    from django.core.cache import cache
    from django.utils.timezone import localdate

    today = localdate()
    names = {"market": market, "today": today, "old": today - timedelta(days=61)}
    address = f"/finance/?{query.format(**names)}&page={number}"
    where = where.format(**names)
    sql = ROWS.format(where=where, order=order, offset=(number - 1) * 100), COUNT.format(where=where)
    cache.clear()
    first = taken(lambda: client.get(address))
    pages, raws, computed = [], [], time.process_time()
    for _ in range(ROUNDS):
        client.get(address)
    computed = (time.process_time() - computed) * 1000 / ROUNDS
    for _ in range(ROUNDS):
        pages.append(taken(lambda: client.get(address)))
        raws.append(taken(lambda: asked(sql)))
    page, raw = statistics.median(pages), statistics.median(raws)
    print(f"{title:22}{page:10.0f}{computed:11.0f}{first:8.0f}{raw:9.1f}{page / raw:7.1f}", flush=True)
    return page > TARGET


def asked(statements):
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("%%", "%"))
            cursor.fetchall()


def taken(work):
    """Milliseconds; a page must have answered."""
    begun = time.perf_counter()
    answer = work()
    spent = (time.perf_counter() - begun) * 1000
    if answer is not None and answer.status_code != 200:
        raise SystemExit(f"It answered {answer.status_code}.")
    return spent


if __name__ == "__main__":
    sys.exit(main())
