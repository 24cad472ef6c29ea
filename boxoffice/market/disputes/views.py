"""Disputes: what customers do not agree with, the ones that wait longest first, each answered once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from events.models import Dispute
from invoicing.disputes import answer

A_PAGE = 50


class AnswerForm(forms.Form):
    """What the customer is told."""

    answer = forms.CharField(label="Answer", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
                             help_text="The trader reads this. It lifts the hold on the invoice, where there is one.",
                             error_messages={"required": "Write the answer."})  # fmt: skip


@require_safe
def disputes(request):
    """Those to be answered first, by the day we said."""
    rows = Dispute.objects.select_related("customer", "answered_by")
    rows = rows.order_by(F("answered_at").desc(nulls_first=True), "answer_by", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    late = Dispute.objects.late(localdate()).count()
    return render(request, "market/disputes.html", {"page": page, "late": late})


@require_safe
def dispute(request, pk):
    """One of them, with the invoices it holds."""
    return show(request, found(pk), AnswerForm())


def found(pk):
    parts = ["customer__trader", "answered_by", "raised_by"]
    return get_object_or_404(Dispute.objects.select_related(*parts), pk=pk)


def show(request, dispute, form, status=200):
    holds = dispute.recovery_holds.select_related("invoice", "account")
    return render(request, "market/dispute.html", {"dispute": dispute, "form": form, "holds": holds}, status=status)


@require_POST
def dispute_answers(request, pk):
    """Answer it."""
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied("You may read disputes, but not answer them. Ask a market officer.")
    dispute, form = found(pk), AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, dispute, form, 422)
    answer(dispute, form.cleaned_data["answer"], by=request.user)
    messages.success(request, f"Answered, and {dispute.customer} told.")
    return redirect("market:dispute", pk)
