"""Pages that are shown again with the reason where something was refused: the check page, and a booking's own."""

from django.shortcuts import get_object_or_404, render

from boxoffice.cards import takes_cards
from boxoffice.portal.account import statement_of
from boxoffice.portal.calendar_page import days_without_papers
from boxoffice.portal.one_booking import OneBooking
from boxoffice.portal.quote import Quote
from boxoffice.portal.traders import account_of
from events.models import Booking
from invoicing.stripe_checkout import LEAST


def show_check(request, choice, nonce, error="", status=200):
    """Days, pitches, extras, price, VAT and account; `error` says what stands in the way of booking them."""
    if choice.taken and choice.places:
        choice.propose()
    quote, statement = Quote(choice), statement_of(account_of(request.customer), with_invoices=False)
    days, trader = {day.day for day in choice.days}, request.customer.trader
    bare = days_without_papers(trader, choice.event, days) if days else set()
    late = [day for day in choice.days if day.day in bare]
    why_not = trader.why_not(choice.event, days) if days else []
    error = error or quote.refusal or " ".join(why_not)
    may_book = bool(quote.lines and not choice.taken and not why_not and not quote.refusal)
    over = statement is not None and quote.total.gross > statement.left
    return render(request, "portal/check.html", {
        "choice": choice, "quote": quote, "statement": statement, "nonce": nonce, "error": error, "over": over,
        "types": [(price, choice.address(type=price.price_type_id)) for price in choice.prices],
        "offers": choice.extras.offers(choice) if choice.places and choice.days else [],
        "on_account": may_book and statement is not None and not statement.account.stopped_at,
        "without_late": choice.address(*late) if 0 < len(late) < len(choice.days) else "",
        "by_card": may_book and takes_cards() and quote.total.gross >= LEAST, "may_book": may_book,
    }, status=status)  # fmt: skip


def own(request, reference):
    """One of the trader's own bookings; 404 for anybody else's."""
    return get_object_or_404(Booking, reference=reference.upper(), customer=request.customer)


def show_booking(request, booking, error="", status=200, **more):
    """One booking: its days, its price, its permits, and what giving it back costs."""
    left = "left" in request.GET and booking.status == Booking.Status.RESERVED
    context = {"booking": booking, "one": OneBooking(booking), "error": error, "cards": takes_cards(), "left": left}
    return render(request, "portal/booking.html", {**context, **more}, status=status)
