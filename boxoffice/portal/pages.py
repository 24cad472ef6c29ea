"""The check page, shown before a booking and again, with the reason, where the booking was refused."""

from django.shortcuts import render

from boxoffice.portal.account import statement_of
from boxoffice.portal.choice import Quote
from boxoffice.portal.traders import account_of


def show_check(request, choice, nonce, error="", status=200):
    """Days, pitch, price, VAT and account; `error` says what stands in the way of booking them."""
    quote, statement = Quote(choice), statement_of(account_of(request.customer), with_invoices=False)
    days = {day.day for day in choice.days}
    why_not = request.customer.trader.why_not(choice.event, days) if choice.days else []
    error = error or quote.refusal or " ".join(why_not)
    return render(request, "portal/check.html", {
        "choice": choice, "quote": quote, "statement": statement, "nonce": nonce, "error": error,
        "over": statement is not None and quote.total.gross > statement.left,
        "types": [(price, choice.address(type=price.price_type_id)) for price in choice.prices],
        "may_book": bool(statement and quote.lines and not choice.taken and not why_not and not quote.refusal),
    }, status=status)  # fmt: skip
