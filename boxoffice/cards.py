"""Whether cards are taken here, and pages whose forms may lead to Stripe's."""

from functools import wraps

from django.conf import settings

from boxoffice import town


def takes_cards():
    """With a key of Stripe's. The stand-in serves the demo town alone, or real debts would be paid with nothing."""
    return bool(settings.STRIPE_SECRET_KEY) or (settings.STRIPE_FAKE and town.is_loaded())


def may_lead_to_stripe(view):
    """Let the forms of a page lead to Stripe's page: browsers hold form-action against redirects too."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response._csp_update = {"form-action": [settings.STRIPE_PAGES]}
        return response

    return shown
