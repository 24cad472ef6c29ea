"""What the officer sends: a day to look at, a pitch whose trader has come."""

from django import forms

from events.models import BookingLine


class DayForm(forms.Form):
    """A day to show the market of."""

    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))

    def day(self):
        """The day asked for, or None."""
        return self.cleaned_data["on"] if self.is_bound and self.is_valid() else None


class ArrivalForm(forms.Form):
    """The booked pitch of one market day."""

    line = forms.ModelChoiceField(BookingLine.objects.none())

    def __init__(self, *args, occurrence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = occurrence.lines.live()
