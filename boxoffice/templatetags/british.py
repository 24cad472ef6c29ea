"""Money, days and times the way they are written here, and icons. Built in to every template."""

from datetime import date, datetime, time

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from events import dates, money

register = template.Library()


@register.filter
def pounds(pence):
    """120450 → £1,204.50 and -1070 → −£10.70"""
    return "" if pence in (None, "") else money.pounds(int(pence))


@register.filter
def amount(pence):
    """120450 → 1,204.50"""
    return pounds(pence).replace("£", "")


@register.filter
def short_day(day):
    """Sat 5 Dec"""
    return dates.short_day(day) if isinstance(day, date) else ""


@register.filter
def day(day):
    """Sat 5 Dec 2026"""
    return dates.day(day) if isinstance(day, date) else ""


@register.filter
def clock(moment):
    """7:30pm, 7pm, midday, midnight"""
    return dates.clock(moment) if isinstance(moment, datetime | time) else ""


@register.filter
def day_clock(moment):
    """Sat 5 Dec 2026, 7:30pm"""
    return dates.day_clock(moment) if isinstance(moment, datetime) else ""


@register.simple_tag
def icon(name):
    """A picture beside words, so hidden from screen readers. The names are in icons.svg."""
    return format_html(
        '<svg class="ico" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("boxoffice/icons.svg"),
        name,
    )
