"""Hard caps of an event: set one, change how many, take one away."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.programme.selling_rules.changes import changes_of, note, removed
from boxoffice.programme.selling_rules.forms_caps import CapForm, MostForm
from events.caps_sold import reached
from events.models import Event, SalesCap


@require_http_methods(["GET", "HEAD", "POST"])
def caps(request, pk):
    """One more cap; on what is capped already it changes that cap."""
    event = get_object_or_404(Event, pk=pk)
    form = CapForm(request.POST if request.method == "POST" else None, event=event)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        about = {name: asked[name] for name in ("price_type", "occurrence", "each")}
        return put(request, event, asked["most"], about)
    return render(request, "programme/caps.html", {"form": form, "event": event}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cap(request, pk):
    """Change how many may be sold."""
    found = get_object_or_404(SalesCap.objects.select_related("event", "price_type", "occurrence"), pk=pk)
    form = MostForm(request.POST if request.method == "POST" else None, initial={"most": found.most},
                    use_required_attribute=False)  # fmt: skip
    if form.is_bound and form.is_valid():
        about = {name: getattr(found, name) for name in ("price_type", "occurrence", "each")}
        return put(request, found.event, form.cleaned_data["most"], about)
    return render(request, "programme/cap.html", {
        "form": form, "cap": found, "event": found.event, "reached": reached([found])[0], "changes": changes_of(found),
    }, status=422 if form.is_bound else 200)  # fmt: skip


def put(request, event, most, about):
    """Set the cap, and back to the event: with a warning where more are sold already."""
    same = event.caps.filter(most=most, **about).exists()
    with transaction.atomic():
        cap = SalesCap.objects.put(event, most, **about)
        if not same:
            note(request.user, cap, cap.told, CHANGE)
    (one,) = reached([cap])
    (messages.warning if one.over else messages.success)(request, f"Kept: {cap.told}. {one.words if one.over else ''}")
    return redirect("programme:event", cap.event_id)


@require_POST
def cap_removals(request, pk):
    """Take a cap away; a second press finds it gone already."""
    found = SalesCap.objects.select_related("event", "price_type").filter(pk=pk).first()
    if not found:
        return redirect("programme:events")
    removed(request.user, found)
    messages.success(request, f"Taken away: {found.told}.")
    return redirect("programme:event", found.event_id)
