"""A trader says what they do not agree with, and reads the answer."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.portal.notices.forms import DisputeForm
from boxoffice.portal.traders import for_traders
from events.models import Dispute, Refused
from invoicing.disputes import raise_dispute


@require_http_methods(["GET", "HEAD", "POST"])
@for_traders
def disputes(request):
    """Everything the trader ever wrote about; or one more."""
    if request.method == "POST":
        return write(request)
    return render(request, "portal/disputes.html", {"disputes": request.customer.disputes.all()})


def write(request):
    """Take what the form says, once however often it is sent."""
    form = DisputeForm(request.POST, customer=request.customer)
    if form.is_valid():
        try:
            dispute = raise_dispute(request.customer, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.info(request, "We have what you wrote.")
            return redirect("portal:dispute", dispute.pk)
    return render(request, "portal/dispute_new.html", {"form": form}, status=422)


@require_safe
@for_traders
def dispute_new(request):
    """The form; `reference` and `about` in the address fill it in."""
    about = request.GET.get("about", "")
    initial = {"reference": request.GET.get("reference", "")[:30]}
    if about in Dispute.About.values:
        initial["about"] = about
    form = DisputeForm(initial=initial, customer=request.customer)
    return render(request, "portal/dispute_new.html", {"form": form})


@require_safe
@for_traders
def dispute(request, pk):
    """One of them, with the answer."""
    own = request.customer.disputes.prefetch_related("recovery_holds__invoice")
    return render(request, "portal/dispute.html", {"dispute": get_object_or_404(own, pk=pk)})
