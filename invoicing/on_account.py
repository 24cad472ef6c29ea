"""Putting a basket on the account of a school, a group or anybody else who has one."""

from events.models import AskedTooMuch, Booking
from events.models.transactions import retried
from invoicing.models import Account


def account_for(booking, typed=""):
    """The account of the booking's customer, or the one whose reference was typed. Raises AskedTooMuch."""
    reference = "".join(typed.split())
    if reference:
        found = Account.objects.select_related("customer").filter(reference=reference).first()
        if found is None:
            raise AskedTooMuch(f"There is no account {reference}. Look at the number again; it is on every invoice.")
        return found
    found = Account.objects.select_related("customer").filter(customer=booking.customer_id or 0).first()
    if found is None:
        raise AskedTooMuch("This customer has no account. Type the number of one, or take another tender.")
    return found


@retried
def charge(booking, typed="", *, by=None, at=None):
    """Charge a whole basket to an account and confirm it; the Account. Asked twice, once.

    A basket without a customer becomes the account's. Raises AskedTooMuch, CreditRefused, ReservationLapsed.
    """
    Booking.objects.select_for_update().get(pk=booking.pk)
    booking.refresh_from_db(fields=["status", "customer"])
    account = account_for(booking, typed)
    if booking.customer_id not in (None, account.customer_id):
        raise AskedTooMuch(f"The basket is {booking.customer}'s, and the account is {account.customer}'s. "
                           "Change the customer first.")  # fmt: skip
    if booking.payments.total():
        raise AskedTooMuch(f"Part of {booking} was paid already. Take the rest, or give that back first.")
    if booking.status == Booking.Status.RESERVED and not booking.lines.live().exists():
        raise AskedTooMuch("Nothing is in the basket. Choose places first.")
    account.charge(booking, by=by, at=at)
    Booking.objects.filter(pk=booking.pk, customer=None).update(customer=account.customer)
    return account
