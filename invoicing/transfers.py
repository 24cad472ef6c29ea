"""Another name on a booking: a friend comes instead. It takes no place and moves no money."""

from django.utils.timezone import now

from events.models import AskedTooMuch, Booking, BookingAct, Customer, Event, SalesCap
from events.models.transactions import retried


@retried
def transfer(booking, *, name, email="", phone="", by=None, at=None):
    """Make the booking somebody else's: the customer of that name and contact, or a new one. Noted with both names.

    The same twice is done once. Raises AskedTooMuch where it ended, or where its places are a trader's, and CapReached
    where they would have more than one customer may.
    """
    lines = list(booking.lines.live().with_parts())
    caps = SalesCap.objects.locked({line.occurrence.event_id for line in lines})  # before the booking, as sellers do
    caps = [cap for cap in caps if cap.each != SalesCap.Each.OCCURRENCE]
    booking = Booking.objects.select_for_update(of=["self"]).select_related("customer").get(pk=booking.pk)
    if booking.status not in (Booking.Status.RESERVED, Booking.Status.CONFIRMED):
        raise AskedTooMuch(f"{booking} has ended. There is nothing to transfer.")
    if booking.live_lines.filter(occurrence__event__audience=Event.Audience.TRADERS).exists():
        raise AskedTooMuch("A trader's days are nobody else's. Cancel them at the market desk and book anew.")
    if booking.postings.filter(account__isnull=False).exists():
        raise AskedTooMuch(f"{booking} is on {booking.customer}'s account. Exchange or refund it instead.")
    new = known(name, email, phone) or Customer.objects.create(name=name, email=email, phone=phone)
    if new == booking.customer:
        return new
    was, booking.customer = booking.customer or "nobody", new
    booking.save(update_fields=["customer"])
    Booking.objects.check_caps(caps, booking, lines, at or now())
    BookingAct.objects.note(booking, BookingAct.Sort.NAMED, f"Transferred from {was} to {new}", by=by, at=at or now())
    return new


def known(name, email, phone):
    """A customer of this name and contact that we know already, or None."""
    same = Customer.objects.filter(name__iexact=name, trader=None)
    if email:
        return same.filter(email__iexact=email).first()
    return same.filter(phone=phone).first() if phone else None
