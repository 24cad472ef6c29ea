"""A form field for money: typed in pounds the way people write them, kept in whole pence."""

import re

from django import forms

WRITTEN = re.compile(r"£?\s*(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.(\d{1,2}))?")
MOST = 99_999_999_99  # pence: more than any bill, and even many thousand times it can be kept


class PoundsField(forms.CharField):
    """`50`, `£50`, `50.5` and `1,204.50`, as pence; None where it is left empty."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value):
        written = super().clean(value)
        if not written:
            return None
        found = WRITTEN.fullmatch(written)
        if not found:
            raise forms.ValidationError("Write an amount in pounds, such as 20 or 36.50.")
        whole, pennies = found.groups()
        pence = int(whole.replace(",", "")) * 100 + int((pennies or "0").ljust(2, "0"))
        if pence > MOST:
            raise forms.ValidationError("Enter £99,999,999.99 at most.")
        return pence
