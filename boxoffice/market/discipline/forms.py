"""What an officer sends about discipline: a notice, the day of a hearing, the decision of an appeal."""

import uuid

from django import forms
from django.utils.timezone import localdate

from boxoffice.day_field import DayField
from boxoffice.pounds_field import PoundsField
from events.models import DisciplineStep, Event

OUTCOMES = [(DisciplineStep.Appeal.UPHELD, "The notice stands"), (DisciplineStep.Appeal.QUASHED, "It is withdrawn")]


class NoticeForm(forms.Form):
    """One notice. Each form has its own id, so that it is served once."""

    notice = forms.ChoiceField(label="Which notice?", choices=DisciplineStep.Notice, widget=forms.RadioSelect,
                               error_messages={"required": "Choose a notice."})  # fmt: skip
    event = forms.ModelChoiceField(Event.objects.filter(audience=Event.Audience.TRADERS).order_by("title"),
                                   label="Market", required=False, empty_label="All markets")  # fmt: skip
    rule = forms.CharField(label="Which rule was broken?", max_length=100, help_text="As the market rules number it.",
                           widget=forms.TextInput(attrs={"autocomplete": "off"}),
                           error_messages={"required": "Enter the rule."})  # fmt: skip
    reason = forms.CharField(label="What happened?", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
                             help_text="The trader reads this.",
                             error_messages={"required": "Write what happened."})  # fmt: skip
    days = forms.IntegerField(label="Days of notice", min_value=0, max_value=365, initial=0,
                              help_text="It takes effect so many days after today; 0 is today.")  # fmt: skip
    ends_on = DayField(label="Last day of a suspension", required=False, help_text="Leave empty: until further notice.")
    penalty = PoundsField(label="Penalty in pounds", required=False, help_text="For a penalty notice only.")
    client_id = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        cleaned["penalty"] = cleaned.get("penalty") or 0
        if cleaned.get("ends_on") and cleaned.get("notice") in DisciplineStep.WARNINGS:
            self.add_error("ends_on", "A warning is spent after a year by itself. Leave this empty.")
        return cleaned


class HearingForm(forms.Form):
    heard_on = DayField(label="Heard on", error_messages={"required": "Enter the day of the hearing."})

    def clean_heard_on(self):
        if self.cleaned_data["heard_on"] > localdate():
            raise forms.ValidationError("This is still to come. Enter the day once it was heard.")
        return self.cleaned_data["heard_on"]


class DecisionForm(forms.Form):
    """Whether the notice stands, and why."""

    appeal = forms.ChoiceField(label="What is decided?", choices=OUTCOMES, widget=forms.RadioSelect,
                               error_messages={"required": "Choose what is decided."})  # fmt: skip
    words = forms.CharField(label="Reasons", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
                            help_text="The trader reads these.", error_messages={"required": "Write the reasons."})
