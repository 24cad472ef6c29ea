"""What is asked before statements are made: the period."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate

DAY = {"type": "date"}


class StatementForm(forms.Form):
    """From when to when."""

    first = forms.DateField(label="From", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
                            error_messages={"required": "Choose the first day."})  # fmt: skip
    last = forms.DateField(label="To", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
                           error_messages={"required": "Choose the last day."})  # fmt: skip

    @classmethod
    def for_last_month(cls):
        last = localdate().replace(day=1) - timedelta(days=1)
        return cls(initial={"first": last.replace(day=1), "last": last}, use_required_attribute=False)

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first. Change one of them.")
        if last and last > localdate():
            self.add_error("last", "That day is yet to come. Choose today or earlier.")
        return self.cleaned_data
