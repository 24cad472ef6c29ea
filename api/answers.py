"""What machines are told, as plain dictionaries; money in whole pence, moments in ISO 8601 with their offset."""

from django.urls import reverse

from events.money import tax, total_of


def moment(value):
    return None if value is None else value.isoformat().replace("+00:00", "Z")


def named(thing):
    return {"id": thing.pk, "label": str(thing)}


def event(event):
    return {"url": reverse("api:event", args=[event.slug]), "slug": event.slug, "title": event.title,
            "summary": event.summary, "kind": event.kind, "audience": event.audience}  # fmt: skip


def occurrence(occurrence):
    return {
        "id": occurrence.pk, "url": reverse("api:occurrence", args=[occurrence.pk]), "event": occurrence.event.slug,
        "title": occurrence.event.title, "venue": occurrence.plan.venue.name, "plan": occurrence.plan.digest,
        "starts_at": moment(occurrence.starts_at), "ends_at": moment(occurrence.ends_at),
        "opens_at": moment(occurrence.opens_at), "on_sale_from": moment(occurrence.on_sale_from),
        "note": occurrence.note, "most_at_once": occurrence.most_at_once,
        "cancelled_at": moment(occurrence.cancelled_at),
    }  # fmt: skip


def availability(states, version):
    return {"version": version, "states": states, "left": states.count("."), "capacity": len(states)}


def places(occurrence, bands, places, states, version):
    """Every place with its state; what it costs stands once, at its band."""
    return {
        "occurrence": occurrence.pk, "basis": occurrence.price_list.basis, "version": version,
        "bands": [band_prices(band) for band in bands],
        "places": [place(one, state) for one, state in zip(places, states, strict=True)],
    }  # fmt: skip


def band_prices(band):
    prices = [{"price_type": price.price_type_id, "name": price.price_type.name, "amount": price.amount}
              for price in band.listed]  # fmt: skip
    return {"id": band.pk, "name": band.name, "prices": prices}


def place(place, state):
    return {"id": place.pk, "label": str(place), "area": place.area.name, "row": place.row, "number": place.number,
            "band": place.band_id, "flags": place.features, "companion_of": place.companion_of_id,
            "state": state}  # fmt: skip


def booking(booking, lines, paid, codes=None):
    """A booking with its lines; the totals are of the live ones. `codes` are the tokens of tickets printed anew."""
    total = total_of(tax([line.priced for line in lines if line.released_at is None]))
    return {
        "reference": booking.reference, "url": f"/api/v1/bookings/{booking.reference}", "status": booking.status,
        "channel": booking.channel, "customer": booking.customer_id, "lines": [line_of(line, codes) for line in lines],
        "net": total.net, "vat": total.vat, "gross": total.gross, "paid": paid,
        "created_at": moment(booking.created_at), "reserved_until": moment(booking.reserved_until),
        "confirmed_at": moment(booking.confirmed_at), "cancelled_at": moment(booking.cancelled_at),
    }  # fmt: skip


def line_of(line, codes=None):
    return {"id": line.pk, "token": (codes or {}).get(line.pk, line.token), "occurrence": line.occurrence_id,
            "place": named(line.place), "price_type": line.price_type_id, "price": line.price, "basis": line.basis,
            "vat": line.vat, "vat_rate": line.vat_rate, "released_at": moment(line.released_at)}  # fmt: skip


def payment(payment, booking):
    """A payment; a booking that was paid already took none."""
    return {"id": payment.pk if payment else None, "amount": payment.amount if payment else 0,
            "change": payment.change if payment else 0, "booking": booking}  # fmt: skip


def check_in(check_in):
    line = check_in.line
    return {"at": moment(check_in.at), "door": check_in.door, "booking": line.booking.reference,
            "place": named(line.place), "occurrence": line.occurrence_id, "title": line.occurrence.event.title,
            "price_type": line.price_type.name}  # fmt: skip


def invoice(invoice):
    """An issued invoice that was read with_owing()."""
    return {
        "number": invoice.number, "url": reverse("api:invoice", args=[invoice.number]),
        "pdf": reverse("api:invoice-pdf", args=[invoice.number]), "account": invoice.account.reference,
        "customer": invoice.account.customer_id, "billed_to": invoice.billed_to,
        "issued_on": invoice.issued_on.isoformat(), "due_on": invoice.due_on.isoformat(), "net": invoice.net,
        "vat": invoice.vat_amount, "gross": invoice.gross, "paid": invoice.settled, "owing": invoice.owing,
    }  # fmt: skip


def charge(charge):
    return {"on": charge.on.isoformat(), "description": charge.description, "price": charge.price,
            "basis": charge.basis, "net": charge.net, "vat": charge.vat_amount, "vat_treatment": charge.vat,
            "vat_rate": charge.vat_rate, "vat_reason": charge.vat_reason,
            "budget_code": charge.budget_code}  # fmt: skip
