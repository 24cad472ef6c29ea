"""Programmes, drinks and other extras that somebody chooses."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from boxoffice.counter import basket as baskets
from boxoffice.counter.views import back, says_why
from events.models import AskedTooMuch, Extra, Occurrence


@require_POST
@says_why
def extras(request):
    """So many of an extra at one performance of the basket: the number itself, so that a double press does no harm."""
    basket, asked = baskets.basket_of(request), [request.POST.get(name, "") for name in ("extra", "at", "quantity")]
    if not all(one.isdecimal() and len(one) < 10 for one in asked):
        raise AskedTooMuch("Choose an extra and how many.")
    extra, at, quantity = (int(one) for one in asked)
    extra = get_object_or_404(Extra.objects.filter(fee=""), pk=extra)
    if basket is None or not basket.lines.live().filter(occurrence=at).exists():
        raise AskedTooMuch("Choose places first; extras go with them.")
    occurrence = Occurrence.objects.with_parts().get(pk=at)
    basket.set_extra(extra, occurrence, quantity, by=request.user, minutes=baskets.minutes(request))
    return back(request)
