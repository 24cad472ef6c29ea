"""VAT determinations: every decision with its dates and evidence, and a page that records the next one."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.finance.setup.forms_determination import DeterminationForm
from events import determinations
from events.models import Refused, VatDetermination
from events.models.vat import ChargeType
from invoicing.papers.invoice_document import rate_text


@require_safe
def vat_determinations(request):
    """Every decision, by charge type, the widest first; what has ended stands below what holds."""
    today = localdate()
    found = VatDetermination.objects.select_related("event", "occurrence__event", "recorded_by")
    found = sorted(found, key=lambda one: (one.occurrence_id is not None, one.event_id is not None,
                                           determinations.scope_words(one),
                                           -one.valid_from.toordinal()))  # fmt: skip
    remarks = determinations.remarks(found, today)
    rows = [(one, determinations.scope_words(one), rate_text(one.treatment, one.rate), remarks.get(one.pk, ""),
             state(one, today)) for one in found]  # fmt: skip
    groups = [(label, [row for row in rows if row[0].charge_type == value]) for value, label in ChargeType.choices]
    return render(request, "finance/vat_determinations.html", {
        "groups": [(label, rows) for label, rows in groups if rows],
        "undetermined": determinations.undetermined(today),
    })  # fmt: skip


def state(decision, today):
    """(tone, word) for where a decision stands."""
    if determinations.is_over(decision, today):
        return "", "Ended"
    return ("info", "To come") if decision.valid_from > today else ("ok", "Holds")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invoicing.set_letterhead", raise_exception=True)
def vat_determination_new(request):
    """Record a decision. It ends the one before it and changes nothing that was sold or issued."""
    today = localdate()
    if request.method != "POST":
        return show(request, DeterminationForm(initial={"valid_from": today, "decided_on": today}))
    form = DeterminationForm(request.POST)
    if form.is_valid():
        try:
            made = determinations.record(form.decision(request.user))
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, f"Recorded. {determinations.scope_words(made)}: from "
                                      f"{made.valid_from:%-d %B %Y}. Nothing issued already changes.")  # fmt: skip
            return redirect("finance:vat_determinations")
    return show(request, form, 422)


def show(request, form, status=200):
    return render(request, "finance/vat_determination_new.html", {"form": form}, status=status)
