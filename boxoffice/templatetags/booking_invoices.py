"""The invoices that a booking's charges are on, for the desks that show bookings."""

from django import template

from invoicing.models import Invoice

register = template.Library()


@register.simple_tag
def invoices_of(booking):
    """The issued invoices of a booking, the first one first; empty where it is paid for or not billed yet."""
    found = Invoice.objects.issued().filter(charges__line__booking=booking, charges__reverses=None)
    return found.distinct().order_by("pk")
