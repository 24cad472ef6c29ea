"""What machines may do: book, pay, cancel, check in. Each is one verb of the engine in one transaction."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from api import answers, inputs, openapi, orders, shapes
from api.endpoint import Endpoint
from api.idempotency import once
from events.models import Booking, CheckIn, Occurrence, TicketIssue
from invoicing.cancelling_whole import cancel_whole
from invoicing.models import TillSession

# Built once: to build one costs more than to use it.
BOOKING, PAYMENT = inputs.NewBooking(), inputs.NewPayment()
CANCELLATION, CHECK_IN = inputs.NewCancellation(), inputs.NewCheckIn()
SEE_BOOKINGS = "events.view_booking"
AUTHORISE = "boxoffice.authorise_at_counter"


class Bookings(Endpoint):
    """Reserve places and, with payment or account, pay for them: all or nothing."""

    @openapi.adds(inputs.NewBooking, shapes.Booking)
    def post(self, request):
        if request.auth.customer_id is None and not request.auth.may(orders.SELL):
            raise PermissionDenied("This token may not book. Ask a manager for one that may.")
        asked = BOOKING.run_validation(request.data)
        return once(request, lambda: orders.order(request.auth, asked, now()))


class OneBooking(Endpoint):
    """One booking as it stands."""

    @openapi.reads(shapes.Booking)
    def get(self, request, reference):
        return Response(as_it_stands(get_object_or_404(bookings_for(request.auth), reference=reference)))


class Payments(Endpoint):
    """Take money for a booking; it is confirmed once it is paid in full."""

    needs = {"POST": orders.SELL}

    @openapi.adds(inputs.NewPayment, shapes.Payment)
    def post(self, request, reference):
        asked = PAYMENT.run_validation(request.data)

        def pay():
            booking = locked(request.auth, reference)
            payment = orders.take(booking, asked, request.user, now())
            return 201, answers.payment(payment, as_it_stands(booking))

        return once(request, pay)


class Cancellations(Endpoint):
    """Cancel a booking whole: places go back on sale, payments go back by their own tender, charges are reversed.

    By the rules of a refund at the counter: fees that stay, stay, and what goes beyond a clerk's limits needs the token
    of somebody who may authorise it.
    """

    needs = {"POST": orders.SELL}

    @openapi.adds(inputs.NewCancellation, shapes.Cancellation)
    def post(self, request, reference):
        asked = CANCELLATION.run_validation(request.data)

        def end():
            booking = locked(request.auth, reference)
            till = orders.one(TillSession.objects, asked["till"], "till") if "till" in asked else None
            refunds = cancel_whole(booking, reason=asked["reason"], by=request.user, till=till, at=now(),
                                   authorised_by=request.user if request.auth.may(AUTHORISE) else None)  # fmt: skip
            booking.refresh_from_db()
            return 201, {"refunded": -sum(refund.amount for refund in refunds), "booking": as_it_stands(booking)}

        return once(request, end)


class CheckIns(Endpoint):
    """Admit the bearer of a ticket or a permit, once."""

    needs = {"POST": "boxoffice.stand_at_door"}

    @openapi.adds(inputs.NewCheckIn, shapes.CheckIn)
    def post(self, request):
        asked = CHECK_IN.run_validation(request.data)

        def admit():
            at = orders.one(Occurrence.objects, asked["occurrence"], "occurrence") if "occurrence" in asked else None
            made = CheckIn.objects.check_in(asked["token"], by=request.user, door=asked["door"], occurrence=at)
            return 201, answers.check_in(made)

        return once(request, admit)


def bookings_for(access):
    """The bookings this token may see: the house's all, a customer's own."""
    if access.may(SEE_BOOKINGS):
        return Booking.objects.all()
    return Booking.objects.filter(customer=access.customer_id) if access.customer_id else Booking.objects.none()


def locked(access, reference):
    """The booking, nobody else changing it meanwhile: two payments for it must not both be the last."""
    booking = bookings_for(access).select_for_update().filter(reference=reference).first()
    if booking is None:
        raise Http404
    return booking


def as_it_stands(booking):
    lines = list(booking.lines.select_related("place__area"))
    return answers.booking(booking, lines, booking.payments.total(), TicketIssue.objects.codes(lines))
