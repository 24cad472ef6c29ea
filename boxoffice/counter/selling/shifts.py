"""Moving a party one seat along, so that no single seat stays behind."""

from django.views.decorators.http import require_POST

from boxoffice.counter.basket import basket_of
from boxoffice.counter.views import back, says_why
from events.models import Place, Wanted


@require_POST
@says_why
def shifts(request):
    """Hold other seats in the stead of some of the basket's. Asked twice, it is done once."""
    basket = basket_of(request)
    asked = {one for one in request.POST.getlist("line") if one.isdecimal() and len(one) < 19}
    lines = list(basket.live_lines.select_related("occurrence__price_list").filter(pk__in=asked)) if basket else []
    wanted = [one for one in request.POST.getlist("place") if one.isdecimal() and len(one) < 19]
    if lines and len(lines) == len(asked) == len(wanted):
        places = Place.objects.select_related("area").filter(area__plan=lines[0].occurrence.plan_id).in_bulk(wanted)
        move(basket, lines, [places[int(pk)] for pk in wanted if int(pk) in places], request.user)
    return back(request)


def move(basket, lines, places, by):
    """The same price types at other places of the same performance, in the order of the plan."""
    wanted = [Wanted(line.occurrence, place, line.price_type) for line, place in zip(lines, places, strict=False)]
    basket.add(wanted, instead_of=lines, by=by)
    basket.settle(by=by)
