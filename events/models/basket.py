"""The basket: what may be done with a reservation until it is paid, by whoever sells it."""

from datetime import timedelta

from django.utils.timezone import now

from . import settling, statements
from .claim import check_audience
from .extra import ExtraLine
from .pricing import Wanted
from .refusal import AskedTooMuch, ReservationLapsed
from .sales_cap import SalesCap
from .transactions import retried


class Basket:
    """Verbs of Booking while it is reserved. Each is one transaction and raises ReservationLapsed once time is up."""

    def settle(self, *, by=None, at=None):
        """Bring the offers and the fees in line with what is in the basket now. One query where there are none.

        Lines keep their places; only those whose price changes are written anew.
        """
        offers, fees = statements.settled_by_rules()
        if offers or fees:
            self._settle(offers, fees, by, at or now())

    def settle_offers(self, *, by=None, at=None):
        """The same for the offers alone."""
        if statements.settled_by_rules()[0]:
            self._settle(True, False, by, at or now())

    def settle_fees(self, *, by=None, at=None):
        """The same for the fees alone."""
        if statements.settled_by_rules()[1]:
            self._settle(False, True, by, at or now())

    @retried
    def _settle(self, offers, fees, by, at):
        self._lock()
        lines = list(self.lines.live().with_parts().order_by("occurrence", "place"))
        if offers:
            lines = settling.fit_offers(self, lines, by, at)
        if fees:
            settling.fit_fees(self, lines, by, at)

    @retried
    def belong_to(self, customer, *, at=None):
        """Give the basket its customer, or None for a sale without a name. Raises NotOpenTo and CapReached.

        Its prices stay as they are: what a trader has agreed is asked for where traders book.
        """
        at = at or now()
        lines = list(self.lines.live().with_parts())
        caps = SalesCap.objects.locked({line.occurrence.event_id for line in lines})
        self._lock()
        check_audience([Wanted(line.occurrence, line.place, line.price_type) for line in lines], customer)
        before, self.customer = self.customer, customer
        self.save(update_fields=["customer"])
        try:
            type(self).objects.check_caps(caps, self, lines, at)
        except Exception:
            self.customer = before
            raise

    @retried
    def sell_by(self, channel, *, by=None, at=None):
        """Say how it is sold, over the counter or by telephone; offers and fees follow."""
        if channel not in (self.Channel.COUNTER, self.Channel.PHONE):
            raise AskedTooMuch("Choose the counter or the telephone.")
        self._lock()
        self.channel = channel
        self.save(update_fields=["channel"])
        self.settle(by=by, at=at)

    @retried
    def describe(self, *, note, collector, delivery):
        """Write down what staff should know of it, who collects it and how it is delivered."""
        self._lock()
        self.note, self.collector, self.delivery = note, collector, delivery
        self.save(update_fields=["note", "collector", "delivery"])

    @retried
    def set_extra(self, extra, occurrence, quantity, *, by=None, minutes=10, at=None):
        """So many of an extra at an occurrence, no more and no fewer. Raises what add_extras raises."""
        at = at or now()
        self._lock()
        lines = list(self.extra_lines.live().filter(extra=extra, occurrence=occurrence, place=None).order_by("-pk"))
        missing = quantity - sum(line.quantity for line in lines)
        if extra.fee:
            raise AskedTooMuch(f"{extra} is charged by itself.")
        if missing > 0:
            self.add_extras([(extra, occurrence, None, missing)], minutes=minutes, at=at)
        elif missing < 0:
            self._release_extras(lines, -missing, by, at)

    def _release_extras(self, lines, count, by, at):
        """Give `count` of these lines' goods back, the latest first; a line of more than that is written anew."""
        for line in lines:
            if count <= 0:
                break
            stamp = {"released_at": at, "released_by": by, "release_reason": "taken out of the basket"}
            ExtraLine.objects.live().filter(pk=line.pk).update(**stamp)
            if line.quantity > count:
                rest = line.anew()
                rest.booking, rest.quantity = self, line.quantity - count
                rest.price = line.price // line.quantity * rest.quantity
                rest.save()
            count -= line.quantity

    @retried
    def park(self, name, *, minutes, at=None):
        """Set it aside under a name, so that somebody else can be served; its places stay held for so many minutes."""
        if not name.strip():
            raise AskedTooMuch("Give the parked basket a name, such as the customer's.")
        self._lock()
        self.parked_as, self.reserved_until = name.strip()[:40], (at or now()) + timedelta(minutes=minutes)
        self.save(update_fields=["parked_as", "reserved_until"])

    def recall(self, *, minutes, at=None):
        """Take a parked basket up again. Raises AskedTooMuch where another till was quicker."""
        until = max(self.reserved_until, (at or now()) + timedelta(minutes=minutes))
        parked = type(self).objects.parked().filter(pk=self.pk)
        if not parked.update(parked_as="", reserved_until=until):
            raise AskedTooMuch(f"{self.parked_as or self} has been taken up at another till, or its time ran out.")
        self.parked_as, self.reserved_until = "", until

    def _lock(self):
        """Wait for whoever changes this basket. Raises ReservationLapsed where it has ended."""
        self.__dict__.pop("new_lines", None)
        if not type(self).objects.select_for_update().filter(pk=self.pk, status=self.Status.RESERVED).exists():
            raise ReservationLapsed(self.reference)
