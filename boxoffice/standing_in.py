"""Standing in: a member of staff does in the portal what a trader asked for, for half an hour at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from events.models import Activity, AskedTooMuch, Booking, Customer

KEY, PERMISSION = "standing_in", "boxoffice.act_for_traders"
LASTS = timedelta(minutes=30)
CHANNELS = {Activity.Asked.PHONE: Booking.Channel.PHONE}


@dataclass(frozen=True)
class StandingIn:
    """For whom, how they asked, and until when."""

    customer: Customer
    asked: str
    until: datetime

    @property
    def asked_words(self):
        return Activity.Asked(self.asked).label.lower()

    @property
    def channel(self):
        """What a booking made so is marked with."""
        return CHANNELS.get(self.asked, Booking.Channel.MARKET)


def traders():
    """Those for whom somebody can stand in: traders, with their account."""
    return Customer.objects.select_related("trader", "account").exclude(trader=None)


def may_stand_in(user):
    """Whether they may at all: staff with the permission, who are no traders themselves."""
    return user.is_authenticated and user.has_perm(PERMISSION) and not traders().filter(user=user).exists()


def begin(request, customer, asked, at=None):
    """Stand in for a trader from now on. Raises PermissionDenied, AskedTooMuch."""
    if not may_stand_in(request.user):
        raise PermissionDenied("You may not do things for traders. Ask a manager to let you.")
    if asked not in Activity.Asked.values:
        raise AskedTooMuch("Say how they asked you: by telephone, at the desk, on the market or by letter.")
    if not traders().filter(pk=customer.pk).exists():
        raise AskedTooMuch(f"{customer} is no trader. Things can be done for traders only.")
    until = (at or now()) + LASTS
    request.session[KEY] = {"by": request.user.pk, "customer": customer.pk, "asked": asked, "until": until.isoformat()}


def current(request, at=None):
    """For whom somebody stands in just now; None where for nobody, or not any more."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    until = parse_datetime(kept["until"])
    customer = traders().filter(pk=kept["customer"]).first()
    if kept["by"] != request.user.pk or until <= (at or now()) or customer is None or not may_stand_in(request.user):
        end(request)
        return None
    return StandingIn(customer, kept["asked"], until)


def end(request):
    """Stop."""
    request.session.pop(KEY, None)
