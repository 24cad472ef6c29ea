"""What a customer wants instead of a performance that was called off: their own page, without signing in."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boxoffice.call_off_answer_form import Answer
from events.models import Refused
from invoicing.call_off_answers import answer, others
from invoicing.models import CallOffAnswer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, token):
    """The choices; POST notes one and does it at once where that is possible."""
    parts = CallOffAnswer.objects.select_related("booking__customer", "call_off__occurrence__event", "instead__event")
    given = get_object_or_404(parts, token=token)
    form = Answer(request.POST if request.method == "POST" else None, given=given, others=others(given.call_off))
    if request.method == "POST" and form.is_valid():
        try:
            answer(given, form.cleaned_data["choice"], instead=form.cleaned_data["instead"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("shop:answers", given.token)
    lines = given.booking.live_lines.filter(occurrence=given.call_off.occurrence)
    return render(request, "shop/answers.html", {"given": given, "form": form, "lines": lines},
                  status=422 if form.errors else 200)  # fmt: skip
