"""Accepting an application to trade: approved, goods and papers taken over, an account and a sign-in where wanted."""

from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.timezone import localdate, now

from events.application_goods import papers_needed
from events.application_questions import ask
from events.models import Document, Message, TradeLine
from events.models.transactions import retried
from invoicing import decision_letters
from invoicing.models import Account

SIGN_IN = "/sign-in/links/"


@retried
def accept(application, *, credit_limit=None, words="", by, at=None):
    """Let the applicant trade with us, once. With a `credit_limit` in pence (0 is one) an account is opened for them.

    False where they were accepted before. Raises NotYours where the same person refused them, TooLate.
    """
    at = at or now()
    if not application.accept(f"Accepted. {words}".strip(), by=by, at=at):
        return False
    take_over(application, by=by, at=at)
    if credit_limit is not None:
        open_account(application.customer, credit_limit)
    has_sign_in = make_sign_in(application.customer)
    body = f"{decision_letters.accepted(application, words)}\n\n{next_steps(has_sign_in)}"
    tell(application, "You may trade with us", body, by=by, at=at)
    return True


def take_over(application, *, by, at):
    """The trader as their application says: approved, what they may sell, the papers they sent, not checked yet."""
    asked, trader, today = ask(application), application.customer.trader, localdate(at)
    if trader.approved_on is None:
        trader.approved_on = today
        trader.save(update_fields=["approved_on"])
    key = set(asked.said("goods", "key", []))
    running = set(trader.trade_lines.filter(ended_on=None).values_list("commodity", flat=True))
    TradeLine.objects.bulk_create(
        TradeLine(trader=trader, commodity=one, key=str(one.pk) in key, from_day=today)
        for one in asked.chosen if one.pk not in running
    )  # fmt: skip
    for paper in papers_needed(asked):
        send_paper(asked, paper, trader, by=by, at=at)


def send_paper(asked, paper, trader, *, by, at):
    """Take one paper of the application in to be checked; nothing where only a promise of it came."""
    name = f"paper-{paper.pk}"
    said = asked.answers.get(name, {})
    if not said.get("expires_on") or said.get("later"):
        return
    ends, photo = date.fromisoformat(said["expires_on"]), asked.application.photos.filter(question=name).last()
    Document.objects.send(
        trader, paper, valid_from=min(localdate(asked.application.submitted_at), ends), expires_on=ends,
        number=said.get("number") or "", cover=said.get("cover") or 0, photo=photo.attachment if photo else None,
        by=by, at=at,
    )  # fmt: skip


def open_account(customer, credit_limit):
    """An account, where they have none."""
    delivery = Account.Delivery.EMAIL if customer.email else Account.Delivery.POST
    Account.objects.open_for(customer, credit_limit=credit_limit, delivery=delivery)


def make_sign_in(customer):
    """A sign-in without a password (a link by e-mail lets them in), where they have an e-mail address; whether there
    is one.

    An address that is somebody else's already, a colleague's or another customer's, is left alone.
    """
    users = get_user_model().objects
    if customer.user_id is None and customer.email:
        user = users.filter(email__iexact=customer.email).first()
        if user is None:
            user = users.create_user(customer.email, first_name=customer.name[:150])
        elif user.groups.exists() or user.is_staff or hasattr(user, "customer"):
            return False
        customer.user = user
        customer.save(update_fields=["user"])
        user.groups.add(Group.objects.get_or_create(name="Traders")[0])
    return customer.user_id is not None


def next_steps(has_sign_in):
    """How to go on."""
    if has_sign_in:
        return (f"Sign in without a password: we send you a link by e-mail. Go to {settings.SITE_URL}{SIGN_IN}\n\n"
                "You can book days there, send papers and see what you owe.")  # fmt: skip
    return f"Ring us on {settings.COUNCIL['telephone']} to book days: we can do everything for you by telephone."


def tell(application, subject, body, *, by, at):
    """Write to the applicant, with the address to follow their application at."""
    address = f"{settings.SITE_URL}/apply/{application.token}/"
    follow = f"Follow your application at {address}" if application.customer.email else ""
    Message.objects.tell(application.customer, topic="application", subject=subject, by=by, at=at,
                         body=f"{body}\n\n{follow}".strip())  # fmt: skip


@retried
def ask_more(application, words, *, by, at=None):
    """Ask the applicant for something, and write to them; the same words sent twice are asked once."""
    if application.ask_more(words, by=by, at=at):
        tell(application, "We need something from you", decision_letters.more_wanted(application, words), by=by, at=at)


@retried
def put_on_waiting_list(application, words, *, by, at=None):
    """Say that there is no room for now."""
    application.put_on_waiting_list(words, by=by, at=at)
    tell(application, "You are on the waiting list", decision_letters.waiting(application, words), by=by, at=at)


@retried
def refuse(application, reason, *, by, at=None):
    """Refuse an application to trade and say how to appeal, or that this is the end. Raises NotYours, TooLate."""
    application.refuse(reason, by=by, at=at)
    subject = decision_letters.refusal_subject(application)
    tell(application, subject, decision_letters.refused(application), by=by, at=at)
