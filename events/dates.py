"""Days and times the way they are written here: Sat 5 Dec 2026, 7:30pm."""

from datetime import datetime

from django.utils import timezone


def local(moment):
    """An aware datetime as the clock on our wall shows it; anything else as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def short_day(day):
    """Sat 5 Dec"""
    day = local(day)
    return f"{day:%a} {day.day} {day:%b}"


def day(day):
    """Sat 5 Dec 2026"""
    return f"{short_day(day)} {local(day).year}"


def clock(moment):
    """7:30pm, 7pm, midday, midnight"""
    moment = local(moment)
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def day_clock(moment):
    """Sat 5 Dec 2026, 7:30pm"""
    return f"{day(moment)}, {clock(moment)}"
