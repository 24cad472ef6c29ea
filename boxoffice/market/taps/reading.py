"""Reading what a device sends: taps as JSON, photos beside them, by the tap's client id."""

import json
import re
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from events.models import AskedTooMuch, RegisterTap, Said

MOST_TAPS, OLDEST, LONGEST = 200, timedelta(days=7), 8000
NOT_KEPT = re.compile("[\0\ud800-\udfff]")
KEEPS = ["presence", "stood_by", "text", "of", "with", "trader", "new", "papers", "method", "amount", "tendered",
         "number", "device", "reference"]  # fmt: skip

KINDS = {"with": int, "trader": int, "amount": int, "tendered": int, "number": int, "new": dict, "papers": list,
         "text": str, "presence": str, "stood_by": str, "of": str, "method": str, "device": str,
         "reference": str}  # fmt: skip


def read_taps(request, at):
    """[Said] of a request. Nothing of it is done where this raises AskedTooMuch, for what is no list of taps, or
    PermissionDenied, for somebody else's taps: these wait on the device until they sign in.
    """
    try:
        told = writable(json.loads(request.POST.get("taps", "")))
        if not isinstance(told, list) or len(told) > MOST_TAPS:
            raise ValueError("taps come as a list")
        return [read_tap(one, request, at) for one in told]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AskedTooMuch("This device sent something the register cannot read. Load the page again.") from None


def writable(told):
    """What JSON said, without the signs that no database keeps (U+0000, halves of surrogate pairs).

    Forms refuse them by themselves; money taken on the spot must not be lost for one.
    """
    if isinstance(told, str):
        return NOT_KEPT.sub("", told)
    if isinstance(told, list):
        return [writable(one) for one in told]
    return {writable(key): writable(one) for key, one in told.items()} if isinstance(told, dict) else told


def read_tap(one, request, at):
    """One tap. Raises ValueError, TypeError, KeyError or AttributeError for what is none."""
    if one["act"] not in RegisterTap.Act.values:
        raise ValueError("an act of the register")
    said = {key: value for key, value in one.get("said", {}).items() if key in KEEPS}
    is_long = len(json.dumps(said, ensure_ascii=False)) > LONGEST
    if is_long or not all(fits(said.get(key), kind) for key, kind in KINDS.items()):
        raise ValueError("said in another way than devices say it")
    photo, user = request.FILES.get(str(one["client_id"])), one["user"]
    read = Said(
        client_id=UUID(str(one["client_id"])), act=one["act"], tapped_at=moment(one["at"], at),
        line=whole(one.get("line")), place=whole(one.get("place")), said=said,
        seen=UUID(str(one["seen"])) if one.get("seen") else None, position=str(one.get("position", ""))[:40],
        photo=(photo.name, photo.read()) if photo else None,
    )  # fmt: skip
    if user != request.user.pk:
        raise PermissionDenied("Somebody else tapped this. They sign in to send it.")
    return read


def fits(value, kind):
    return value is None or (isinstance(value, kind) and not (kind is int and isinstance(value, bool)))


def moment(text, at):
    """The device's time, never later than now nor older than a week: clocks of tablets are wrong at times."""
    read = parse_datetime(str(text))
    if read is None or not is_aware(read):
        raise ValueError("a time with its zone")
    return max(min(read, at), at - OLDEST)


def whole(value):
    """An id, or None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**63:
        raise ValueError("an id")
    return value
