"""A PostgreSQL that lives as long as a with-block: for the second test run, the races and the benchmarks."""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

NO_FSYNC = ["-c", "jit=off", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
PATIENCE = 30


@contextmanager
def throwaway_postgres(fsync=False, options=()):
    """The address of an empty database on 127.0.0.1. Raises LookupError where PostgreSQL is not installed."""
    programs, owner = find_programs(), owner_of_files()
    folder = Path(tempfile.mkdtemp(prefix="boxoffice-postgres-"))
    try:
        if owner:
            shutil.chown(folder, owner["user"], owner["group"])
        as_owner = {**owner, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        make_cluster(programs, folder / "data", as_owner)
        with server(programs, folder, [*([] if fsync else NO_FSYNC), *options], as_owner) as port:
            run([programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "boxoffice"], as_owner)
            yield f"postgres://postgres@127.0.0.1:{port}/boxoffice"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs():
    """The folder with initdb and postgres in it: the newest Debian keeps, or the one on PATH."""
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[-2]), reverse=True)
    on_path = shutil.which("initdb")
    for folder in [*debian, *([os.path.dirname(os.path.realpath(on_path))] if on_path else [])]:
        if os.access(f"{folder}/initdb", os.X_OK) and os.access(f"{folder}/postgres", os.X_OK):
            return Path(folder)
    raise LookupError("PostgreSQL is not installed here: no initdb and postgres (apt-get install postgresql).")


def owner_of_files():
    """PostgreSQL refuses to run as root, so root hands over to another account."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            group = pwd.getpwnam(name).pw_gid
            return {"user": name, "group": group, "extra_groups": []}
    raise LookupError("PostgreSQL cannot run as root, and there is no account 'postgres' or 'nobody' to run it.")


def make_cluster(programs, data, as_owner):
    run([programs / "initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C",
         "-D", data], as_owner)  # fmt: skip


@contextmanager
def server(programs, folder, options, as_owner):
    """A running server, and its port."""
    port = free_port()
    command = [programs / "postgres", "-D", folder / "data", "-p", port, "-h", "127.0.0.1", "-k", folder,
               "-c", "max_connections=200", *options]  # fmt: skip
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(list(map(str, command)), **{**as_owner, "stderr": log})
    try:
        wait_until_ready(process, programs, port, folder / "log")
        yield port
    finally:
        process.send_signal(signal.SIGINT)  # "fast": ends the sessions that are open
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(process, programs, port, log):
    ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    until = time.monotonic() + PATIENCE
    while subprocess.run(ready).returncode:
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)


def run(command, as_owner):
    done = subprocess.run(list(map(str, command)), **as_owner)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
