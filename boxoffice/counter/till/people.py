"""Who stands at this till: change by PIN, lock the screen, choose a PIN of one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice import pin_sign_in
from boxoffice.counter.authorising import STANDS, authoriser, those_who_may
from boxoffice.counter.basket import BASKET, LAST_SALE
from boxoffice.counter.station import TILL, till_at
from boxoffice.counter.till.forms import ChoosePin
from events.models import Refused

KEPT = [TILL, BASKET, LAST_SALE]


@require_http_methods(["GET", "HEAD", "POST"])
def people(request):
    """Choose who you are and enter your PIN: the till and its basket stay, sales are yours from now on."""
    refusal = None
    if request.method == "POST":
        try:
            check_till(request)
            person = authoriser(request, permission=STANDS)
            pin_sign_in.change_to(request, person, KEPT)
            return redirect("counter:desk")
        except Refused as refused:
            refusal = refused
    those = those_who_may(STANDS)
    context = {"people": those, "refusal": refusal, "till": till_at(request), "chosen": likely(request, those),
               "locked": pin_sign_in.is_locked(request), "allowed": pin_sign_in.is_allowed(request)}  # fmt: skip
    return render(request, "counter/people.html", context, status=422 if refusal else 200)


def likely(request, people):
    """Who is meant before anybody chose: whoever locked the screen, or else somebody who is not here yet."""
    typed = request.POST.get("authoriser")
    locked = pin_sign_in.is_locked(request)
    return next((one for one in people if one.email == typed), None) or next(
        (one for one in people if (one == request.user) == locked), None)


def check_till(request):
    """Raise Refused where no till was opened here after a full sign-in."""
    till_at(request)
    if not pin_sign_in.is_allowed(request):
        raise Refused("PINs work at a till that somebody opened here after signing in. Sign out, sign in with your "
                      "e-mail address and password, and open a till.")  # fmt: skip


@require_POST
def locks(request):
    """Lock the screen: only a PIN, or signing out, goes on from there."""
    till_at(request)
    if pin_sign_in.is_allowed(request) and those_who_may(STANDS):
        pin_sign_in.lock(request)
    else:
        messages.warning(request, "Nobody could unlock it: open a till and choose a PIN first, or sign out.")
    return redirect("counter:people")


@require_http_methods(["GET", "HEAD", "POST"])
def pins(request):
    """Choose a PIN. It takes the password, so nobody sets one for a colleague who has left the screen open."""
    form = ChoosePin(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            request.user.set_pin(form.cleaned_data["pin"])
            request.user.save(update_fields=["pin", "pin_tries", "pin_locked_until"])
            messages.success(request, "Your PIN is set.")
            return redirect("counter:people")
        except Refused as refusal:
            form.add_error("pin", refusal.message)
    return render(request, "counter/pins.html", {"form": form, "till": till_at(request)},
                  status=422 if form.errors else 200)  # fmt: skip


def check_full(request):
    """Refuse what a PIN does not open."""
    if pin_sign_in.is_by_pin(request):
        raise PermissionDenied("You signed in by PIN. Sign out, and sign in with your e-mail address and password.")
