"""What calling a performance off asks for."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate

from events.dates import day_clock
from invoicing.models import CallOff

WORDING = ("We are sorry: {event} on {when} cannot go ahead. Your places are safe with us, whichever of these you "
           "choose.")  # fmt: skip
DAYS = 14


class NewCallOff(forms.Form):
    """Cancelled or moved, why, what the customers are offered and by when."""

    reason = forms.CharField(max_length=100, error_messages={"required": "Say why, such as illness in the company."},
                             help_text="Kept with every booking, such as illness in the company.")
    moved_to = forms.DateTimeField(
        required=False, label="Moved to", help_text="Empty: it is cancelled.",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )  # fmt: skip
    choices = forms.MultipleChoiceField(choices=CallOff.Choice, widget=forms.CheckboxSelectMultiple,
                                        label="Customers may choose")  # fmt: skip
    default = forms.ChoiceField(label="Without an answer", choices=[
        one for one in CallOff.Choice.choices if one[0] != CallOff.Choice.EXCHANGE])  # fmt: skip
    answer_by = forms.DateField(label="Answer by", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                                error_messages={"required": "Say by which day they answer."})  # fmt: skip
    wording = forms.CharField(label="What they are told", widget=forms.Textarea(attrs={"rows": 4}),
                              help_text="Above the choices, the link and the day to answer by.")  # fmt: skip

    @staticmethod
    def begin(occurrence):
        """What the form says before anybody changed it."""
        return {"choices": ["refund", "exchange", "credit", "donate"], "default": "refund",
                "answer_by": localdate() + timedelta(days=DAYS),
                "wording": WORDING.format(event=occurrence.event, when=day_clock(occurrence.starts_at))}  # fmt: skip
