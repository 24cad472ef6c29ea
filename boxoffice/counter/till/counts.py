"""Cash-up on one page: count before looking, see what it comes to, say where the cash goes, sign off."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from boxoffice.counter.authorising import STANDS, authoriser
from boxoffice.counter.basket import basket_of
from boxoffice.counter.station import may_see
from boxoffice.counter.till.forms import CloseTill, CountTill, sealed
from events.models import Refused, ReservationLapsed
from invoicing.models import CounterRules, TillSession


@require_http_methods(["GET", "HEAD", "POST"])
def counts(request, pk):
    """Count the drawer and close it. What it should hold is told only afterwards."""
    session = get_object_or_404(TillSession.objects.select_related("opened_by"), pk=pk)
    if not may_see(request, session):
        raise Http404
    if session.closed_at:
        return redirect("counter:till", pk)
    return (finish if "sealed" in request.POST else count)(request, session)


def count(request, session):
    """Ask for the count; then show what it comes to, and ask for the rest."""
    form = CountTill(request.POST or None)
    if form.is_valid() and not blockers(request, session):
        counted = form.count()
        session.reveal(counted)
        rest = CloseTill(till=session, initial={"sealed": sealed(session, counted), "carried": kept(session, counted)})
        return show(request, session, rest, counted)
    status = 422 if request.method == "POST" else 200
    return show(request, session, form, status=status)


def finish(request, session):
    """Close by the sealed count, with the second person's PIN where the rules ask for one."""
    form = CloseTill(request.POST, till=session)
    if not form.is_valid():
        return show(request, session, form, form.cleaned_data.get("sealed"), status=422)
    try:
        two = CounterRules.current().second_sign_off
        check_basket(request, session)
        form.close(by=request.user, signed_off_by=authoriser(request, another=True, permission=STANDS) if two else None)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show(request, session, form, form.cleaned_data["sealed"], status=422)
    return redirect("counter:till", session.pk)


def show(request, session, form, counted=None, status=200):
    """The page, with what the count comes to once there is one."""
    names, rules = {"cash": "Cash", "terminal": "Card terminal", "voucher": "Gift vouchers"}, CounterRules.current()
    compared = counted.against(session) if counted else []
    rows = [(names.get(row.tender, row.tender.capitalize()), row) for row in compared]
    over = any(abs(row.variance) > rules.variance_tolerance for row in compared)
    if counted:
        form.fields["reason" if over else "bag"].widget.attrs["autofocus"] = True
    context = {"form": form, "session": session, "till": session, "rows": rows, "counted": counted, "rules": rules,
               "ask_why": over, "blockers": blockers(request, session), "typed": request.POST}  # fmt: skip
    return render(request, "counter/counts.html", context, status=status)


def kept(session, counted):
    """The float to leave in the drawer, in pounds: as much as it began with."""
    return f"{min(session.opening_float, counted.cash) / 100:.2f}"


def blockers(request, session):
    """What is to be ended first: [(sentence, address)]."""
    waits = [(f"Booking {booking} waits for {why}.", found(booking)) if booking else
             (f"A gift voucher waits for {why}.", reverse("counter:unfinished_payments"))
             for booking, why in session.under_way()]  # fmt: skip
    basket = own_basket(request)
    if basket and not any(str(basket) in words for words, _ in waits):
        waits.append(("There are places in your basket. Sell them or empty it.", reverse("counter:desk")))
    return waits


def check_basket(request, session):
    """Raise Refused with the first of the blockers."""
    if waits := blockers(request, session):
        raise Refused(f"{waits[0][0]} Then close the till.")


def found(booking):
    return f"{reverse('counter:find')}?{urlencode({'q': booking.reference})}"


def own_basket(request):
    """The basket of this browser, where anything is in it."""
    try:
        basket = basket_of(request)
    except ReservationLapsed:
        return None
    return basket if basket and basket.lines.live().exists() else None
