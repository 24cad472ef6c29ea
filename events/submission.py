"""Handing an application in: whose it is (a trader we know, or a new one), and who else it may be."""

from django.db.models import F, Q, Value
from django.db.models.functions import Replace
from django.utils.timezone import localdate, now

from events.application_questions import ask
from events.dates import day
from events.models import Application, AskedTooMuch, Customer, Message, Refused, Trader
from events.models.transactions import retried


@retried
def submit(application, *, by=None, at=None):
    """Hand it in, once however often it is sent; False where it was in already.

    Whoever signed in stays who they are; anybody else becomes a customer and a trader who is not approved yet. An
    e-mail address that was only typed proves nobody: an officer says whether they are a trader we know (`join`).
    Raises AskedTooMuch where a question is still open.
    """
    at = at or now()
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.status != Application.Status.DRAFT:
        return False
    asked = ask(application)
    check_in_time(asked, localdate(at))
    if asked.open:
        raise AskedTooMuch(f"One question is still open: {asked.open.title}")
    customer = application.customer or new_customer(asked)
    keep_trader(customer, asked, localdate(at))
    application.send(customer, by=by, at=at)
    Message.objects.tell(
        customer, topic="application", subject="We have your application", by=by, at=at,
        once=f"application-{application.pk}-sent",
        body=f"Thank you for your application{about(application)}. We have it, and answer by "
             f"{day(application_row(application).answer_by)}.\n\nWhat happens next: an officer looks at it and at your "
             "papers. We write to you when we need something and when it is decided.",
    )  # fmt: skip
    return True


def application_row(application):
    application.refresh_from_db()
    return application


def about(application):
    """ for the Christmas market, in a sentence."""
    return f" for {application.event}" if application.event_id else ""


def check_in_time(asked, today):
    """Raise Refused where the specialist market takes no applications on this day. Staff may enter late paper ones."""
    market = asked.market
    if market and market.called_off:
        raise Refused(f"{market.event} does not run, so it takes no applications. Look for another, or ring us.")
    if market is None or asked.application.entered_by_id:
        return
    if today < market.applications_from:
        raise Refused(f"Applications for {market.event} begin on {day(market.applications_from)}. Yours is kept.")
    if today > market.applications_to:
        raise Refused(f"Applications for {market.event} ended on {day(market.applications_to)}. Ring us about places.")


def new_customer(asked):
    """A customer as an envelope and an invoice name them: the trading name, with the person above the address."""
    said = asked.said
    return Customer.objects.create(
        name=said("business", "trading_name"), email=said("you", "email", "") or "", phone=said("you", "phone"),
        address="\n".join([said("you", "name"), *said("address", "lines").splitlines()]),
        postcode=said("address", "postcode"),
    )  # fmt: skip


def keep_trader(customer, asked, today):
    """A trader who is not approved yet, where the customer is none; somebody we know stays as we know them."""
    if Trader.objects.filter(customer=customer).exists():
        return
    goods = goods_words(asked)
    Trader.objects.create(customer=customer, trading_name=asked.said("business", "trading_name"), applied_on=today,
                          vat_number=asked.said("business", "vat_number") or "", goods=goods)  # fmt: skip


def goods_words(asked):
    """What they mainly sell, as it stands on the trader's row."""
    key = set(asked.said("goods", "key", []))
    named = ", ".join(one.name for one in asked.chosen if str(one.pk) in key)
    return (named or asked.said("goods", "note") or "")[:150]


def may_be(application):
    """Other customers this applicant may be: the same e-mail address, telephone number or trading name."""
    you, business = (application.answers.get(name, {}) for name in ("you", "business"))
    digits = "".join(sign for sign in you.get("phone") or "" if sign.isdigit())
    same = Q(pk=None)
    if you.get("email"):
        same |= Q(email__iexact=you["email"])
    if len(digits) >= 8:
        same |= Q(digits=digits)
    if business.get("trading_name"):
        same |= Q(name__iexact=business["trading_name"]) | Q(trader__trading_name__iexact=business["trading_name"])
    others = Customer.objects.alias(digits=Replace(F("phone"), Value(" ")))
    return others.filter(same).exclude(pk=application.customer_id).select_related("trader").distinct().order_by("pk")


@retried
def join(application, customer, *, by, at=None):
    """Say that the applicant is a customer we know: the application and its letters become theirs.

    Raises Refused where the one made for it has money or bookings by now.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    old = application.customer
    if old is None or old.pk == customer.pk:
        return
    used = ["account", "bookings", "standing_bookings"]
    trader = getattr(old, "trader", None)
    if any(used_by(old, name) for name in used) or (trader and trader.approved_on) or old.applications.count() > 1:
        raise Refused(f"{old} trades already, or has an account by now, so the two cannot be joined here. "
                      "Ask finance, or refuse this application.")  # fmt: skip
    application.customer = customer
    application.save(update_fields=["customer"])
    told = set(customer.messages.exclude(once="").values_list("once", flat=True))
    old.messages.exclude(once__in=told).update(customer=customer)
    keep_trader(customer, ask(application), localdate(at))
    application.note(f"Joined with {customer}, who is the same trader.", by=by, at=at)
    if trader:
        trader.delete()
    if not old.messages.exists():
        old.delete()


def used_by(customer, name):
    """Whether the customer has one, or some, of what this relation holds."""
    related = getattr(customer, name, None)
    return related.exists() if hasattr(related, "exists") else related is not None
