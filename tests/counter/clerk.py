"""What a clerk does, through the desk's own addresses."""

from events.models import Booking


def seat(performance, number):
    return performance.plan.places.get(number=str(number))


def hold(client, performance, text="", *numbers, **fields):
    places = [seat(performance, number).pk for number in numbers]
    data = {"performance": performance.pk, "party": text, "place": places, **fields}
    return client.post("/counter/lines/", data, follow=True)


def basket(client):
    return Booking.objects.get(reference=client.session["basket"])


def pay(client, booking, **data):
    return client.post(f"/counter/bookings/{booking}/payments/", {"method": "cash", **data}, follow=True)


def seats(booking):
    return sorted(int(line.place.number) for line in booking.live_lines)
