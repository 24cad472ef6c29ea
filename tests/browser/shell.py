"""A Python that stays open on the stage's database and does what tests set up: starting one anew takes seconds."""

import io
import json
import subprocess
import sys
import traceback
from contextlib import redirect_stdout

from tools.environment import ROOT


class Shell:
    """shell(code) does the code, with names of its own, and returns what it printed. Raises RuntimeError with its
    traceback where it breaks.
    """

    def __init__(self, environment):
        self.process = subprocess.Popen([sys.executable, "-m", "tests.browser.shell"], cwd=ROOT, env=environment,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip

    def __call__(self, code):
        print(json.dumps(code), file=self.process.stdin, flush=True)
        printed, broken = json.loads(self.process.stdout.readline())
        if broken:
            raise RuntimeError(broken)
        return printed.strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def done(code):
    """What the code printed, and its traceback where it broke."""
    printed, broken = io.StringIO(), ""
    try:
        with redirect_stdout(printed):
            exec(code, {"__name__": "__main__"})  # noqa: S102
    except Exception:
        broken = traceback.format_exc()
    return printed.getvalue(), broken


def main():
    import django
    from django.db import connections

    django.setup()
    for line in sys.stdin:
        answer = done(json.loads(line))
        connections.close_all()  # as at the end of a request: nothing is kept open or locked
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
