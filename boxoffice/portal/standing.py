"""The end of standing in for a trader."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from boxoffice import standing_in


@require_POST
def standing_in_endings(request):
    """Stop, and go back to the trader's page at the market desk."""
    standing = standing_in.current(request)
    standing_in.end(request)
    return redirect("market:trader", standing.customer.pk) if standing else redirect("home")
