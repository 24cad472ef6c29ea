"""The HTTP server: the API under /v1/, pages under /pay/ and /readers/, /control for whoever knows the secret."""

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tools.stripe_fake import pages, shapes
from tools.stripe_fake.courier import Courier
from tools.stripe_fake.errors import ApiError, missing
from tools.stripe_fake.faults import Faults
from tools.stripe_fake.form import nested
from tools.stripe_fake.idempotency import Keys
from tools.stripe_fake.state import DECLINES, Books
from tools.stripe_fake.terminal import TAPS, Readers


class StandIn(ThreadingHTTPServer):
    """The stand-in with everything it knows: .url, .books, .readers, .courier, .faults; .asked: each API request."""

    daemon_threads = True

    def __init__(self, port=0, webhook="", secret="whsec_stand_in"):  # noqa: S107 - protects nothing but the demo
        super().__init__(("127.0.0.1", port), Handler)
        self.url, self.secret = f"http://127.0.0.1:{self.server_port}", secret
        self.courier = Courier(webhook, secret)
        self.begin()

    def begin(self):
        """Know nothing yet: no session, no intent, no reader, no idempotency key, no fault."""
        self.faults, self.keys = Faults(), Keys()
        self.books, self.asked = Books(self.url, self.tell), []
        self.readers = Readers(self.books)

    def tell(self, kind, data):
        self.courier.send(shapes.event(kind, data, "2026-10-28.endive"))


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing: the site's own log is enough."""

    def do_GET(self):
        self.handle_request(b"")

    def do_POST(self):
        self.handle_request(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def handle_request(self, body):
        path = urlsplit(self.path).path
        if path.startswith("/v1/"):
            self.api(path, body.decode())
        elif path.startswith("/pay/"):
            self.pay(path.removeprefix("/pay/").strip("/"), body.decode())
        elif path.startswith("/readers/"):
            self.reader(path.removeprefix("/readers/").strip("/"), body.decode())
        elif path == "/control" and self.headers.get("Authorization") == f"Bearer {self.server.secret}":
            self.control(json.loads(body))
        else:
            self.answer(404, "Nothing here.", "text/plain")

    def api(self, path, body):
        """One API call, with the faults asked for and its idempotency key kept."""
        fault, key = self.server.faults.take(path), self.headers.get("Idempotency-Key")
        self.server.asked.append((self.command, path, nested(body), key))
        try:
            if fault.status:
                raise fault.error()
            if fault.silence and not fault.after:
                return self.silence(fault.silence)
            self.check_key()
            status, answer, replayed = self.once(key, path, body) if key else (200, self.work(path, body), False)
        except ApiError as error:
            return self.answer_json(error.status, error.body)
        if fault.silence:
            return self.silence(fault.silence)
        return self.answer_json(status, answer, replayed)

    def check_key(self):
        """Test keys only: whoever sends a live one here has set something wrongly."""
        if not self.headers.get("Authorization", "").startswith("Bearer sk_test_"):
            raise ApiError(401, "invalid_request_error", "api_key_invalid", "Invalid API Key provided.")

    def once(self, key, path, body):
        """(status, answer, whether it is a replay) of a call with an idempotency key."""
        keys, request = self.server.keys, (self.command, path, body)
        if (answer := keys.first(key, request)) is not None:
            return 200, answer, True
        try:
            answer = json.loads(json.dumps(self.work(path, body)))
        except BaseException:
            keys.drop(key)
            raise
        keys.keep(key, request, answer)
        return 200, answer, False

    def work(self, path, body):
        """What a call does, by its method and path."""
        match self.command, path.removeprefix("/v1/").split("/"):
            case "POST", ["checkout", "sessions"]:
                return self.server.books.open_session(nested(body))
            case "GET", ["checkout", "sessions", identity]:
                return self.server.books.session(identity)
            case "POST", ["checkout", "sessions", identity, "expire"]:
                return self.server.books.expire(identity)
            case "GET", ["payment_intents", identity]:
                return self.server.books.intent(identity)
            case "POST", ["refunds"]:
                return self.server.books.refund(nested(body))
            case method, ["payment_intents" | "terminal", *_]:
                return self.terminal(method, path, nested(body))
        raise missing("address in this stand-in", f"{self.command} {path}")

    def terminal(self, method, path, params):
        """What a call about a card reader or its payment does."""
        readers = self.server.readers
        match method, path.removeprefix("/v1/").split("/"):
            case "POST", ["payment_intents"]:
                return readers.create_intent(params)
            case "POST", ["payment_intents", identity, "cancel"]:
                return readers.cancel_intent(identity, params)
            case "GET", ["terminal", "readers", identity]:
                return readers.reader(identity)
            case "POST", ["terminal", "readers", identity, "process_payment_intent"]:
                return readers.process(identity, params)
            case "POST", ["terminal", "readers", identity, "cancel_action"]:
                return readers.stop(identity, params)
        raise missing("address in this stand-in", f"{method} {path}")

    def reader(self, identity, body):
        """The page that stands for a card reader: hold a card to it, or not."""
        readers, how = self.server.readers, parse_qs(body).get("how", [""])[0]
        if not identity.startswith("tmr_"):
            return self.answer(404, pages.unknown())
        if how in TAPS:
            readers.present(identity, how)
        return self.answer(200, pages.reader(readers.reader(identity), self.server.books))

    def pay(self, identity, body):
        """The page to pay on; a choice of ending sends the buyer on, or back to the page with the bank's no."""
        books = self.server.books
        if identity not in books.sessions:
            return self.answer(404, pages.unknown())
        session, outcome, declined = books.session(identity), parse_qs(body).get("outcome", [""])[0], ""
        if session["status"] != "open":
            return self.answer(200, pages.closed(session))
        if outcome == "pay":
            books.pay(identity)
            return self.redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", identity))
        if outcome == "leave":
            return self.redirect(session["cancel_url"] or f"/pay/{identity}")
        if outcome in DECLINES:
            declined = books.decline(identity, outcome)
        return self.answer(200, pages.pay(session, books.asked[identity], declined))

    def control(self, wanted):
        """{"faults": [{…}], "courier": {"hold": …, "late": …, "copies": …}, "release": "forwards" or "backwards"}"""
        for fault in wanted.get("faults", []):
            self.server.faults.add(**fault)
        for name, value in wanted.get("courier", {}).items():
            setattr(self.server.courier, name, value)
        if "release" in wanted:
            self.server.courier.release(wanted["release"] == "backwards")
        self.answer_json(200, {"done": True})

    def silence(self, seconds):
        time.sleep(seconds)
        self.close_connection = True

    def redirect(self, target):
        self.send_response(303)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer_json(self, status, value, replayed=False):
        self.answer(status, json.dumps(value), "application/json", {"Idempotent-Replayed": "true"} if replayed else {})

    def answer(self, status, text, kind="text/html", headers=None):
        body = text.encode()
        self.send_response(status)
        shared = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": len(body), "Cache-Control": "no-store",
                  "Request-Id": shapes.new_id("req")}  # fmt: skip
        for name, value in {**shared, **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)
