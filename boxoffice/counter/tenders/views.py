"""Taking the money: the page and the panel of tenders, on account, and for nothing. Each is done once however often."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.counter import basket as baskets
from boxoffice.counter.authorising import authoriser
from boxoffice.counter.station import open_till, till_at
from boxoffice.counter.tenders.forms import ChargeAccount, GiveAway, TakePayment, read
from boxoffice.counter.views import back, says_why
from events.models import AskedTooMuch, Booking
from events.printing.outbox import print_sale
from invoicing import complimentary, on_account
from invoicing.models import Payment
from invoicing.slips import once

PANELS = ["card", "cash", "phone", "link", "account", "voucher", "split", "complimentary"]


@require_http_methods(["GET", "HEAD", "POST"])
@says_why
def payments(request, reference):
    """Take the money; the desk is ready again, with the change to hand back. Asked twice, it is taken once."""
    booking = get_object_or_404(Booking, reference=reference)
    if request.method != "POST":
        return show_payments(request, booking)
    form = TakePayment(request.POST, booking=booking)
    check_can_pay(booking)
    if read(form)["method"] == "none":
        Payment.objects.complete(booking, by=request.user)
        return sold(request, booking)
    tender = form.tender()
    with once(f"Slip {tender.get('reference')}"):
        payment = Payment.objects.take(booking, by=request.user, till=open_till(request), **tender)
    return sold(request, payment.booking if payment else booking)


def show_payments(request, booking):
    """The way without JavaScript: the ways to pay as links, and the form of the one that was chosen."""
    tender = request.GET.get("tender", "")
    context = {"booking": booking, "basket": {"booking": booking, "count": booking.lines.live().count()},
               "till": till_at(request), "tender": tender if tender in PANELS else ""}  # fmt: skip
    return render(request, "counter/payments.html", context)


def check_can_pay(booking):
    """Raise AskedTooMuch for an empty basket, and while a card is being charged for it."""
    if booking.status == Booking.Status.RESERVED and not booking.lines.live().exists():
        raise AskedTooMuch("Nothing is in the basket. Choose places first.")
    check_own(booking)
    if attempt := booking.card_attempts.under_way().first():
        raise AskedTooMuch(f"{attempt.get_way_display()}: a payment is under way. Wait for it, or cancel it first.")


def check_own(booking):
    """Raise AskedTooMuch for places held for an exchange: those are settled against what they replace."""
    if booking.exchange_of and booking.status == Booking.Status.RESERVED:
        raise AskedTooMuch(f"These places are held for the exchange of {booking.exchange_of}. Settle them there: what "
                           "was paid for the old ones counts.")  # fmt: skip


def sold(request, booking):
    """The desk, ready for the next customer where the booking is confirmed; else with what is still to pay."""
    booking.refresh_from_db(fields=["status"])
    if booking.status != Booking.Status.CONFIRMED:
        return back(request)
    if request.session.get(baskets.BASKET) == booking.reference:
        baskets.forget(request)
    request.session[baskets.LAST_SALE] = booking.reference
    if till := till_at(request):
        print_sale(booking, till.drawer, by=request.user)
    return redirect("counter:desk")


@require_POST
@says_why
def charges(request, reference):
    """Put the basket on an account: the customer's own, or that of the number typed."""
    booking = get_object_or_404(Booking, reference=reference)
    typed = read(ChargeAccount(request.POST))["account"]
    check_can_pay(booking)
    on_account.charge(booking, typed, by=request.user)
    return sold(request, booking)


@require_POST
@says_why
def complimentaries(request, reference):
    """Give the basket away, with a reason and the PIN of somebody who may allow it."""
    booking = get_object_or_404(Booking, reference=reference)
    reason = read(GiveAway(request.POST))["reason"]
    check_can_pay(booking)
    complimentary.give(booking, reason=reason, authorised_by=authoriser(request), by=request.user)
    return sold(request, booking)
