"""Giving ticked places back: what goes back, by which way, for which reason, with the figure in the button."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boxoffice.counter.changes.chosen import new_key, the_booking, ticked, who_authorises
from boxoffice.counter.station import till_at
from events.models import AskedTooMuch, Refused
from events.money import pounds
from invoicing.models import CounterRules, Payment
from invoicing.refunding import REASONS, quote, refund
from invoicing.supplies import parts_back


@require_http_methods(["GET", "HEAD", "POST"])
def refunds(request, reference):
    """The lines, the reason and the figure; POST gives it back. Asked twice, it is given back once."""
    booking = the_booking(reference)
    if request.method != "POST":
        return show(request, booking)
    try:
        given = give(request, booking)
    except Refused as refusal:
        return show(request, booking, refusal)
    said = ", ".join(str(one) for one in given) or "nothing was to be paid back"
    messages.success(request, f"{booking}: {said}.")
    return redirect("counter:booking", booking.reference)


def give(request, booking):
    """Do what the page says, where its figure is still right. Returns the refunds."""
    key = request.POST.get("key", "")[:36]
    if key and Payment.objects.filter(key=key, booking=booking).exists():
        return refund(booking, [], reason="", by=request.user, key=key)  # those of the first press
    _, lines = ticked(request, booking)
    if len(lines) < len(set(request.POST.getlist("line"))):
        raise AskedTooMuch("Some of these places were given back already. Look at what is left.")
    if request.POST.get("figure") != str(quote(booking, lines).back if lines else 0):
        raise AskedTooMuch("The sum is another now. Look at the figure on the button, then press it again.")
    chosen = dict(enumerate(REASONS, 1)).get(int(number) if (number := request.POST.get("reason", "0")) in "123456789"
                                             and number else 0, "")  # fmt: skip
    return refund(booking, lines, reason=chosen, by=request.user, till=till_at(request), key=key,
                  as_credit=request.POST.get("way") == "credit", authorised_by=who_authorises(request))  # fmt: skip


def show(request, booking, refusal=None):
    """Draw the page; 422 with the sentence where something was refused."""
    lines, chosen = ticked(request, booking)
    rules = CounterRules.current()
    quoted = quote(booking, chosen, rules=rules)
    asked = request.POST or request.GET
    context = {"booking": booking, "lines": lines, "chosen": chosen, "quote": quoted, "rules": rules,
               "reasons": list(enumerate(REASONS, 1)), "typed": asked, "refusal": refusal, "till": till_at(request),
               "tenders": tenders(booking, quoted.back), "key": request.POST.get("key") or new_key()}  # fmt: skip
    return render(request, "counter/refunds.html", context, status=422 if refusal else 200)


def tenders(booking, pence):
    """What goes back by which tender, in words; a refusal's sentence where it cannot."""
    try:
        parts = parts_back(booking, pence) if booking.payments.exists() else []
    except Refused as refusal:
        return refusal.message
    return ", ".join(f"{payment.get_method_display()} {pounds(part)}" for payment, part in parts) or "nothing"
