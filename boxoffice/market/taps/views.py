"""What devices ask for and send: the bundle of a day, taps, receipt numbers, a price, and the service worker."""

from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.taps.bundle import bundle_of
from boxoffice.market.taps.reading import read_taps
from events.models import Occurrence, Place, PriceBook, Refused, RegisterNote, Trader, Wanted
from events.money import pounds, tax
from invoicing import register
from invoicing.models import MarketReceipt, ReceiptBlock


def market_day(day):
    """One market day with its parts and rules; 404 for any other."""
    days = Occurrence.objects.market_days().with_parts().select_related("event__rules__casual_price_type")
    return get_object_or_404(days, pk=day)


@require_safe
@never_cache
def bundle(request, day):
    """The whole day; 304 where the device has this version already."""
    found = bundle_of(market_day(day), request.user)
    etag = f'"{found["version"]}-{request.user.pk}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    return JsonResponse(found, headers={"ETag": etag})


@require_POST
def taps(request, day):
    """Carry out what a device sends, and say for each tap what became of it."""
    try:
        batch = read_taps(request, now())
    except Refused as refusal:
        return JsonResponse({"error": refusal.message}, status=422)
    done = register.apply(market_day(day), batch, by=request.user)
    return JsonResponse({"taps": [{"client_id": str(tap.client_id), "outcome": tap.outcome, "words": tap.words}
                                  for tap in done]})  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def blocks(request):
    """The receipt numbers of a device, or the next ones for it after the number `after`."""
    asked = request.POST if request.method == "POST" else request.GET
    try:
        device, after = UUID(asked.get("device", "")), int(asked.get("after") or 0)
    except ValueError:
        return JsonResponse({"error": "Say which device asks."}, status=422)
    if request.method == "POST":
        found = [ReceiptBlock.objects.issue(device, by=request.user, after=min(max(after, 0), 2**31 - 1))]
    else:
        found = ReceiptBlock.objects.filter(device=device)
    return JsonResponse({"blocks": [{"first": block.first, "last": block.last} for block in found]})


@require_safe
@never_cache
def prices(request, day):
    """What a free pitch costs one trader today, in pence with VAT; what the bundle says is what anybody would pay."""
    occurrence, trader, place = market_day(day), request.GET.get("trader", ""), request.GET.get("place", "")
    customer = get_object_or_404(Trader, pk=trader if trader.isdecimal() else 0).customer
    place = get_object_or_404(Place, pk=place if place.isdecimal() else 0, area__plan=occurrence.plan_id)
    try:
        wanted = Wanted(occurrence, place, occurrence.event.rules.casual_price_type)
        gross = tax([PriceBook([occurrence], now(), customer).line(wanted).priced])[0].gross
    except (Refused, type(occurrence.event).rules.RelatedObjectDoesNotExist):
        return JsonResponse({"error": "There is no price for this pitch."}, status=422)
    return JsonResponse({"amount": gross, "words": pounds(gross)})


@require_safe
@never_cache
def worker(request):
    """The service worker. It stands here and not among the static files, so that its scope is the market desk."""
    with open(finders.find("boxoffice/register/worker.js"), "rb") as file:
        return HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")


@require_safe
def manifest(request):
    """What a tablet needs to install the register."""
    icons = [{"src": static(f"boxoffice/register/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
              "purpose": "any maskable"} for size in (192, 512)]  # fmt: skip
    return JsonResponse({"name": "Market register", "short_name": "Register", "id": "/market/", "start_url": "/market/",
                         "scope": "/market/", "display": "standalone", "lang": "en-GB", "theme_color": "#1b1a24",
                         "background_color": "#f6f5f2", "icons": icons},
                        content_type="application/manifest+json")  # fmt: skip


@require_safe
def note_photo(request, note):
    """The photo of a note on the register."""
    photo = get_object_or_404(RegisterNote.objects.select_related("photo"), pk=note, photo__isnull=False).photo
    return HttpResponse(bytes(photo.content), content_type=photo.content_type, headers={
        "Content-Disposition": "inline", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600",
    })  # fmt: skip


@require_safe
def receipt(request, number):
    """The receipt for money taken on the market, to show or to print."""
    receipts = MarketReceipt.objects.select_related("payment__booking__customer", "payment__account__customer",
                                                    "payment__taken_by")  # fmt: skip
    found = get_object_or_404(receipts, number=number)
    booking = found.payment.booking
    lines = booking.lines.with_parts() if booking else []
    return render(request, "market/receipt.html", {"receipt": found, "payment": found.payment, "lines": lines,
                                                   "total": booking.total() if booking else None})  # fmt: skip
