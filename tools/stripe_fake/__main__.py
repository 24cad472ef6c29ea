"""Start the stand-in: python -m tools.stripe_fake --port 8001 --webhook http://127.0.0.1:8000/api/stripe/webhook

The secret that signs webhooks is taken from STRIPE_WEBHOOK_SECRET, where others cannot read it, or from --secret.
"""

import argparse
import os
import signal
import sys

from tools.stripe_fake.server import StandIn


def main():
    parser = argparse.ArgumentParser(prog="python -m tools.stripe_fake", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0, help="where to listen on 127.0.0.1; any free port without it")
    parser.add_argument("--webhook", default="", help="the address that is told of every event")
    parser.add_argument("--secret", default=os.environ.get("STRIPE_WEBHOOK_SECRET", ""), help="signs the webhooks")
    chosen = parser.parse_args()
    if not chosen.secret:
        parser.error("Set STRIPE_WEBHOOK_SECRET, for the site and for this, to the same long random text.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with StandIn(chosen.port, chosen.webhook, chosen.secret) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
