"""What waits to be given back to traders who paid on the spot: for days called off, and for absences by policy."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from events.models import Refused
from events.money import pounds
from invoicing.day_refunds import give_back
from invoicing.models import DayRefund, TillSession


@require_safe
def day_refunds(request):
    """The list, the oldest first."""
    return show(request)


@require_POST
@permission_required("boxoffice.decide_market", raise_exception=True)
def day_payouts(request, pk):
    """Give one back, in cash out of the officer's open drawer or at the card machine. Twice is once."""
    due = get_object_or_404(DayRefund, pk=pk)
    try:
        done = give_back(due, by=request.user, till=TillSession.objects.open_for(request.user))
    except Refused as refusal:
        return show(request, refusal.message, 422)
    words = f"{pounds(done)} given back." if done else "That was given back already: nothing goes back now."
    messages.success(request, words)
    return redirect("market:day_refunds")


def show(request, error="", status=200):
    waiting = DayRefund.objects.waiting().select_related("booking__customer", "decision__occurrence__event")
    return render(request, "market/day_refunds.html", {"waiting": waiting, "error": error}, status=status)
