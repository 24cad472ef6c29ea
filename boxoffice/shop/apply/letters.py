"""The private address of an application by e-mail, while nobody is a customer of ours yet."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

log = logging.getLogger(__name__)


def address_of(application):
    """The whole private address."""
    return f"{settings.SITE_URL}{reverse('apply:application', args=[application.token])}"


def send_link(application):
    """E-mail the address to come back by. False where there is no address or the mail server does not take it: the
    page shows it too.
    """
    if not application.email:
        return False
    body = (f"You have begun an application with us. Come back to it, or follow it, at\n\n{address_of(application)}\n\n"
            "Keep this address to yourself: whoever has it can see and change your application. Your answers are kept "
            f"as you go.\n\nFor help ring {settings.COUNCIL['telephone']}.\n\n{settings.COUNCIL['name']}")  # fmt: skip
    try:
        return bool(send_mail("Your application: how to come back to it", body, None, [application.email]))
    except (OSError, ValueError) as error:
        log.warning("The address of application %s could not be e-mailed: %s", application.pk, error)
        return False
