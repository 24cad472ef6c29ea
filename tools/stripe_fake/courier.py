"""Webhooks: each event signed and posted to one address, again when it is not accepted; held back where a test asks."""
# ruff: noqa: S310 - the address is the one from the command line

import hashlib
import hmac
import json
import threading
import time
import urllib.request

AGAIN = (1, 5, 20)  # seconds to wait before each further try


class Courier:
    """Posts events. While `hold` is set they wait in `held`, in order, until `release`."""

    def __init__(self, url, secret):
        self.url, self.secret = url, secret
        self.hold, self.late, self.copies = False, 0.0, 1
        self.held = []

    def send(self, event):
        if self.hold or not self.url:
            self.held.append(event)
            return
        for _ in range(self.copies):
            threading.Thread(target=self.deliver, args=[event, self.late], daemon=True).start()

    def release(self, backwards=False):
        """Post what was held, one after the other; the last first if `backwards`."""
        waiting, self.held, self.hold = self.held[:: -1 if backwards else 1], [], False
        for event in waiting:
            self.deliver(event)

    def deliver(self, event, late=0.0):
        """Post one event until it is accepted. True where it was."""
        time.sleep(late)
        for wait in (*AGAIN, None):
            if self.post(event):
                return True
            if wait is not None:
                time.sleep(wait)
        return False

    def post(self, event):
        body, signature = self.sealed(event)
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        request = urllib.request.Request(self.url, body, headers)
        try:
            return urllib.request.urlopen(request, timeout=10).status < 300
        except OSError:
            return False

    def sealed(self, event, at=None):
        """(body, Stripe-Signature): HMAC-SHA256 over the time, a full stop and the body, as Stripe documents it."""
        body, at = json.dumps(event).encode(), int(at or time.time())
        digest = hmac.new(self.secret.encode(), b"%d.%s" % (at, body), hashlib.sha256).hexdigest()
        return body, f"t={at},v1={digest}"
