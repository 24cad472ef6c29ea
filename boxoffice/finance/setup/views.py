"""Settings of the finance desk: letterhead, arrears, reminders, and how banks write their statements."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance.papers import pdf
from boxoffice.finance.setup.forms import ArrearsForm, LetterheadForm, StepForm, preview
from boxoffice.finance.setup.letterhead_sample import sample_pdf
from events.models import VatDetermination
from invoicing.models import ArrearsPolicy, BankMapping, Council, ReminderStep

may_set = permission_required("invoicing.set_letterhead", raise_exception=True)


@require_safe
def settings(request):
    """What can be set, and how it stands."""
    return render(request, "finance/settings.html", {
        "council": Council.current(), "policy": ArrearsPolicy.current(), "steps": ReminderStep.objects.all(),
        "decisions": VatDetermination.objects.count(), "mappings": BankMapping.objects.all(),
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@may_set
def letterhead(request):
    """The letterhead. A POST keeps a new one, or shows a sample invoice under it when that is asked for."""
    current = Council.current()
    if request.method != "POST":
        return show_letterhead(request, LetterheadForm(current=current))
    form = LetterheadForm(request.POST, request.FILES, current=current)
    if not form.is_valid():
        return show_letterhead(request, form, 422)
    council = form.council(request.user)
    if "preview" in request.POST:
        return pdf(sample_pdf(council), "sample-invoice")
    council.save()
    messages.success(request, "Saved. Papers issued from now on carry it; those issued already keep theirs.")
    return redirect("finance:settings")


def show_letterhead(request, form, status=200):
    return render(request, "finance/letterhead.html", {
        "form": form, "council": form.current, "past": Council.objects.order_by("-pk").select_related("set_by")[:10],
    }, status=status)  # fmt: skip


@require_safe
def letterhead_logo(request):
    """The logo in force."""
    logo = bytes(Council.current().logo)
    if not logo:
        raise Http404("There is no logo.")
    return HttpResponse(logo, content_type="image/png")


@require_http_methods(["GET", "HEAD", "POST"])
@may_set
def arrears(request):
    """What arrears stop. A POST keeps a new policy; earlier ones can be seen."""
    current = ArrearsPolicy.current()
    if request.method != "POST":
        least = f"{current.least // 100}.{current.least % 100:02d}"
        return show_arrears(request, ArrearsForm(instance=current, initial={"least": least}))
    form = ArrearsForm(request.POST)
    if not form.is_valid():
        return show_arrears(request, form, 422)
    form.instance.set_by = request.user
    form.save()
    messages.success(request, "Saved. It applies from now on.")
    return redirect("finance:settings")


def show_arrears(request, form, status=200):
    past = ArrearsPolicy.objects.order_by("-pk").select_related("set_by")
    return render(request, "finance/arrears.html", {"form": form, "past": past}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@may_set
def reminder_step(request, pk=None):
    """One step of the ladder, or a new one. A POST keeps it, or shows its words filled in when that is asked for."""
    step = get_object_or_404(ReminderStep, pk=pk) if pk else None
    if request.method != "POST":
        return show_step(request, step, StepForm(instance=step, use_required_attribute=False))
    form = StepForm(request.POST, instance=step, use_required_attribute=False)
    if not form.is_valid():
        return show_step(request, step, form, 422)
    if "preview" in request.POST:
        return show_step(request, step, form, words=preview(form.cleaned_data["text"]))
    kept = form.save()
    messages.success(request, f"Saved “{kept}”. Reminders sent already keep their words.")
    return redirect("finance:settings")


def show_step(request, step, form, status=200, *, words=""):
    words = words or (preview(step.text) if step and not form.is_bound else "")
    context = {"step": step, "form": form, "words": words}
    return render(request, "finance/reminder_step.html", context, status=status)


@require_POST
@may_set
def reminder_step_removal(request, pk):
    """Take a step off the ladder, unless a reminder of it was sent."""
    step = get_object_or_404(ReminderStep, pk=pk)
    try:
        step.delete()
    except ProtectedError:
        messages.error(request, f"Reminders of “{step}” were sent, so the step stays. Change its words or its days.")
        return redirect("finance:reminder_step", pk)
    messages.success(request, f"Removed “{step}”.")
    return redirect("finance:settings")
