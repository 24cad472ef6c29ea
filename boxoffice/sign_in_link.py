"""Signing in without a password: a trader asks for a link by e-mail, opens it within half an hour, and is in. Once."""

from email.utils import formataddr, parseaddr

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_q.tasks import async_task

from boxoffice.desks import DESKS, may_stand_at
from boxoffice.sign_in import Tries

SALT, MINUTES = "sign-in-link", 30
PORTAL = ["portal"]


class AddressForm(forms.Form):
    """Where the link goes."""

    email = forms.EmailField(label="Your e-mail address", max_length=254,
                             widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
                             error_messages={"required": "Enter your e-mail address."})  # fmt: skip


def may_use_links(user):
    """Those who stand at the portal and at no other desk: staff keep their passwords."""
    return user.is_active and not user.is_staff and [d.prefix for d in DESKS if may_stand_at(user, d)] == PORTAL


def token_for(user):
    """What a link ends in: it holds until they sign in, change their password or address, or half an hour is over."""
    return signing.dumps({"user": user.pk, "state": state_of(user)}, salt=SALT, compress=True)


def state_of(user):
    """What changes with every signing in, so that a link works once."""
    seen = user.last_login.isoformat() if user.last_login else ""
    return signing.Signer(salt=SALT).signature(f"{user.email}|{seen}|{user.get_session_auth_hash()}")


def user_of(token):
    """Whom a link signs in; None where it is too old, was used, or is none of ours."""
    try:
        said = signing.loads(token, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=said["user"]).first()
    good = user and may_use_links(user) and constant_time_compare(said["state"], state_of(user))
    return user if good else None


def send_link(email):
    """E-mail a link to the trader who signs in with this address; nothing where there is none. The worker's task."""
    user = get_user_model().objects.filter(email__iexact=email.strip()).first()
    if user is None or not may_use_links(user):
        return
    about = {"name": str(user), "minutes": MINUTES, "council": settings.COUNCIL,
             "url": settings.SITE_URL + reverse("sign-in-link", args=[token_for(user)])}  # fmt: skip
    sender = formataddr((settings.COUNCIL["name"], parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    message = EmailMultiAlternatives("Sign in to your market", render_to_string("emails/sign_in_link.txt", about),
                                     from_email=sender, to=[user.email])  # fmt: skip
    message.attach_alternative(render_to_string("emails/sign_in_link.html", about), "text/html")
    message.send()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_links(request):
    """Ask for a link. The answer is the same whether we know the address or not, and so is the time it takes."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "registration/sign_in_links.html", {"form": form}, status=422 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    tries = Tries(f"link {email}")
    if tries.too_many():
        return render(request, "registration/sign_in_links.html", {"form": form, "too_many": True}, status=429)
    tries.add()
    async_task("boxoffice.sign_in_link.send_link", email)
    return render(request, "registration/sign_in_links.html", {"sent": True, "minutes": MINUTES})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request, token):
    """A button that signs in: programs that look into mail open links, and must not use them up."""
    user = user_of(token)
    if user is None:
        return render(request, "registration/sign_in_link.html", {"minutes": MINUTES}, status=422)
    if request.method == "POST" and use_up(user):
        login(request, user)
        return redirect("home")
    return render(request, "registration/sign_in_link.html", {"person": user})


def use_up(user):
    """True for the first of two who press the button of the same link at the same moment."""
    same = get_user_model().objects.filter(pk=user.pk, last_login=user.last_login)
    return same.update(last_login=now()) == 1
