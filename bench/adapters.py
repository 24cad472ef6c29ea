"""How the load generator talks to a ticketing system: ours here, and what a rival's adapter must give."""

import json
import secrets

SOLD, REFUSED, ERROR = "sold", "refused", "error"


class Adapter:
    """One ticketing system. Every method is given a bench.http_client.Connection and asks over it.

    A rival's adapter must do the same work as ours: an order is paid and confirmed when `order` says SOLD, its places
    can be sold to nobody else, and asking again shows them sold. REFUSED is a proper answer that the places are gone.
    """

    def __init__(self, base_url, token, price_type=None):
        self.base_url, self.price_type = base_url, price_type
        self.headers = {"Authorization": f"Bearer {token}"}

    async def places(self, connection, occurrence):
        """Ids of the places that are free, neighbours beside each other."""
        raise NotImplementedError

    async def order(self, connection, occurrence, places):
        """Sell these places, paid in full, in one order: SOLD, REFUSED or ERROR."""
        raise NotImplementedError

    async def order_best(self, connection, occurrence):
        """Sell the best free place, paid in full: SOLD, REFUSED or ERROR."""
        raise NotImplementedError

    async def availability(self, connection, occurrence):
        """Ask what is free, as a page that watches would: SOLD for a good answer, ERROR for any other."""
        raise NotImplementedError

    async def sold(self, connection, occurrence):
        """How many places the system says are sold."""
        raise NotImplementedError


class Boxoffice(Adapter):
    """This product, through /api/v1/."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = {}

    async def places(self, connection, occurrence):
        _, _, body = await connection.ask("GET", f"/api/v1/occurrences/{occurrence}/places")
        found = json.loads(body)
        self.price_type = self.price_type or found["bands"][0]["prices"][0]["price_type"]
        return [place["id"] for place in found["places"] if place["state"] == "."]

    async def order(self, connection, occurrence, places):
        chosen = [{"place": place, "price_type": self.price_type} for place in places]
        return await self._book(connection, {"occurrence": occurrence, "places": chosen})

    async def order_best(self, connection, occurrence):
        best = {"occurrence": occurrence, "price_types": [self.price_type]}
        return await self._book(connection, {"best": best})

    async def _book(self, connection, asked):
        body = json.dumps({**asked, "payment": {"tender": "terminal"}}).encode()
        key = f"Idempotency-Key: {secrets.token_hex(12)}\r\n"
        status, _, answer = await connection.ask("POST", "/api/v1/bookings", body, key)
        if status == 201:
            return SOLD if b'"status":"confirmed"' in answer else ERROR
        return REFUSED if status == 409 else ERROR

    async def availability(self, connection, occurrence):
        seen = f"If-None-Match: {self.seen[occurrence]}\r\n" if occurrence in self.seen else ""
        status, headers, _ = await connection.ask("GET", f"/api/v1/occurrences/{occurrence}/availability", b"", seen)
        self.seen[occurrence] = headers.get("etag", "")
        return SOLD if status in (200, 304) else ERROR

    async def sold(self, connection, occurrence):
        _, _, body = await connection.ask("GET", f"/api/v1/occurrences/{occurrence}/availability")
        return json.loads(body)["states"].count("x")


ADAPTERS = {"boxoffice": Boxoffice}
