"""Several racers forked from one process, so that Django starts once for all: `starter MODULE SCENARIO RACERS …`.

Each does module.SCENARIOS[scenario](number, racers, …) in a process of its own. Prints the list of their outcomes.
"""

import importlib
import json
import os
import random
import sys
import traceback


def main(module, scenario, racers, *arguments):
    work = importlib.import_module(module).SCENARIOS[scenario]
    check_unconnected()
    started = [start(work, [str(number), racers, *arguments]) for number in range(int(racers))]
    outcomes = [finished(*one) for one in started]
    return [json.loads(said) for said in outcomes if said] if all(outcomes) else sys.exit(1)


def check_unconnected():
    """Two processes must never speak on one connection."""
    from django.db import connection

    if connection.connection is not None:
        raise RuntimeError("The module of these racers asks the database as it is imported.")


def start(work, arguments):
    """(id, the end to read from) of a new process that does this work."""
    there, here = os.pipe()
    pid = os.fork()
    if pid:
        os.close(here)
        return pid, there
    random.seed()
    try:
        said = json.dumps(work(*arguments) or {}).encode()
        os.write(here, said)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def finished(pid, there):
    """What a racer said; nothing where it failed."""
    with os.fdopen(there, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    return said if status == 0 else b""


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))  # noqa: T201
