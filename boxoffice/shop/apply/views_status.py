"""After it is sent: following it, answering us, the deposit, appealing, cancelling."""

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boxoffice.cards import takes_cards
from boxoffice.shop.apply.drafts import on_from, with_application
from boxoffice.shop.apply.files import keep_or_say
from boxoffice.shop.apply.forms import AppealForm, ReplyForm
from boxoffice.shop.apply.status import show
from boxoffice.shop.pay import LOOKS, SECONDS, looks
from events.models import Application, AskedTooMuch, Refused
from invoicing import deposits, pitch_endings
from invoicing.models import Deposit
from invoicing.stripe_checkout import CardRefused, CardsUnavailable, read_session


@require_safe
@with_application
def application(request):
    """Where it stands; a draft goes on where it was left."""
    if request.application.status == Application.Status.DRAFT:
        return on_from(request.application)
    return show(request)


def done(request):
    return redirect("apply:application", request.application.token)


def signed_in(request):
    return request.user if request.user.is_authenticated else None


@require_POST
@with_application
def replies(request):
    """Answer what we asked for."""
    if request.application.status == Application.Status.SUBMITTED:
        return done(request)  # sent twice: it is there
    form = ReplyForm(request.POST, request.FILES, use_required_attribute=False)
    photos = keep_or_say(form, "files", by=signed_in(request)) if form.is_valid() else None
    if photos is None:
        return show(request, reply=form, status=422)
    try:
        request.application.reply(form.cleaned_data["words"], photos=photos, by=signed_in(request))
    except Refused as refusal:
        return show(request, error=refusal.message, status=422)
    return done(request)


@require_POST
@with_application
def appeals(request):
    """Appeal against a refusal."""
    if request.application.status == Application.Status.APPEALED:
        return done(request)
    form = AppealForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show(request, appeal=form, status=422)
    try:
        request.application.appeal(form.cleaned_data["words"], by=signed_in(request))
    except Refused as refusal:
        return show(request, error=refusal.message, status=422)
    return done(request)


@require_POST
@with_application
def cancellations(request):
    """Withdraw from a specialist market, before or after being accepted: the money by the market's rule."""
    if request.application.status == Application.Status.DRAFT:
        return done(request)  # nothing was sent that could end
    if request.application.event_id is None or request.application.customer_id is None:
        return show(request, error="Ring us to end this application.", status=422)
    try:
        if request.POST.get("sure") != "yes":
            raise AskedTooMuch("Tick the box to say that you want to cancel.")
        pitch_endings.cancel(request.application, by=signed_in(request))
    except Refused as refusal:
        return show(request, error=refusal.message, status=422)
    return done(request)


@require_POST
@with_application
def card_payments(request):
    """Go to Stripe's page to pay the deposit."""
    deposit = get_object_or_404(Deposit, application=request.application)
    token = request.application.token
    there, back = (request.build_absolute_uri(reverse(f"apply:{name}", args=[token]))
                   for name in ("deposit_done", "application"))  # fmt: skip
    try:
        if not takes_cards():
            raise AskedTooMuch("We do not take cards here. Ring us, or come to the office.")
        session = deposits.open_for(deposit, success_url=f"{there}?session={{CHECKOUT_SESSION_ID}}", cancel_url=back)
    except Refused as refusal:
        return show(request, error=refusal.message, status=422)
    return HttpResponseRedirect(session.url)


@require_safe
@with_application
def deposit_done(request):
    """Back from Stripe, which is asked once; after that the page waits for Stripe to tell us."""
    deposit, identity = get_object_or_404(Deposit, application=request.application), request.GET.get("session", "")
    look = looks(request)
    if identity and not look:
        ask_stripe(deposit, identity)
        deposit.refresh_from_db()
    if not deposit.is_due or not identity or look >= LOOKS:
        return done(request)
    again = f"?{urlencode({'session': identity, 'look': look + 1})}"
    about = {"application": request.application, "again": again, "seconds": SECONDS}
    return render(request, "apply/deposit_done.html", about)


def ask_stripe(deposit, identity):
    """Record the deposit where Stripe says that it is paid."""
    try:
        session = read_session(identity)
    except (CardsUnavailable, CardRefused):
        return
    if session.is_paid and session.reference == f"{deposits.PREFIX}{deposit.pay_token}":
        deposits.settle(session.reference, session.amount, session.payment_intent)
