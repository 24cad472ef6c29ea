"""How a card payment under way ends: paid once, whatever became of its booking, or over without money.

Money always becomes what it was asked for (a sale, an exchange, a gift voucher), goes back to its card, or stands on
the counter's list of unfinished payments.
"""

from django.db import transaction
from django.utils.timezone import now
from django_q.tasks import async_task

from events.models import AskedTooMuch, Booking, Refused
from events.models.transactions import retried
from invoicing.exchanging import exchange
from invoicing.models import CardAttempt, Code, Payment, Posting, TillSession
from invoicing.stored_values import issued
from invoicing.supplies import send_back

METHODS = {CardAttempt.Way.READER: Payment.Method.READER, CardAttempt.Way.LINK: Payment.Method.STRIPE}
LATE = "It was paid after all, too late for what it was to buy"


@retried
def settle(attempt, amount, intent, at=None):
    """Record `amount` pence that a card paid by this attempt; the Payment. Once, however often and late Stripe tells.

    Places that lapsed are taken again where they are free.
    """
    at = at or now()
    booking = locked(attempt.booking)
    attempt = CardAttempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.payment_id:
        return attempt.payment
    tender = {"method": METHODS[attempt.way], "amount": amount, "reference": intent,
              "by": attempt.by, "till": open_till(attempt), "at": at}  # fmt: skip
    in_time = sold(attempt, booking, tender) if booking else issued_for(attempt, tender)
    attempt.payment, attempt.error = in_time or kept(booking, tender), "" if in_time else LATE
    attempt.state, attempt.intent = CardAttempt.State.PAID, attempt.intent or intent
    attempt.save(update_fields=["payment", "state", "intent", "error"])
    if in_time and attempt.mailed_to:
        transaction.on_commit(lambda: async_task("invoicing.card_tasks.email_bought", attempt.pk))
    return attempt.payment


def locked(booking):
    """The booking, with the one that it is an exchange of, kept to ourselves until this transaction ends."""
    if booking is None:
        return None
    rows = Booking.objects.select_for_update().filter(pk__in=[booking.pk, booking.exchange_of_id or booking.pk])
    return {row.pk: row for row in rows.order_by("pk")}[booking.pk]


def open_till(attempt):
    """The till it was begun at, if that is still open: a closed one takes nothing."""
    if attempt.till_id is None or attempt.way == CardAttempt.Way.LINK:
        return None
    till = TillSession.objects.select_for_update(no_key=True).get(pk=attempt.till_id)
    return None if till.closed_at else till


def sold(attempt, booking, tender):
    """The payment as money for its booking, its places taken again where they had lapsed; None where that cannot be."""
    try:
        with transaction.atomic():
            if booking.status == Booking.Status.LAPSED:
                booking.revive(at=tender["at"])
            return exchanged(attempt, booking, **tender) if booking.exchange_of_id else (
                Payment.objects.take(booking, **tender))  # fmt: skip
    except Refused:
        booking.refresh_from_db()
        return None


def exchanged(attempt, basket, *, method, amount, reference, **money):
    """Carry out the exchange that was asked for; the payment of its difference.

    Raises what exchanging raises, and AskedTooMuch where the difference is another by now: the old places stay then.
    """
    exchange(basket.exchange_of, attempt.gives_up.all(), basket, way=method, reference=reference,
             authorised_by=attempt.authorised_by, asked_at=attempt.made_at, **money)  # fmt: skip
    payment = basket.exchange_of.payments.filter(method=method, reference=reference, refund_of=None).first()
    if payment is None or payment.amount != amount:
        raise AskedTooMuch("The difference is another now.")
    return payment


def issued_for(attempt, tender):
    """The payment of a new gift voucher."""
    tender = {**tender, "key": f"card-{attempt.pk}"}
    return issued(tender.pop("amount"), tender, tender.pop("at"), wording=attempt.wording).payments.get()


def kept(booking, tender):
    """Money that its booking cannot have: back to the card where that is paid or cancelled, else on the work list."""
    booking = booking.exchange_of or booking
    payment = Payment.objects.make(booking=booking, **tender)
    about = {"by": tender["by"], "at": tender["at"], "booking": booking, "till": tender["till"]}
    Posting.objects.post("sale", [(payment.code, Code.BOOKINGS, payment.amount)], payment=payment, **about)
    if booking.status in (Booking.Status.CONFIRMED, Booking.Status.CANCELLED):
        back = Payment.objects.refund(payment, payment.amount, by=tender["by"], till=tender["till"], at=tender["at"])
        Posting.objects.post("refund", [(Code.BOOKINGS, back.code, payment.amount)], payment=back, **about)
        send_back(back, tender["by"])
    return payment
