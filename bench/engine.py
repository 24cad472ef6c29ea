"""The engine against the raw database in one run: reserve, whole paid sale, and availability, as ratios.

    python -m bench.engine            on a throw-away PostgreSQL (fsync on)

The rival is the best raw SQL we know for the same rows, prepared statements on one connection of psycopg:
the same claim, the same booking and lines, payment, postings and confirmation, committed as one transaction.
"""

import os
import statistics
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEATS, CROWD, SALES = 1250, 300, 400


def main():
    from tests.postgres import throwaway_postgres

    with throwaway_postgres(fsync=True) as url:
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "boxoffice.settings"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        os.environ.update(environment)
        import django

        django.setup()
        measure()


def measure():
    from django.db import connection
    from django.utils.timezone import now

    from events.models import PriceBook
    from tests import cast

    performance = cast.show(seats=SEATS)
    days = crowd(performance)
    connection.cursor().execute("ANALYZE")
    seats = list(performance.plan.places.select_related("area"))
    adult = cast.price_type("adult")
    raw = Raw(connection.settings_dict, performance, adult)
    print(f"{SEATS} seats, {CROWD} other occurrences, pairs of seats, one client")
    print(f"{'':34}{'engine':>10}{'raw SQL':>10}{'ratio':>8}")
    compare("reserve 2 places, pricing them", days[:4], seats,
            lambda pair, day: engine_reserve(pair, day, adult), raw.reserve)  # fmt: skip
    book = PriceBook(days[:1], now())  # raw SQL is handed the price; this is the same question, as the API asks it
    compare("reserve 2 places, prices in hand", days[12:16], seats,
            lambda pair, day: engine_reserve(pair, day, adult, book), raw.reserve)  # fmt: skip
    compare("whole paid sale of 2 places", days[4:8], seats, lambda pair, day: engine_sell(pair, day, adult), raw.sell)
    availability(days)
    queries(days[20], seats, adult)


def crowd(performance):
    """Three hundred other performances of the same house, three of them half sold."""
    from events.models import Occurrence

    start = performance.starts_at
    Occurrence.objects.bulk_create(
        Occurrence(event=performance.event, plan=performance.plan, price_list=performance.price_list,
                   starts_at=start + timedelta(days=n), ends_at=start + timedelta(days=n, hours=3))
        for n in range(1, CROWD + 1)
    )  # fmt: skip
    return list(Occurrence.objects.with_parts().order_by("pk"))


def pairs(seats, day, count):
    return [((seats[2 * n], seats[2 * n + 1]), day) for n in range(count)]


def compare(title, days, seats, engine, raw):
    """Alternate engine and raw in blocks, so that both see the same machine; print the medians' ratio."""
    speeds = {engine: [], raw: []}
    for block in range(4):
        for turn, verb in enumerate((engine, raw)):
            work = pairs(seats, days[2 * (block // 2) + turn], SALES)[(block % 2) * 200 : (block % 2) * 200 + 200]
            began = time.perf_counter()
            for pair, day in work:
                verb(pair, day)
            speeds[verb].append(len(work) / (time.perf_counter() - began))
    ours, theirs = statistics.median(speeds[engine]), statistics.median(speeds[raw])
    print(f"{title:34}{ours:>8.0f}/s{theirs:>8.0f}/s{ours / theirs:>7.0%}")


def engine_reserve(pair, day, adult, book=None):
    from events.models import Booking

    return Booking.objects.reserve([(day, place, adult) for place in pair], channel="api", book=book)


def engine_sell(pair, day, adult):
    from events.models import Booking
    from events.models.transactions import retried
    from invoicing.models import Payment

    @retried
    def sell():
        booking = Booking.objects.reserve([(day, place, adult) for place in pair], channel="api")
        return Payment.objects.take(booking, "terminal")

    return sell()


def availability(days):
    from events import availability as available

    for day in days[17:20]:
        fill(day)
    times = []
    for _ in range(50):
        began = time.perf_counter()
        available.states(days[17])
        times.append((time.perf_counter() - began) * 1000)
    print(f"availability of {SEATS} places, half sold: {statistics.median(times):.1f} ms, SQL and string together")


def fill(day):
    from events.models import Booking
    from tests import cast

    seats = list(day.plan.places.select_related("area"))[::2]
    for start in range(0, len(seats), 40):
        wanted = [(day, seat, cast.price_type("adult")) for seat in seats[start : start + 40]]
        Booking.objects.reserve(wanted, channel="api").confirm()


def queries(day, seats, adult):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for start, number in ((500, 1), (510, 2), (520, 10), (540, 40)):
        with CaptureQueriesContext(connection) as context:
            engine_reserve(seats[start : start + number], day, adult)
        counts.append(f"{number}: {len(context)}")
    print(f"queries a reserve by places: {', '.join(counts)}")


class Raw:
    """The same rows by hand-written SQL."""

    def __init__(self, settings, performance, adult):
        import psycopg

        self.db = psycopg.connect(host=settings["HOST"], port=settings["PORT"], user=settings["USER"],
                                  dbname=settings["NAME"], prepare_threshold=2)  # fmt: skip
        self.adult = adult.pk
        self.determination = self.db.execute("SELECT id FROM events_vatdetermination").fetchone()[0]
        self.db.commit()

    def claim(self, pair, day, now):
        self.db.execute(
            "SELECT l.id FROM events_bookingline l JOIN events_booking b ON b.id = l.booking_id "
            "WHERE l.occurrence_id = %s AND l.place_id IN (%s, %s) AND l.released_at IS NULL",
            [day.pk, pair[0].pk, pair[1].pk]).fetchall()  # fmt: skip
        booking = self.db.execute(
            "INSERT INTO events_booking (reference, channel, status, reserved_until, created_at, parked_as, delivery, "
            "collector, note) VALUES (%s, 'api', 'reserved', %s, %s, '', '', '', '') RETURNING id",
            [uuid.uuid4().hex[:7], now + timedelta(minutes=10), now]).fetchone()[0]  # fmt: skip
        row = "(%s, %s, %s, %s, 1800, 0, 'gross', 'S', 2000, %s, 'THE-4100', %s, '', '', 0)"
        self.db.execute(
            "INSERT INTO events_bookingline (booking_id, occurrence_id, place_id, price_type_id, price, off, basis, "
            f"vat, vat_rate, determination_id, budget_code, token, release_reason, worked, kept) VALUES {row}, {row}",
            [v for place in pair for v in (booking, day.pk, place.pk, self.adult, self.determination,
                                           uuid.uuid4().hex[:22])])  # fmt: skip
        return booking

    def reserve(self, pair, day):
        self.claim(pair, day, datetime.now(UTC))
        self.db.commit()

    def sell(self, pair, day):
        now = datetime.now(UTC)
        booking = self.claim(pair, day, now)
        payment = self.db.execute(
            "INSERT INTO invoicing_payment (booking_id, method, amount, taken_at, reference, key) "
            "VALUES (%s, 'terminal', 3600, %s, '', '') RETURNING id", [booking, now]).fetchone()[0]  # fmt: skip
        confirm = "UPDATE events_booking SET status = 'confirmed', confirmed_at = %s WHERE id = %s"
        self.db.execute(confirm, [now, booking])
        row = "(%s, 'sale', %s, %s, %s, %s, %s, %s, %s)"
        entry = uuid.uuid4()
        moves = (("CARD-TERMINAL", "BOOKINGS", 3600), ("BOOKINGS", "THE-4100", 3000), ("BOOKINGS", "VAT-OUTPUT", 600))
        self.db.execute(
            "INSERT INTO invoicing_posting "
            "(entry, reason, \"on\", posted_at, debit, credit, amount, booking_id, payment_id) "
            f"VALUES {', '.join([row] * 3)}",
            [v for d, c, p in moves for v in (entry, now.date(), now, d, c, p, booking, payment)])  # fmt: skip
        self.db.commit()


if __name__ == "__main__":
    main()
