"""Making a booking of a choice: on account, or reserved for as long as it takes to pay by card."""

from django.utils.timezone import now

from boxoffice.portal.traders import account_of
from events.models import Booking, BookingLine, Customer
from events.models.transactions import retried
from invoicing.models import CreditRefused

TIME_TO_PAY = 30  # minutes; as long as Stripe keeps its page open


@retried
def book_on_account(choice, customer, user, channel="portal"):
    """Take the pitches of every day with their extras and charge the account, or nothing of it.

    The account is locked before any day is, as whoever decides about a day does.
    """
    account = account_of(customer)
    if account is None:
        raise CreditRefused("You have no account with us yet, so nothing was booked. Telephone us to open one.")
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    type(account).objects.select_for_update().get(pk=account.pk)
    booking = reserve(choice, customer, user, channel, minutes=10)
    account.charge(booking, by=user)
    return booking


@retried
def reserve(choice, customer, user, channel="portal", minutes=TIME_TO_PAY):
    """Keep the pitches of every day with their extras for so many minutes, all of them or none.

    A trader's bookings take turns, so that two windows cannot have more pitches than one trader may.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    choice.check_own()
    booking = Booking.objects.reserve(choice.wanted(), channel=channel, by=user, customer=customer, minutes=minutes)
    if asked := choice.extras.asked(choice):
        booking.add_extras(asked, minutes=minutes)
    return booking


def booked_already(choice, customer):
    """The reference of this customer's own booking of exactly these pitches on these days."""
    wanted = {(one.occurrence.pk, one.place.pk) for one in choice.wanted()}
    lines = BookingLine.objects.claiming(now()).filter(booking__customer=customer, occurrence__in=choice.days,
                                                       booking__status__in=["confirmed", "reserved"])  # fmt: skip
    found = {}
    for reference, *place in lines.order_by().values_list("booking__reference", "occurrence", "place"):
        found.setdefault(reference, set()).add(tuple(place))
    return next((reference for reference, places in found.items() if wanted and places == wanted), None)
