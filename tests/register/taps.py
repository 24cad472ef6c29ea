"""What a tablet sends, for tests: taps as the device makes them."""

import json
import uuid

from django.utils.timezone import now

from events.models import Occurrence, Said
from invoicing import register
from invoicing.models import ReceiptBlock

DEVICE = uuid.UUID("00000000-0000-4000-8000-000000000001")


def day_of(occurrence):
    """The market day as the register's views fetch it."""
    return Occurrence.objects.with_parts().select_related("event__rules__casual_price_type").get(pk=occurrence.pk)


def tapped(act, *, line=None, place=None, seen=None, at=None, photo=None, client_id=None, **said):
    """One tap, not sent yet."""
    return Said(client_id=client_id or uuid.uuid4(), act=act, tapped_at=at or now(), line=line and line.pk, said=said,
                place=place and place.pk, seen=seen and seen.client_id, photo=photo)  # fmt: skip


def here(line, **fields):
    return tapped("presence", line=line, **{"presence": "arrived", **fields})


def send(occurrence, by, *batch):
    """Carry taps out; the one tap, or all of them."""
    done = register.apply(day_of(occurrence), list(batch), by=by)
    return done[0] if len(done) == 1 else done


def numbers(by, device=DEVICE):
    """The first receipt number of a device."""
    return ReceiptBlock.objects.issue(device, by=by).first


def letting(place, trader, number=None, method="cash", amount=3000, **fields):
    """A pitch let to a casual trader, paid on the spot."""
    return tapped("let", place=place, trader=trader and trader.pk, method=method, amount=amount, number=number,
                  device=str(DEVICE), **fields)  # fmt: skip


def as_sent(user, *batch):
    """The body of a request with these taps."""
    return {"taps": json.dumps([
        {"client_id": str(one.client_id), "user": user.pk, "act": one.act, "at": one.tapped_at.isoformat(),
         "line": one.line, "place": one.place, "seen": str(one.seen) if one.seen else None, "said": one.said}
        for one in batch])}  # fmt: skip
