"""The counter under eight clerks at once: best available, and the sale's commit, through the desk's own views.

    python -m bench.counter              on a throw-away PostgreSQL (fsync on), a house of 1,250 seats half sold

Each process is one counter with its own till: it asks for the best two seats of a performance (POST lines/), takes
exact cash (POST payments/) and starts again. Times are the server's own, from request to finished answer, taken in
the process that answers. `with pauses` waits as long as a very quick clerk does between two sales; `flat out` never
waits, so that eight processes share the machine's processors. Beside each time stands what the process itself had of
the processor, which a busy machine changes little. The rival is the same sale as raw SQL (bench/engine.py).
"""

import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEATS, COUNTERS, SALES, PAUSE = 1250, 8, 30, 1.5


def main():
    from tests.postgres import throwaway_postgres

    with throwaway_postgres(fsync=True) as url:
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "boxoffice.settings"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        run(environment, "fill")
        print(f"{SEATS} seats half sold, {COUNTERS} counters, {SALES} sales of two each; milliseconds of the server")
        raw = json.loads(run(environment, "raw"))
        print(f"raw SQL, one connection: the same sale {p95(raw):.1f} ms at p95")
        for name, pause in (("with pauses", PAUSE), ("flat out", 0)):
            both = [json.loads(one) for one in together(environment, pause)]
            for what in ("best", "commit"):
                times, own = zip(*[each for one in both for each in one[what]], strict=True)
                print(f"{name:<12} {what:<7} median {statistics.median(times):6.1f}  p95 {p95(times):6.1f}  "
                      f"{p95(times) / p95(raw):5.1f} × the raw sale; processor median {statistics.median(own):5.1f}  "
                      f"p95 {p95(own):5.1f}  ({len(times)} asked)")  # fmt: skip


def p95(times):
    return sorted(times)[int(len(times) * 0.95)]


def run(environment, *arguments):
    command = [sys.executable, "-m", "bench.counter", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def together(environment, pause):
    command = [sys.executable, "-m", "bench.counter", "sell"]
    clerks = [subprocess.Popen([*command, str(n), str(pause)], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
                               text=True) for n in range(COUNTERS)]  # fmt: skip
    return [clerk.communicate()[0] for clerk in clerks]


def fill():
    """Six performances of a house of 25 rows, half of it sold in twos and threes; eight clerks with open tills."""
    from django.db import connection

    from events.models import Booking, Place
    from tests import cast

    first = cast.show(seats=SEATS)
    for place in first.plan.places.all():
        row, seat = divmod(place.position - 1, 50)
        Place.objects.filter(pk=place.pk).update(row=f"{chr(65 + row)}", number=str(seat + 1), position=seat + 1,
                                                 appeal=row * 20 + abs(2 * seat - 49))  # fmt: skip
    first.plan.seal()
    adult, rng = cast.price_type("adult"), random.Random(5)
    seats = list(first.plan.places.select_related("area").order_by("row", "position"))
    start = 0
    while start < SEATS:
        size = rng.choice([1, 2, 2, 3, 4])
        if rng.random() < 0.5:
            wanted = [(first, seat, adult) for seat in seats[start : start + size]]
            Booking.objects.reserve(wanted, channel="shop").confirm()
        start += size
    for n in range(COUNTERS):
        cast.till(cast.staff(f"clerk{n}", "Box office"), f"Counter {n}")
    connection.cursor().execute("ANALYZE")
    print(first.lines.live().count())


def sell(number, pause):
    """One clerk: so many sales of two, each timed. Prints {best: [(ms, ms of the processor)], commit: […]}."""
    from django.test import Client

    from boxoffice.models import User
    from events.models import Booking, Occurrence

    client, fetch = Client(), {"HX-Request": "true"}
    client.force_login(User.objects.get(email=f"clerk{number}@alderbrook.example"))
    show, rng = Occurrence.objects.get(), random.Random(int(number))
    times = {"best": [], "commit": []}
    client.get(f"/counter/performances/{show.pk}/")
    for n in range(SALES + 3):
        time.sleep(rng.uniform(0, 2) * float(pause))
        wanted = {"performance": show.pk, "party": "2"}
        best, answer = timed(client.post, "/counter/lines/", wanted, headers=fetch)
        if answer.status_code != 200:
            raise RuntimeError(answer.content.decode())
        reference = client.session["basket"]
        address, asked = f"/counter/bookings/{reference}/payments/", pay_form(answer.content.decode())
        commit, answer = timed(client.post, address, asked, headers=fetch)
        booking = Booking.objects.get(reference=reference)
        if booking.status != "confirmed":
            raise RuntimeError(answer.content.decode())
        booking.cancel(reason="bench")  # so that the house stays half sold
        if n >= 3:  # the first ones load templates and plans
            times["best"].append(best)
            times["commit"].append(commit)
    print(json.dumps(times))


def pay_form(page):
    """What the button Exact cash sends: the hidden fields of its form, as the page has them."""
    end = page.index('data-key="Ctrl+Enter"')
    form = page[page.rindex("<form", 0, end) : end]
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form))


def timed(work, *args, **kwargs):
    """((milliseconds by the clock, of the processor), what came back)."""
    began, own = time.perf_counter(), time.process_time()
    answer = work(*args, **kwargs)
    return ((time.perf_counter() - began) * 1000, (time.process_time() - own) * 1000), answer


def raw():
    """The same sale as raw SQL, again and again: what the engine's own bench compares with."""
    from django.db import connection

    from bench.engine import Raw
    from events.models import Occurrence
    from tests import cast

    show = Occurrence.objects.get()
    taken = set(show.lines.live().values_list("place", flat=True))
    seats = [place for place in show.plan.places.order_by("-appeal") if place.pk not in taken][:200]
    rival, times = Raw(connection.settings_dict, show, cast.price_type("adult")), []
    for pair in zip(seats[::2], seats[1::2], strict=True):
        began = time.perf_counter()
        rival.sell(pair, show)
        times.append((time.perf_counter() - began) * 1000)
    print(json.dumps(times))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        import django

        django.setup()
        {"fill": fill, "sell": sell, "raw": raw}[sys.argv[1]](*sys.argv[2:])
