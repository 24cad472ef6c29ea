"""Money, days and times the way they are written here, and icons. Built in to every template."""

from datetime import date, datetime, time

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html

register = template.Library()
MINUS = "\N{MINUS SIGN}"


def local(moment):
    """An aware datetime as the clock on our wall shows it; anything else as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


@register.filter
def amount(pence):
    """120450 → 1,204.50"""
    if pence in (None, ""):
        return ""
    pence = int(pence)
    return f"{MINUS if pence < 0 else ''}{abs(pence) // 100:,}.{abs(pence) % 100:02}"


@register.filter
def pounds(pence):
    """120450 → £1,204.50 and -1070 → −£10.70"""
    if pence in (None, ""):
        return ""
    return f"{MINUS if int(pence) < 0 else ''}£{amount(abs(int(pence)))}"


@register.filter
def short_day(day):
    """Sat 5 Dec"""
    if not isinstance(day, date):
        return ""
    day = local(day)
    return f"{day:%a} {day.day} {day:%b}"


@register.filter
def day(day):
    """Sat 5 Dec 2026"""
    if not isinstance(day, date):
        return ""
    return f"{short_day(day)} {local(day).year}"


@register.filter
def clock(moment):
    """7:30pm, 7pm, midday, midnight"""
    if not isinstance(moment, datetime | time):
        return ""
    moment = local(moment)
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


@register.filter
def day_clock(moment):
    """Sat 5 Dec 2026, 7:30pm"""
    if not isinstance(moment, datetime):
        return ""
    return f"{day(moment)}, {clock(moment)}"


@register.simple_tag
def icon(name):
    """A picture beside words, so hidden from screen readers. The names are in icons.svg."""
    return format_html(
        '<svg class="ico" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("boxoffice/icons.svg"),
        name,
    )
