"""Parking a basket under a name, and taking it up again at any till."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.counter import basket as baskets
from boxoffice.counter.views import back, says_why
from events.models import AskedTooMuch, Booking
from invoicing.models import CounterRules


@require_http_methods(["GET", "HEAD", "POST"])
@says_why
def parkings(request):
    """The parked baskets; POST parks this desk's, under the name given or its customer's."""
    basket = baskets.basket_of(request)
    if request.method != "POST":
        return render(request, "counter/parkings.html", {"parked": Booking.objects.parked(), "booking": basket})
    if basket is None or not basket.lines.live().exists():
        raise AskedTooMuch("Nothing is in the basket. Choose places first.")
    set_aside(request, basket)
    return back(request)


def set_aside(request, basket):
    """Park the basket and leave the desk free for whoever is next."""
    name = request.POST.get("name", "").strip() or (basket.customer.name if basket.customer else "")
    basket.park(name or f"Basket {basket.reference}", minutes=CounterRules.current().parked_minutes)
    baskets.forget(request)


@require_POST
@says_why
def recalls(request, reference):
    """Take a parked basket up; what is in this desk's is parked in its stead."""
    parked = get_object_or_404(Booking.objects.select_related("customer"), reference=reference)
    current = baskets.basket_of(request)
    if current == parked:
        return back(request)
    parked.recall(minutes=baskets.minutes(request))
    if current and current.lines.live().exists():
        set_aside(request, current)
    baskets.take_up(request, parked)
    line = parked.lines.live().first()
    return redirect("counter:performance", line.occurrence_id) if line else redirect("counter:desk")
