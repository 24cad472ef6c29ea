"""How the prices of booking lines were made, for components/price_made.html."""

from django import template

from events.price_made import made

register = template.Library()


@register.simple_tag
def made_prices(lines):
    """[Made] for these lines: their steps, their tariff and its minute."""
    return made(lines)
