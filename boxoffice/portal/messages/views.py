"""A trader's messages: the list, the unread ones first to be seen, and each as it was sent."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from boxoffice.portal.traders import for_traders

A_PAGE = 20


@require_safe
@for_traders
def messages(request):
    """Everything we wrote to them, the latest first."""
    page = Paginator(request.customer.messages.all(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/messages.html", {"page": page})


@require_safe
@for_traders
def message(request, pk):
    """One message. Opened by the trader themselves it counts as read."""
    row = get_object_or_404(request.customer.messages.select_related("occurrence__event"), pk=pk)
    if not request.standing_in:
        row.read()
    return render(request, "portal/message.html", {"message": row})
