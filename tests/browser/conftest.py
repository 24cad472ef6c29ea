"""A server of its own for browser tests, on a database of its own, and a page that minds its console.

pytest-django's live_server cannot be used: it empties the tables after each test, and the guards refuse that.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from tests.browser.shell import Shell
from tools.environment import ROOT, chromium
from tools.stripe_fake.server import StandIn

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]  # fmt: skip
PEOPLE = ["sam", "fay", "mo", "dee", "pat", "max", "amy"]
PASSWORD = "a quiet seat in row C"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_up(url, server, seconds=30):
    for _ in range(seconds * 10):
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped by itself with {server.returncode}.")
        try:
            return urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The server did not answer in {seconds} seconds.")


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """A server and its worker for all the files of this process: .url, .shell, .stripe, and its .database, a file,
    with the .built one beside it: as it was when nobody had played on it.
    """
    port, var = free_port(), tmp_path_factory.mktemp("stage")
    stripe = StandIn(webhook=f"http://127.0.0.1:{port}/api/stripe/webhook")
    threading.Thread(target=stripe.serve_forever, daemon=True).start()
    environment = {**os.environ, "BOXOFFICE_VAR": str(var), "DATABASE_URL": "",
                   "DJANGO_SETTINGS_MODULE": "boxoffice.settings", "STRIPE_SECRET_KEY": "sk_test_stage",
                   "STRIPE_API_BASE": stripe.url, "STRIPE_WEBHOOK_SECRET": stripe.secret}  # fmt: skip

    for module in ("tests.tables", "tests.browser.stage"):
        subprocess.run([sys.executable, "-m", module], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    database, built = var / "boxoffice.sqlite3", var / "built.sqlite3"
    copy(database, built)
    shell = Shell(environment)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--blocking-threads", "4", "--log-level", "error", "boxoffice.wsgi:application"]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    worker = subprocess.Popen([sys.executable, "manage.py", "qcluster"], cwd=ROOT, env=environment,
                              start_new_session=True)  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(url, server)
        yield SimpleNamespace(url=url, shell=shell, stripe=stripe, database=database, built=built)  # noqa: S604
    finally:
        shell.close()
        stripe.shutdown()
        for child in (server, worker):
            child.terminate()
        for child in (server, worker):
            child.wait(timeout=20)


@pytest.fixture(scope="module")
def stage(house):
    """The stage with the cast on it, for each file as it was built: .url, .password, .emails[name], .stripe (the
    stand-in for Stripe that card payments go to), .shell(python) → what it printed.
    """
    copy(house.built, house.database)
    house.stripe.begin()
    yield SimpleNamespace(url=house.url, password=PASSWORD, shell=house.shell, stripe=house.stripe,  # noqa: S604
                          emails={name: f"{name}@alderbrook.example" for name in PEOPLE})  # fmt: skip


def copy(source, target):
    """All of one SQLite database into another in one transaction, while others have it open."""
    with closing(sqlite3.connect(source)) as begun, closing(sqlite3.connect(target, timeout=20)) as ended:
        begun.backup(ended)


@pytest.fixture(scope="session")
def chrome():
    """One Chromium for all the browser tests of this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(stage, chrome):
    """A fresh page of 1366×768. The test fails where its console showed an error; 422 is an answer, not an error."""
    context = chrome.new_context(base_url=stage.url, viewport={"width": 1366, "height": 768}, locale="en-GB",
                                 timezone_id="Europe/London", reduced_motion="reduce")  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(10_000)
    problems = []
    page.on("console", lambda said: said.type == "error" and "422" not in said.text and problems.append(said.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert not problems


@pytest.fixture
def sign_in(stage):
    """sign_in(page, "sam") signs Sam in and lands on their first desk."""

    def sign_in(page, name):
        page.goto("/sign-in/")
        page.fill("input[name=username]", stage.emails[name])
        page.fill("input[name=password]", stage.password)
        page.click("main button.primary")
        page.wait_for_url(lambda url: "/sign-in/" not in url)

    return sign_in


@pytest.fixture
def tablet(stage, chrome, sign_in, day):
    """tablet("mo") is a device of its own with Mo signed in, at the register of the module's own `day`."""
    contexts = []

    def open_tablet(name, width=1024, height=768):
        contexts.append(chrome.new_context(base_url=stage.url, viewport={"width": width, "height": height},
                                           locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda said: "Content Security" in said.text and page.problems.append(said.text))
        sign_in(page, name)
        page.goto(f"/market/days/{day}/")
        expect(page.locator("[data-bar]")).to_contain_text("In step")
        return page

    yield open_tablet
    for context in contexts:
        for page in context.pages:
            assert not page.problems
        context.close()


@pytest.fixture
def axe():
    """axe(page) fails the test where axe finds a violation, and says which and where; `without` are rules left out."""

    def check(page, without=()):
        options = {"rules": {rule: {"enabled": False} for rule in without}}
        found = Axe().run(page, options=options).response["violations"]
        assert not found, [f"{one['id']}: {node['target']} {node['failureSummary']}"
                           for one in found for node in one["nodes"]]  # fmt: skip

    return check
