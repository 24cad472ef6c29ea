"""A form field for a day, asked for as day, month and year in three boxes: typed from a paper, never picked."""

import re
from datetime import date

from django import forms

PARTS = ["Day", "Month", "Year"]
BOX = {"inputmode": "numeric", "autocomplete": "off"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class DayWidget(forms.MultiWidget):
    """Three boxes with their labels."""

    template_name = "components/day_parts.html"

    def __init__(self, attrs=None):
        super().__init__([forms.TextInput(BOX | {"maxlength": most}) for most in (2, 9, 4)], attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], PARTS, strict=True):
            part["label"] = label
        return context

    def id_for_label(self, id_):
        """The first box: where the list of errors leads."""
        return f"{id_}_0" if id_ else id_


class DayField(forms.Field):
    """5, 12 or December, 2026 or 26, as a date; None where it may be left empty and is."""

    widget = DayWidget

    def to_python(self, value):
        if isinstance(value, date):
            return value
        typed = [str(part or "").strip() for part in value or []]
        return day_of(*typed) if any(typed) else None


def day_of(day, month, year):
    """The date that somebody typed. Raises ValidationError with what to type instead."""
    missing = [label.lower() for label, part in zip(PARTS, (day, month, year), strict=True) if not part]
    if missing:
        raise forms.ValidationError(f"Enter the {' and the '.join(missing)} too.")
    if month[:3].lower() in MONTHS:
        month = str(MONTHS.index(month[:3].lower()) + 1)
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in (day, month, year)) or len(year) not in (2, 4):
        raise forms.ValidationError("Enter a day in numbers, such as 5 12 2026.")
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError as error:
        raise forms.ValidationError("There is no such day. Look at it again.") from error
