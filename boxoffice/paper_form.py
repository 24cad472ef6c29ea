"""What somebody reads off a certificate: its number, the sum insured, from when to when it holds."""

import re

from django import forms

from boxoffice.day_field import DayField
from boxoffice.pounds_field import PoundsField
from events.money import pounds

MILLIONS = re.compile(r"£?\s*(\d{1,3})\s*(?:m|million)\.?", re.IGNORECASE)


class SumField(PoundsField):
    """A sum insured: what PoundsField takes, and `5m` or `5 million`."""

    def clean(self, value):
        if found := MILLIONS.fullmatch(str(value or "").strip()):
            value = f"{found[1]}000000"
        return super().clean(value)


class PaperForm(forms.Form):
    """The fields of one certificate of a type; the sum only where that type insures something."""

    number = forms.CharField(label="Number", max_length=50, required=False,
                             widget=forms.TextInput(attrs={"autocomplete": "off"}),
                             help_text="Policy, certificate or registration number.")  # fmt: skip
    cover = SumField(label="Sum insured in pounds")
    valid_from = DayField(label="First day", error_messages={"required": "Enter the first day it holds."})
    expires_on = DayField(label="Last day", error_messages={"required": "Enter the last day it holds."})

    def __init__(self, *args, paper, **kwargs):
        super().__init__(*args, **kwargs)
        if paper.insures:
            least = pounds(paper.minimum_cover).removesuffix(".00")
            self.fields["cover"].help_text = f"We need {least} or more. You can write 5 million."
            self.fields["cover"].error_messages["required"] = "Enter the sum insured."
        else:
            del self.fields["cover"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("expires_on")
        if first and last and last < first:
            self.add_error("expires_on", "This is before the first day. Look at both again.")
        return cleaned
