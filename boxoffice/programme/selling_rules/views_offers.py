"""Offers: the list, one with its example and its use, a new one, the end of one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.programme.selling_rules.changes import changes_of, looks_again, noted, removed
from boxoffice.programme.selling_rules.forms_offers import OfferForm
from events.models import NotPossible, Offer
from events.offer_words import example, held, told


@require_safe
def offers(request):
    """Every offer in the order in which they are tried, those that are over after them."""
    today = localdate()
    rows = [(one, told(one), held(one), state_of(one, today)) for one in
            Offer.objects.with_use().select_related("event").prefetch_related("parts__price_type")]  # fmt: skip
    rows.sort(key=lambda row: row[0].is_over(today))
    return render(request, "programme/offers.html", {"rows": rows})


def state_of(offer, today):
    """Tone and words of the days on which it is sold by."""
    if offer.is_over(today):
        return "", "Over"
    if offer.valid_from and today < offer.valid_from:
        return "info", "Later"
    return "ok", "Now"


@require_http_methods(["GET", "HEAD", "POST"])
@looks_again
def offer_new(request):
    """A new offer; sent twice it is made once."""
    form = OfferForm(request.POST if request.method == "POST" else None)
    return kept(request, form, twin_of(form)) or render(
        request, "programme/offer_new.html", {"form": form}, status=422 if form.is_bound else 200)  # fmt: skip


def twin_of(form):
    """The offer that the very same form made a moment ago, or None."""
    if not form.is_bound or form.is_valid():
        return None
    twin = Offer.objects.filter(name=form.data.get("name", "").strip()).first()
    again = OfferForm(form.data, instance=twin) if twin else None
    return twin if again and not again.used and again.is_valid() and again.says_the_same() else None


@require_http_methods(["GET", "HEAD", "POST"])
@looks_again
def offer(request, pk):
    """One offer: what it does, by an example; how often it was used; and the form that changes it."""
    found = get_object_or_404(Offer.objects.with_use().select_related("event"), pk=pk)
    form = OfferForm(request.POST if request.method == "POST" else None,
                     instance=Offer.objects.get(pk=pk))  # fmt: skip
    return kept(request, form) or show(request, found, form, 422 if form.is_bound else 200)


def show(request, offer, form, status=200, refusal=""):
    today = localdate()
    return render(request, "programme/offer.html", {
        "offer": offer, "told": told(offer), "held": held(offer), "example": example(offer), "refusal": refusal,
        "state": state_of(offer, today), "over": offer.is_over(today), "form": form, "fixed": form.used,
        "changes": changes_of(offer),
    }, status=status)  # fmt: skip


def kept(request, form, twin=None):
    """Where to go after a form was kept; None where it was not."""
    if twin:
        return redirect("programme:offer", twin.pk)
    if not form.is_bound or not form.is_valid():
        return None
    try:
        made = noted(request.user, form.instance, lambda: form.instance.keep(form.parts()), in_full)
    except NotPossible as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, f"Kept: {made}. Baskets that are filled from now on go by it.")
    return redirect("programme:offer", made.pk)


def in_full(offer):
    """Everything about an offer, for the note of what was changed."""
    return f"{told(offer)} {held(offer)} Order {offer.position}."


@require_POST
def offer_ends(request, pk):
    """Sell by it no more."""
    found = get_object_or_404(Offer, pk=pk)
    noted(request.user, found, found.end, in_full)
    messages.success(request, f"{found} is ended. What was sold by it keeps its price.")
    return redirect("programme:offer", pk)


@require_POST
def offer_removals(request, pk):
    """Delete one that was never used; a second press finds it gone already."""
    found = Offer.objects.filter(pk=pk).first()
    if found:
        try:
            removed(request.user, found)
        except NotPossible as refusal:
            return show(request, get_object_or_404(Offer.objects.with_use(), pk=pk), OfferForm(instance=found), 422,
                        refusal.message)  # fmt: skip
        messages.success(request, f"{found} is deleted.")
    return redirect("programme:offers")
