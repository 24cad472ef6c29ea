"""What somebody with the link does: opens it, goes to Stripe's page, and chooses how it ends."""

import urllib.parse
import urllib.request
from urllib.error import HTTPError


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are shown, not followed."""

    def redirect_request(self, *_):
        return None


def link(invoice):
    return f"/pay/{invoice.pay_token}/"


def go_to_stripe(client, invoice):
    """The answer to pressing the button."""
    return client.post(f"{link(invoice)}card-payments/")


def choose(url, outcome):
    """(status, text, where it leads) of choosing an ending on Stripe's page."""
    data = urllib.parse.urlencode({"outcome": outcome}).encode()
    try:
        answer = urllib.request.build_opener(Stay).open(url, data)
    except HTTPError as redirect:
        answer = redirect
    return answer.status, answer.read().decode(), answer.headers.get("Location", "")


def pay(client, invoice, outcome="pay"):
    """From the button to the end of Stripe's page: where that leads, as an address of ours."""
    status, _, back = choose(go_to_stripe(client, invoice)["Location"], outcome)
    assert status == 303
    return back.removeprefix("http://testserver")


def words(answer):
    return answer.content.decode()
