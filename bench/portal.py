"""How soon a trader with a slow telephone can use the month calendar and the pitch plan: the demo town, processor ÷ 6.

    .venv/bin/python -m bench.portal            three runs of each page, on a demo town of its own

Prints the server's processor time and queries, and in Chromium slowed down six times (CDP
Emulation.setCPUThrottlingRate) how long after the beginning of navigation the page was ready: the calendar's boxes can
be ticked, the plan's pitches can be chosen and their states are there. Beside it stands how long the page's main thread
was busy by its own processor clock, slowed down too: on a machine with other work this is the figure that holds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from statistics import median
from time import sleep

from tools.environment import ROOT, chromium

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]  # fmt: skip
GOAL = 1000  # ms
READY = {
    "calendar": "() => document.querySelector('#days input[type=checkbox]') !== null",
    "plan": "() => document.querySelector('[data-plan][data-ready] .place.may-choose') !== null",
    "check": "() => document.querySelector('#book') !== null",
}
PAGES = """
import json
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time import process_time
from boxoffice.models import User
from events.models import Event
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(email="amy@alderbrook.example"))
event = Event.objects.get(slug="saturday-market")
days = event.occurrences.upcoming()[5:8]
query = "&".join(f"day={day.pk}" for day in days)
place = days[0].plan.places.all()[20].pk
pages = {"calendar": f"/portal/days/?event={event.slug}&month={days[0].day:%Y-%m}", "plan": f"/portal/pitches/?{query}",
         "availability": f"/portal/availability?{query}", "check": f"/portal/check/?{query}&place={place}"}
found = {}
for name, address in pages.items():
    client.get(address)
    times = []
    for _ in range(5):
        with CaptureQueriesContext(connection, ) as queries:
            start = process_time()
            answer = client.get(address)
            times.append(process_time() - start)
    found[name] = {"address": address, "status": answer.status_code, "bytes": len(answer.content),
                   "queries": len(queries), "ms": round(sorted(times)[2] * 1000, 1)}
print("RESULT" + json.dumps(found))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=8647)
    parser.add_argument("--var", help="the folder of a demo town that is loaded already")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BOXOFFICE_VAR": chosen.var or folder, "DATABASE_URL": "", "DEBUG": "0"}
        if not chosen.var:
            run(environment, "manage.py", "setup", "--demo")
        pages = json.loads(run(environment, "manage.py", "shell", "--no-imports", "-c", PAGES).split("RESULT")[1])
        for name, page in pages.items():
            say(f"{name:13} {page['ms']:6} ms, {page['queries']} queries, {page['bytes']:,} bytes on the server")
        late = in_a_browser(environment, chosen, pages)
    return 1 if late else 0


def run(environment, *command):
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE,
                          text=True)  # fmt: skip
    return done.stdout


def in_a_browser(environment, chosen, pages):
    """Measure each page as its first visit and as a later one; the names of those that missed the goal."""
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(chosen.port),
         "--no-ws", "--log-level", "error", "boxoffice.wsgi:application"], cwd=ROOT, env=environment)  # fmt: skip
    try:
        wait(chosen.port)
        return [name for name in READY if worst(chosen, name, pages[name]["address"]) > GOAL]
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait(port):
    for _ in range(300):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except OSError:
            sleep(0.1)
    raise SystemExit("The server did not answer.")


def worst(chosen, name, address):
    """The larger of both medians in milliseconds; says both, and how long the main thread was busy."""
    from playwright.sync_api import sync_playwright

    first, later = [], []
    with sync_playwright() as playwright:
        for _ in range(chosen.runs):
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
            page = browser.new_page(viewport={"width": 390, "height": 844})
            sign_in(page, chosen.port)
            slow = page.context.new_cdp_session(page)
            slow.send("Performance.enable", {"timeDomain": "threadTicks"})
            slow.send("Emulation.setCPUThrottlingRate", {"rate": 6})
            for times in (first, later):
                times.append(ready(page, slow, f"http://127.0.0.1:{chosen.port}{address}", name))
            browser.close()
    for visit, times in (("first visit", first), ("later", later)):
        waited, busy = (sorted(each) for each in zip(*times, strict=True))
        say(f"{name:13} {visit:11} ready after {median(waited):5.0f} ms (least {waited[0]:.0f}), main thread busy "
            f"{median(busy):5.0f} ms (least {busy[0]:.0f}); goal {GOAL} ms")  # fmt: skip
    return max(median(waited for waited, _ in times) for times in (first, later))


def ready(page, slow, address, name):
    """(ms from the beginning of navigation until the page can be used, ms that its main thread was busy)."""
    before = busy(slow)
    page.goto(address, wait_until="commit")
    page.wait_for_function(READY[name], polling="raf", timeout=60_000)
    waited, after = page.evaluate("performance.now()"), busy(slow)
    return waited, after - before if after > before else after


def busy(slow):
    """Milliseconds of tasks on the page's main thread so far, by its processor clock."""
    metrics = {one["name"]: one["value"] for one in slow.send("Performance.getMetrics")["metrics"]}
    return 1000 * metrics["TaskDuration"]


def sign_in(page, port):
    page.goto(f"http://127.0.0.1:{port}/sign-in/")
    page.fill("input[name=username]", "amy@alderbrook.example")
    page.fill("input[name=password]", "alderbrook-demo-2026")
    page.click("main button.primary")
    page.wait_for_url("**/portal/**")


def say(words):
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
