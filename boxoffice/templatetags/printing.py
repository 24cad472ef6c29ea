"""What the desk shows about printing: the till's printer, and keys for forms that must print once."""

import uuid

from django import template

from events.models import Printer

register = template.Library()


@register.simple_tag
def printer_at(till):
    """The ticket printer of a till session, or None."""
    return next(iter(Printer.objects.at(till.drawer)), None) if till else None


@register.simple_tag
def mint():
    """A new key."""
    return uuid.uuid4()
