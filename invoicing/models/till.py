"""A till session: one cash drawer from opening float to count."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q, Sum
from django.utils.timezone import now

from events.models import AskedTooMuch, Refused
from events.models.transactions import retried, violates
from events.money import PenceField, pounds

from .counter_rules import CounterRules
from .journal import Code, Posting


class TillClosed(Refused):
    """There is no open till to put the money in, or the drawer is in use."""

    code = "till_closed"


class TillSessionQuerySet(models.QuerySet):
    """The verb that opens a till, and the question which is open."""

    def open_till(self, drawer, *, by, opening_float, at=None):
        """Open a drawer with a float in pence. What differs from what its last close left in it is the safe's.

        Raises TillClosed where somebody has it open.
        """
        if opening_float < 0:
            raise AskedTooMuch("The float cannot be less than nothing. Count it again.")
        try:
            with transaction.atomic():
                carried, at = self.carried(drawer), at or now()
                till = self.create(drawer=drawer, opened_by=by, opening_float=opening_float, opened_at=at)
                if carried is not None:
                    Posting.objects.post("till", [(Code.CASH, Code.SAFE, opening_float - carried)], by=by, at=at,
                                         till=till)  # fmt: skip
                return till
        except IntegrityError as error:
            if not any(violates(error, constraint) for constraint in ONE_OPEN):
                raise
        raise TillClosed(f"{drawer} is already open, or you have another till open. Close that one first.")

    def open_for(self, user):
        return self.filter(opened_by=user, closed_at=None).first()

    def carried(self, drawer):
        """Pence that the drawer's last close left in it; None where nobody said, or there was none."""
        closed = self.filter(drawer=drawer).exclude(closed_at=None)
        return closed.order_by("-number").values_list("carried", flat=True).first()

    def still_open(self, till):
        """The till's row, open until this transaction ends. Raises TillClosed."""
        locked = self.select_for_update(no_key=True).get(pk=till.pk)
        if locked.closed_at:
            raise TillClosed("This till is closed. Open your till first; nothing was sold.")
        return locked


class TillSession(models.Model):
    """Nothing moves through it once it is closed; the database sees to that."""

    drawer = models.CharField(max_length=30)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=now)
    opening_float = PenceField()
    closed_at = models.DateTimeField(null=True, blank=True)
    counted = PenceField(null=True, blank=True)
    variance = PenceField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="Z number, without gaps for each drawer.")
    bag = models.CharField("banking bag", max_length=30, blank=True, help_text="What the cash went to the bank in.")
    variance_reason = models.CharField(max_length=200, blank=True)
    denominations = models.JSONField(default=dict, blank=True, help_text="Pence of a coin or note: how many.")
    terminal_counted = PenceField(null=True, blank=True, help_text="What the card terminal's own Z says.")
    terminal_variance = PenceField(null=True, blank=True, help_text="Posted; empty where it was not counted.")
    banked = PenceField(null=True, blank=True, help_text="What went into the bag.")
    carried = PenceField(null=True, blank=True, help_text="What stayed in the drawer as the next float.")
    signed_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
                                      related_name="+")  # fmt: skip
    signed_off_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    vouchers_counted = PenceField(null=True, blank=True, help_text="What the gift vouchers in the drawer are worth.")
    first_counted = PenceField(null=True, blank=True, help_text="Cash, before anybody was told what it should be.")
    recounts = models.PositiveSmallIntegerField(default=0, help_text="How often it was counted anew after that.")

    objects = TillSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["drawer"], condition=Q(closed_at=None), name="one_open_till_per_drawer"),
            models.UniqueConstraint(
                fields=["opened_by"], condition=Q(closed_at=None), name="one_open_till_per_person"
            ),
            models.UniqueConstraint(fields=["drawer", "number"], name="till_number_once"),
            models.CheckConstraint(
                name="till_closed_whole",
                condition=Q(closed_at=None, counted=None, variance=None, number=None)
                | Q(closed_at__isnull=False, counted__isnull=False, variance__isnull=False, number__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.drawer}, opened {self.opened_at:%-d %b %H:%M}"

    def expected(self):
        """Cash that should be in the drawer, in pence: float, cash taken and given back, paid in, out and lifted."""
        moved = self.movements.aggregate(Sum("amount"))["amount__sum"] or 0
        return self.opening_float + moved + self.takings().get("cash", 0)

    def takings(self):
        """Pence taken by tender: {method: pence}."""
        return dict(self.payments.order_by().values_list("method").annotate(Sum("amount")))

    def under_way(self):
        """What is to be ended before the till closes: [(booking, or None for a voucher, what it waits for)]."""
        waiting = [(one.booking, f"{one.get_way_display().lower()} for {pounds(one.amount)}")
                   for one in self.card_attempts.under_way().select_related("booking")]
        part_paid = self.payments.filter(booking__status="reserved", booking__reservation=None)
        bookings = {one.booking: "the rest of its money" for one in part_paid.select_related("booking")}
        return waiting + [(booking, why) for booking, why in bookings.items() if booking.payments.total() > 0]

    def reveal(self, count):
        """Note a TillCount before its differences are told: the first stays for ever, others are numbered."""
        own = TillSession.objects.filter(pk=self.pk, closed_at=None)
        if not own.filter(first_counted=None).update(first_counted=count.cash):
            own.exclude(first_counted=count.cash).update(recounts=F("recounts") + 1)
        self.refresh_from_db()
        return count.against(self)

    def close(self, counted, *, by, at=None, bag="", variance_reason=""):
        """Close with the cash counted, in pence; post what is over or short; number it. Closing twice is once.

        `bag` is the banking bag that all but the float goes in, `variance_reason` why it is over or short, where that
        is known.
        """
        with transaction.atomic():
            till = TillSession.objects.select_for_update().get(pk=self.pk)
            if till.closed_at is None:
                till.bag, till.variance_reason = bag[:30], variance_reason[:200]
                carried = min(till.opening_float, counted) if bag else counted
                till._close(counted, carried, by, at or now())
        self.refresh_from_db()

    @retried
    def cash_up(self, count, *, by, carried=0, bag="", reason="", signed_off_by=None, at=None):
        """Close by a blind TillCount, as the CounterRules ask. `carried` pence stay in the drawer as the next float.

        One transaction; closing twice is once. Raises AskedTooMuch where a reason, the bag or a second person is
        missing, or something is under way at the till.
        """
        till, at = TillSession.objects.select_for_update().get(pk=self.pk), at or now()
        if till.closed_at is None:
            check_cash_up(till, count, CounterRules.current(), carried, bag, reason, by, signed_off_by)
            till.bag, till.variance_reason = bag, reason
            till.denominations, till.vouchers_counted = count.denominations, count.vouchers
            till.terminal_counted = count.terminal
            if signed_off_by:
                till.signed_off_by, till.signed_off_at = signed_off_by, at
            till._close(count.cash, carried, by, at)
        self.refresh_from_db()

    def _close(self, counted, carried, by, at):
        self.counted, self.closed_at, self.closed_by = counted, at, by
        self.carried, self.banked = carried, counted - carried
        self.variance = counted - self.expected()
        off = [(Code.CASH, Code.TILL_VARIANCE, self.variance)]
        if self.terminal_counted is not None:  # what the bank will pay is what the terminal's own Z says
            self.terminal_variance = self.terminal_counted - self.takings().get("terminal", 0)
            off.append((Code.TERMINAL, Code.TILL_VARIANCE, self.terminal_variance))
        Posting.objects.post("variance", off, by=by, at=at, till=self)
        Posting.objects.post("till", [(Code.BANKING, Code.CASH, self.banked)], by=by, at=at, till=self)
        self.number = TillSession.objects.filter(drawer=self.drawer).exclude(closed_at=None).count() + 1
        self.save(update_fields=CLOSING)


def check_cash_up(till, count, rules, carried, bag, reason, by, signed_off_by):
    """Raise AskedTooMuch with what is to be done before the till closes."""
    if waits := till.under_way():
        booking, why = waits[0]
        what = f"Booking {booking}" if booking else "A gift voucher"
        raise AskedTooMuch(f"{what} waits for {why}. Take it or cancel it, then close the till.")
    if not 0 <= carried <= count.cash:
        raise AskedTooMuch(f"{pounds(count.cash)} was counted. Leave that or less in the drawer.")
    if count.cash > carried and not bag:
        raise AskedTooMuch(f"Write the number of the bag that {pounds(count.cash - carried)} goes to the bank in.")
    most = max(abs(row.variance) for row in count.against(till))
    if most > rules.variance_tolerance and not reason:
        raise AskedTooMuch(f"It is {pounds(most)} over or short. Say why, or write “not known”.")
    if rules.second_sign_off and (signed_off_by is None or signed_off_by == by):
        raise AskedTooMuch("Somebody else signs a till off. Ask them for their name and PIN.")


ONE_OPEN = TillSession._meta.constraints[:2]
CLOSING = ["counted", "closed_at", "closed_by", "variance", "number", "bag", "variance_reason", "denominations",
           "terminal_counted", "terminal_variance", "vouchers_counted", "banked", "carried", "signed_off_by",
           "signed_off_at"]  # fmt: skip
