"""From a request's ids to the engine's verbs: reserve, and pay or charge, all inside the caller's transaction."""

from collections import ChainMap

from django.http import Http404
from rest_framework.exceptions import PermissionDenied, ValidationError

from api import answers, catalogue
from api.problems import NoAccount
from events.models import Band, Booking, Customer
from invoicing.models import Account, Payment, TillSession
from invoicing.slips import once

SELL = "boxoffice.stand_at_counter"
LONGEST_FOR_CUSTOMERS = 30  # minutes


def order(access, asked, at):
    """Book what was asked for and, with payment or account, pay it. All or nothing: (201, answer)."""
    customer = customer_of(access, asked)
    terms = {"channel": asked["channel"], "by": access.user, "customer": customer, "minutes": asked["minutes"],
             "at": at}  # fmt: skip
    booking = reserve_best(asked["best"], terms) if "best" in asked else reserve(asked, terms)
    paid, lines = 0, booking.new_lines
    if asked["account"]:
        account_of(customer).charge(booking, by=access.user, at=at)
    elif "payment" in asked:
        paid = take(booking, asked["payment"], access.user, at).amount
    return 201, answers.booking(booking, lines, paid)


def customer_of(access, asked):
    """Whom it is for. A customer's own token books for that customer only, and cannot say that it was paid."""
    customer = asked.get("customer")
    if not access.may(SELL):
        if access.customer_id is None:
            raise PermissionDenied("This token may not book.")
        if customer not in (None, access.customer_id):
            raise Http404
        if "payment" in asked or asked["channel"] != "api" or asked["minutes"] > LONGEST_FOR_CUSTOMERS:
            raise PermissionDenied("A customer's token reserves for up to 30 minutes, or books on the account.")
        customer = access.customer_id
    if isinstance(customer, dict):
        return Customer.objects.create(**customer)
    return one(Customer.objects.select_related("trader"), customer, "customer") if customer else None


def reserve(asked, terms):
    chosen = asked.get("lines") or [{**one, "occurrence": asked["occurrence"]} for one in asked["places"]]
    occurrences, book = offers({one["occurrence"] for one in chosen}, terms["at"])
    places = ChainMap(*{one.plan_id: catalogue.places_on(one.plan) for one in occurrences.values()}.values())
    wanted = [(occurrences[one["occurrence"]], placed(places, one["place"]), priced(book, one["price_type"]))
              for one in chosen]  # fmt: skip
    return Booking.objects.reserve(wanted, book=book, **terms)


def reserve_best(best, terms):
    occurrences, book = offers({best["occurrence"]}, terms["at"])
    occurrence = occurrences[best["occurrence"]]
    band = one(Band.objects.filter(plan=occurrence.plan_id), best["band"], "band") if "band" in best else None
    price_types = [priced(book, pk) for pk in best["price_types"]]
    limits = {"band": band, "together": best["together"], "access": best["access"]}
    question = (occurrence.pk, len(price_types), *limits.values(), terms["by"].has_perm("events.sell_held_places"))
    return catalogue.unless_just_refused(question, lambda: Booking.objects.reserve_best(
        occurrence, price_types, book=book, **limits, **terms))  # fmt: skip


def offers(ids, at):
    occurrences, book = catalogue.offers(ids, at)
    refuse_lost(ids - occurrences.keys(), "occurrence")
    return occurrences, book


def take(booking, asked, by, at):
    """Take the payment; where the processor's reference was recorded before, say so."""
    till = one(TillSession.objects, asked["till"], "till") if "till" in asked else None
    fields = {name: asked[name] for name in ("amount", "tendered", "reference") if name in asked}
    with once(asked.get("reference")):
        return Payment.objects.take(booking, asked["tender"], by=by, till=till, at=at, **fields)


def account_of(customer):
    account = Account.objects.filter(customer=customer).first() if customer else None
    if account is None:
        raise NoAccount("There is no account to charge. Name a customer who has one, or send a payment.")
    return account


def placed(places, pk):
    refuse_lost({pk} - places.keys(), "place")
    return places[pk]


def priced(book, pk):
    refuse_lost({pk} - book.price_types.keys(), "price_type")
    return book.price_types[pk]


def one(rows, pk, name):
    """The row with this id, read now."""
    row = rows.filter(pk=pk).first()
    refuse_lost({pk} if row is None else (), name)
    return row


def refuse_lost(ids, name):
    if ids:
        raise ValidationError({name: [f"There is no {name.replace('_', ' ')} {pk} here." for pk in sorted(ids)]})
