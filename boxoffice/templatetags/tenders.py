"""The payment panel of a basket, a QR code as SVG, and a text for a telephone."""

from urllib.parse import quote

import segno
from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from boxoffice.counter.station import rules_at
from boxoffice.counter.tenders import panel
from events.money import pounds
from invoicing import unfinished

register = template.Library()


@register.simple_tag(takes_context=True)
def panel_of(context, booking, till):
    """What boxoffice/counter/tenders/panel.py says of a booking (or None), with a new key."""
    return panel.panel_of(booking or None, till, rules_at(context["request"]))


@register.simple_tag(takes_context=True)
def link_of(context, attempt):
    """The address of a payment link, whole."""
    return context["request"].build_absolute_uri(reverse("shop:pay_link", args=[attempt.link]))


@register.simple_tag
def stand_in(reader):
    """In the demonstration, the page that stands for a card reader; else nothing."""
    return f"{settings.STRIPE_API_BASE}/readers/{reader.stripe_id}/" if settings.STRIPE_FAKE and reader else ""


@register.simple_tag
def to_finish():
    """How many payments are unfinished."""
    return unfinished.count()


@register.simple_tag
def qr(text):
    """A QR code of our own address as inline SVG, to be put into an element that names it."""
    return mark_safe(segno.make_qr(text, error="m").svg_inline(scale=4, border=4, svgclass="qr", lineclass=None))  # noqa: S308


@register.simple_tag
def text_for(attempt, url):
    """What is sent to a telephone."""
    return f"Pay {pounds(attempt.amount)} for {attempt.what} here: {url}"


@register.simple_tag
def sms_link(attempt, url):
    """An sms: address that opens the text ready to send."""
    number = "" if "@" in attempt.sent_to else attempt.sent_to
    return mark_safe(f"sms:{number}?&amp;body={quote(text_for(attempt, url))}")  # noqa: S308 - digits and a quoted text
