"""The words for contact preferences: what is read out, its versions, and who agreed."""

from itertools import groupby

from django.contrib import messages
from django.contrib.admin.models import ADDITION
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.programme.selling_rules.changes import changes_of, looks_again, note, noted
from boxoffice.programme.selling_rules.forms_wordings import SubjectForm, TextForm
from events.dates import day
from events.models import Consent, ConsentWording, NotPossible

A_PAGE = 50


@require_safe
def wordings(request):
    """Who asks for what, by its latest version, with how many agree."""
    every = ConsentWording.objects.order_by("organisation", "purpose", "channel", "-version")
    rows = [state_of(list(versions)) for _, versions in groupby(every, key=lambda one: one.subject)]
    return render(request, "programme/wordings.html", {"rows": rows})


def state_of(versions):
    """The versions of one subject, the latest first: {latest, read, agreed}; `read` is what is read out today."""
    today = localdate()
    read = next((one for one in versions if one.offered and one.from_day <= today), None)
    return {"latest": versions[0], "read": read, "versions": versions, "asked": any(one.offered for one in versions),
            "agreed": Consent.objects.agreed(versions[0].subject).count()}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@looks_again
def wording_new(request):
    """The first words of a subject; sent twice they are made once."""
    form = SubjectForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if form.is_bound and form.is_valid():
        try:
            made = revised(request.user, form.subject(), form.cleaned_data["text"], form.cleaned_data["from_day"])
        except NotPossible as refusal:
            form.add_error("from_day", refusal.message)
        else:
            messages.success(request, "Kept. They are asked about from that day.")
            return redirect("programme:wording", made.pk)
    return render(request, "programme/wording_new.html", {"form": form}, status=422 if form.is_bound else 200)


def revised(user, subject, text, from_day):
    """The next version of the words, noted once. Raises NotPossible."""
    with transaction.atomic():
        made = ConsentWording.objects.revise(subject, text, from_day)
        if not changes_of(made):
            note(user, made, f"Version {made.version}, from {day(made.from_day)}: {made.text}", ADDITION)
    return made


@require_safe
def wording(request, pk):
    """One subject: its versions, who agreed, and the next version."""
    return show(request, get_object_or_404(ConsentWording, pk=pk))


def show(request, wording, status=200, form=None, correcting=None):
    latest = ConsentWording.objects.of(wording.subject).first()
    agreed = Consent.objects.agreed(wording.subject).select_related("customer", "wording", "by").order_by("-pk")
    versions = list(ConsentWording.objects.of(wording.subject).with_answers())
    return render(request, "programme/wording.html", {
        "wording": latest, **state_of(versions), "people": Paginator(agreed, A_PAGE).get_page(
            request.GET.get("page")), "today": localdate(), "error_form": form or correcting,
        "form": form or TextForm(initial={"text": latest.text}, prefix="next", use_required_attribute=False),
        "changes": changes_of(*versions),
        "correcting": correcting or (None if latest.is_agreed_to() else TextForm(
            initial={"text": latest.text, "from_day": latest.from_day}, use_required_attribute=False)),
    }, status=status)  # fmt: skip


@require_POST
@looks_again
def wording_versions(request, pk):
    """A new sentence is a new version."""
    found, form = get_object_or_404(ConsentWording, pk=pk), TextForm(request.POST, prefix="next")
    if form.is_valid():
        try:
            made = revised(request.user, found.subject, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error("from_day", refusal.message)
    if form.errors:
        return show(request, found, 422, form=form)
    messages.success(request, f"Version {made.version} is kept.")
    return redirect("programme:wording", made.pk)


@require_POST
def wording_corrections(request, pk):
    """Put right words that nobody has answered yet."""
    found, form = get_object_or_404(ConsentWording, pk=pk), TextForm(request.POST, use_required_attribute=False)
    if form.is_valid():
        try:
            noted(request.user, found, lambda: found.reword(**form.cleaned_data))
        except NotPossible as refusal:
            form.add_error("text", refusal.message)
    if form.errors:
        return show(request, found, 422, correcting=form)
    messages.success(request, f"Version {found.version} is put right.")
    return redirect("programme:wording", pk)


@require_POST
def wording_stops(request, pk):
    """Read the words out no more, or again."""
    found = get_object_or_404(ConsentWording, pk=pk)
    again = request.POST.get("again") == "yes"
    noted(request.user, found, lambda: (ConsentWording.objects.ask_again if again else ConsentWording.objects.stop)(
        found.subject))  # fmt: skip
    messages.success(request, "They are asked about again." if again else "They are asked about no more.")
    return redirect("programme:wording", pk)
