"""A trader's own applications: where each stands, and which markets may be applied for now."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from boxoffice.portal.traders import for_traders
from events.models import SpecialistMarket


@require_safe
@for_traders
def applications(request):
    """The list, the latest first."""
    markets = SpecialistMarket.objects.open_on(localdate()).select_related("event")
    own = request.customer.applications.select_related("event").order_by("-pk")
    return render(request, "portal/applications.html", {"applications": own, "markets": markets})
