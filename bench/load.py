"""Load: paid orders, a stampede and watching pages, over HTTP, from one process on the same machine.

python -m bench.load --base-url http://127.0.0.1:8000 --token … --orders 1,2,3 --stampede 4
(bench/serve.py starts a server, makes the house and runs this.)
"""

import argparse
import asyncio
import json
import random
import time
from dataclasses import dataclass, field

from bench.adapters import ADAPTERS, ERROR, REFUSED, SOLD
from bench.http_client import Connection

MOST_CLIENTS, MOST_SECONDS, MOST_REQUESTS = 200, 120, 5000
PATIENCE = 60  # seconds for one answer


@dataclass
class Result:
    """What one scenario did."""

    name: str
    clients: int
    seconds: float = 0
    outcomes: dict = field(default_factory=lambda: {SOLD: 0, REFUSED: 0, ERROR: 0})
    times: list = field(default_factory=list)

    @property
    def rate(self):
        return self.outcomes[SOLD] / self.seconds if self.seconds else 0

    def percentile(self, part):
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000 if ordered else 0

    def row(self):
        counts = (self.outcomes[SOLD], self.outcomes[REFUSED], self.outcomes[ERROR])
        return (f"{self.name:<22}{self.clients:>8}{self.seconds:>8.2f}{counts[0]:>8}{counts[1]:>8}{counts[2]:>7}"
                f"{self.rate:>9.1f}{self.percentile(0.5):>9.1f}{self.percentile(0.95):>9.1f}"
                f"{self.percentile(0.99):>9.1f}")  # fmt: skip

    def facts(self):
        return {"name": self.name, "clients": self.clients, "seconds": round(self.seconds, 3), **self.outcomes,
                "per_second": round(self.rate, 1), "p50_ms": round(self.percentile(0.5), 1),
                "p95_ms": round(self.percentile(0.95), 1), "p99_ms": round(self.percentile(0.99), 1)}  # fmt: skip


HEADER = (f"{'scenario':<22}{'clients':>8}{'seconds':>8}{'done':>8}{'refused':>8}{'errors':>7}{'a second':>9}"
          f"{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")  # fmt: skip


async def drive(name, clients, jobs, adapter, seconds=None):
    """Let `clients` take jobs, each a function of a connection, from one shared iterator until it or time ends."""
    result = Result(name, clients)
    connections = [Connection(adapter.base_url, adapter.headers) for _ in range(clients)]
    started = time.perf_counter()
    until = started + (seconds or MOST_SECONDS)

    async def client(connection):
        for job in jobs:
            asked = time.perf_counter()
            if asked >= until:
                return
            try:
                outcome = await asyncio.wait_for(job(connection), PATIENCE)
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
                outcome = ERROR
                connection.close()
            result.times.append(time.perf_counter() - asked)
            result.outcomes[outcome] += 1

    await asyncio.gather(*map(client, connections))
    result.seconds = time.perf_counter() - started
    for connection in connections:
        connection.close()
    return result


async def pairs_of(adapter, occurrences):
    """Every pair of free neighbours at these occurrences, in random order: [(occurrence, [place, place])]."""
    connection = Connection(adapter.base_url, adapter.headers)
    pairs = []
    for occurrence in occurrences:
        free = await adapter.places(connection, occurrence)
        pairs += [(occurrence, free[i : i + 2]) for i in range(0, len(free) - 1, 2)]
    connection.close()
    random.shuffle(pairs)
    return pairs


async def orders(adapter, pairs, clients, seconds):
    """Paid orders of two named places, each pair asked for once."""
    def fresh():
        while pairs:
            pair = pairs.pop()
            yield lambda connection, pair=pair: adapter.order(connection, *pair)

    return await drive("paid orders of 2", clients, fresh(), adapter, seconds)


async def stampede(adapter, occurrence, requests, clients):
    """Many want the best place left, at once."""
    jobs = (lambda connection: adapter.order_best(connection, occurrence) for _ in range(requests))
    return await drive(f"stampede of {requests}", clients, jobs, adapter)


async def watching(adapter, occurrences, clients, seconds):
    """Pages that ask every moment what is free."""
    def endless():
        while True:
            occurrence = random.choice(occurrences)
            yield lambda connection, occurrence=occurrence: adapter.availability(connection, occurrence)

    return await drive("availability", clients, endless(), adapter, seconds)


async def sold(adapter, occurrences):
    """Places sold in all, as the system itself says."""
    connection = Connection(adapter.base_url, adapter.headers)
    total = sum([await adapter.sold(connection, occurrence) for occurrence in occurrences])
    connection.close()
    return total


async def run(adapter, asked, meter=lambda: None):
    """Every scenario in turn; a list of results, with what was sold beside what the orders were told.

    `meter()` is called before and after each scenario, for whoever watches the server.
    """
    results, pairs = [], await pairs_of(adapter, asked.orders)
    await orders(adapter, pairs, 4, 1)  # warm: caches, connections, prepared statements
    before = await sold(adapter, asked.orders)
    print(HEADER, flush=True)
    plans = [orders(adapter, pairs, clients, asked.seconds) for clients in asked.clients]
    plans += [watching(adapter, asked.orders, 16, asked.seconds)]
    plans += [stampede(adapter, asked.stampede, asked.requests, asked.rush)] if asked.stampede else []
    for plan in plans:
        meter()
        results.append(await plan)
        print(results[-1].row(), meter() or "", flush=True)
    told = 2 * sum(result.outcomes[SOLD] for result in results if result.name.startswith("paid"))
    print(f"paid orders were told {told} places are theirs; {await sold(adapter, asked.orders) - before} were sold")
    if asked.stampede:
        told = results[-1].outcomes[SOLD]
        print(f"the stampede was told {told} places are theirs; {await sold(adapter, [asked.stampede])} were sold")
    return results


def ids(text):
    return [int(one) for one in text.split(",")]


def parser():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--adapter", choices=ADAPTERS, default="boxoffice")
    options.add_argument("--seconds", type=float, default=10, help="for each scenario (%(default)s)")
    options.add_argument("--clients", type=ids, default=[1, 8, 16], help="for paid orders, a run each")
    options.add_argument("--requests", type=int, default=1000, help="in the stampede (%(default)s)")
    options.add_argument("--rush", type=int, default=100, help="clients of the stampede (%(default)s)")
    options.add_argument("--json", help="also write the results to this file")
    return options


def bounded(asked):
    """The same request, within what one machine should bear."""
    asked.seconds = min(asked.seconds, MOST_SECONDS)
    asked.clients = [min(clients, MOST_CLIENTS) for clients in asked.clients]
    asked.requests, asked.rush = min(asked.requests, MOST_REQUESTS), min(asked.rush, MOST_CLIENTS)
    return asked


def keep(results, path):
    if path:
        with open(path, "w") as file:
            json.dump([result.facts() for result in results], file, indent=1)


if __name__ == "__main__":
    options = parser()
    options.add_argument("--base-url", required=True)
    options.add_argument("--token", required=True)
    options.add_argument("--orders", type=ids, required=True, help="ids of occurrences to sell from")
    options.add_argument("--stampede", type=int, help="id of the occurrence to rush at")
    chosen = bounded(options.parse_args())
    keep(asyncio.run(run(ADAPTERS[chosen.adapter](chosen.base_url, chosen.token), chosen)), chosen.json)
