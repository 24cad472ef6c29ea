"""A server to load: a throw-away database, the house of bench/house.py, granian as ./run starts it, then bench/load.py.

python -m bench.serve [--database postgres|sqlite] [--seconds 10] [--clients 1,8,16]
"""

import asyncio
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bench import load
from bench.adapters import Boxoffice
from tests.postgres import free_port, throwaway_postgres

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def main():
    options = load.parser()
    options.add_argument("--database", choices=["postgres", "sqlite"], default="postgres")
    asked = load.bounded(options.parse_args())
    database = throwaway_postgres(fsync=True) if asked.database == "postgres" else nullcontext("")
    with tempfile.TemporaryDirectory(prefix="boxoffice-bench-") as folder, database as url:
        environment = {**os.environ, "DATABASE_URL": url, "BOXOFFICE_VAR": folder, "DEBUG": "0"}
        python(environment, "manage.py", "migrate", "--verbosity", "0")
        house = json.loads(python(environment, "-m", "bench.house"))
        asked.orders, asked.stampede = house["orders"], house["stampede"]
        with granian(environment) as (base_url, pid):
            adapter = Boxoffice(base_url, house["token"], house["price_type"])
            results = asyncio.run(load.run(adapter, asked, Meter(pid)))
        lines = json.loads(python(environment, "-m", "bench.house", "count"))
    oversold = sum(lines - places for lines, places in lines.values())
    print(f"live lines in the database: {sum(lines for lines, _ in lines.values())}, oversold: {oversold}")
    load.keep(results, asked.json)
    return 1 if oversold or any(result.outcomes["error"] for result in results) else 0


def python(environment, *arguments):
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed.")
    return done.stdout


def as_run_does():
    """The script ./run, whose granian options are the ones that are measured."""
    loader = importlib.machinery.SourceFileLoader("run_script", str(ROOT / "run"))
    script = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_script", loader))
    loader.exec_module(script)
    return script


@contextmanager
def granian(environment):
    """A running server: its address and process id."""
    os.environ["DATABASE_URL"] = environment["DATABASE_URL"]
    script, port = as_run_does(), free_port()
    command = [sys.executable, "-m", "granian", *map(str, script.granian_options("127.0.0.1", port))]
    server = subprocess.Popen([*command, "boxoffice.wsgi:application"], cwd=ROOT, env=environment)
    try:
        until = time.monotonic() + 30
        while not script.answers("127.0.0.1", port):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("The server did not start.")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


class Meter:
    """Processor time of the server and its workers between two calls, and the memory of the largest, from /proc."""

    def __init__(self, pid):
        self.pid, self.last = pid, 0.0

    def __call__(self):
        seconds, largest = 0.0, 0
        for process in [self.pid, *children_of(self.pid)]:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
            largest = max(largest, int(fields[21]) * PAGE)
        used, self.last = seconds - self.last, seconds
        return f"  server CPU {used:.2f} s, largest process {largest / 1e6:.0f} MB"


def children_of(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


if __name__ == "__main__":
    sys.exit(main())
