"""Where a card payment for an exchange or a gift voucher leads once it is over: neither is the basket of the desk."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from events.models import Booking
from invoicing.card_purposes import said


def leads_to(request, attempt):
    """A redirect to what it was for, where what came of it is said; None where it is for a basket."""
    if attempt.booking_id and not attempt.booking.exchange_of_id:
        return None
    if attempt.is_under_way:
        return redirect("counter:attempt", attempt.pk)
    done = attempt.payment_id and not attempt.error
    (messages.success if done else messages.error)(request, said(attempt))
    return redirect(address_of(attempt))


def address_of(attempt):
    """The voucher that was sold, the booking that was exchanged, or the page to try it another way on."""
    if attempt.booking_id is None:
        voucher = attempt.payment.buys if attempt.payment_id else None
        return reverse("counter:voucher", args=[voucher.code]) if voucher else reverse("counter:vouchers")
    basket, exchanged = attempt.booking, attempt.booking.exchange_of
    basket.refresh_from_db(fields=["status"])
    if attempt.payment_id or basket.status != Booking.Status.RESERVED:
        return reverse("counter:booking", args=[exchanged.reference])
    lines = urlencode([("line", line.pk) for line in attempt.gives_up.all()])
    return f"{reverse('counter:exchange', args=[exchanged.reference, basket.reference])}?{lines}"
