"""The incident log: written down on the spot, found again, closed with what came of it. Nothing is deleted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.kept_files import answer_file
from boxoffice.market.incidents.forms import FilterForm, IncidentForm, MorePhotosForm, OutcomeForm
from boxoffice.market.incidents.table import sheet_of
from boxoffice.sheet_answer import answer_sheet
from events.models import Incident, Refused

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def incidents(request):
    """The list, by filters; or one more."""
    if request.method == "POST":
        return log(request)
    form = FilterForm(request.GET)
    page = Paginator(form.chosen(), A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    query = f"{asked.urlencode()}&" if asked else ""
    return render(request, "market/incidents.html", {"page": page, "form": form, "query": query})


@require_safe
def incidents_export(request, form):
    """The same list as a file."""
    return answer_sheet(sheet_of(FilterForm(request.GET).chosen()), form, "incidents")


@require_safe
def incident_new(request):
    """The form, for today's market and now; `trader` in the address names one."""
    trader = request.GET.get("trader", "")
    initial = {"trader": trader} if trader.isdecimal() else {}
    return render(request, "market/incident_new.html", {"form": IncidentForm(initial=initial)})


def log(request):
    form = IncidentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            incident = Incident.objects.log(by=request.user, **form.said)
        except Refused as refusal:
            form.add_error("photos", refusal.message)
        else:
            messages.success(request, "Written down.")
            return redirect("market:incident", incident.pk)
    return render(request, "market/incident_new.html", {"form": form}, status=422)


@require_safe
def incident(request, pk):
    """One incident, with its photos, what came of it and the notices served because of it."""
    return show(request, found(pk))


def found(pk):
    parts = ["trader", "place__area", "occurrence__event", "by", "closed_by"]
    return get_object_or_404(Incident.objects.select_related(*parts), pk=pk)


def show(request, incident, status=200, **forms):
    photos, steps = incident.photos.defer("content").order_by("pk"), incident.steps.select_related("trader")
    context = {"incident": incident, "photos": photos, "steps": steps, "more": MorePhotosForm(),
               "form": OutcomeForm(initial={"riddor": incident.riddor}), **forms}  # fmt: skip
    return render(request, "market/incident.html", context, status=status)


@require_POST
def incident_closures(request, pk):
    """Close it with what came of it."""
    incident, form = found(pk), OutcomeForm(request.POST)
    if not form.is_valid():
        return show(request, incident, status=422, form=form)
    incident.close(form.cleaned_data["outcome"], by=request.user, riddor=form.cleaned_data["riddor"])
    messages.success(request, "Closed.")
    return redirect("market:incident", pk)


@require_POST
def incident_photos(request, pk):
    """Add photos to it."""
    incident, form = found(pk), MorePhotosForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            incident.add_photos(form.cleaned_data["photos"], by=request.user)
            return redirect("market:incident", pk)
    except Refused as refusal:
        form.add_error("photos", refusal.message)
    return show(request, incident, status=422, more=form)


@require_safe
def incident_photo(request, pk, photo):
    """One of its photos."""
    incident = get_object_or_404(Incident, pk=pk)
    return answer_file(get_object_or_404(incident.photos, pk=photo), f"incident {pk}")
