"""Extras and fees of an event: one more, a change, one deleted that was never sold."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.programme.selling_rules.changes import changes_of, looks_again, noted, removed
from boxoffice.programme.selling_rules.forms_extras import ExtraForm
from events.models import Event, Extra, NotPossible


@require_http_methods(["GET", "HEAD", "POST"])
@looks_again
def extras(request, pk):
    """One more extra or fee; sent twice it is made once."""
    event = get_object_or_404(Event, pk=pk)
    return kept(request, Extra(event=event), "programme/extras.html")


@require_http_methods(["GET", "HEAD", "POST"])
@looks_again
def extra(request, pk):
    """Change an extra: what is sold already keeps its price."""
    return kept(request, get_object_or_404(Extra.objects.select_related("event"), pk=pk), "programme/extra.html")


def kept(request, extra, page):
    """The form of an extra; back to the event where it was kept."""
    fixed = bool(extra.pk and extra.is_sold())
    form = ExtraForm(request.POST if request.method == "POST" else None, instance=extra)
    if form.is_bound and twin_of(form):
        return redirect("programme:event", extra.event_id)
    if form.is_bound and form.is_valid():
        noted(request.user, extra, form.save)
        messages.success(request, f"Kept: {form.instance}. What was sold already keeps its price.")
        return redirect("programme:event", extra.event_id)
    return render(request, page, {
        "form": form, "event": extra.event, "extra": extra, "fixed": fixed,
        "changes": changes_of(extra) if extra.pk else [],
    }, status=422 if form.is_bound else 200)  # fmt: skip


def twin_of(form):
    """The extra that the very same form made a moment ago, or None."""
    if form.instance.pk or form.is_valid():
        return None
    twin = form.instance.event.extras.filter(name=form.data.get("name", "").strip()).first()
    again = ExtraForm(form.data, instance=twin) if twin and not twin.is_sold() else None
    if not again or not again.is_valid():
        return None
    there = Extra.objects.get(pk=twin.pk)
    return twin if all(getattr(there, name) == getattr(twin, name) for name in again.fields) else None


@require_POST
def extra_removals(request, pk):
    """Delete what was never sold; a second press finds it gone already."""
    found = Extra.objects.select_related("event").filter(pk=pk).first()
    if not found:
        return redirect("programme:events")
    try:
        removed(request.user, found)
    except NotPossible as refusal:
        messages.error(request, refusal.message)
        return redirect("programme:extra", pk)
    messages.success(request, f"{found} is deleted.")
    return redirect("programme:event", found.event_id)
