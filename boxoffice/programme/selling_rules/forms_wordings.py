"""What the pages of contact preferences send: words, who asks for what through which channel, and from which day."""

from django import forms
from django.utils.timezone import localdate

from boxoffice.day_field import DayField
from events.models import ConsentWording


class TextForm(forms.Form):
    """A sentence as it is read out, and its first day."""

    text = forms.CharField(label="The words, as they are read out", max_length=300, widget=forms.Textarea({"rows": 3}),
                           help_text="Name who writes and for what, and say that it can be stopped at any time.",
                           error_messages={"required": "Write the words that are read out."})  # fmt: skip
    from_day = DayField(label="First day", initial=localdate, error_messages={"required": "Enter the first day."})

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())


class SubjectForm(TextForm):
    """The first words for an organisation, a purpose and a channel."""

    organisation = forms.CharField(max_length=100, help_text="By its name: “selected third parties” is no consent.",
                                   error_messages={"required": "Name who writes to the customer."})  # fmt: skip
    purpose = forms.CharField(max_length=100, help_text="Such as news of shows.",
                              error_messages={"required": "Say what it is for."})  # fmt: skip
    channel = forms.ChoiceField(label="How", choices=ConsentWording.Channel)

    field_order = ["organisation", "purpose", "channel", "text", "from_day"]

    def clean(self):
        cleaned = super().clean()
        if {"organisation", "purpose", "channel", "text", "from_day"} <= cleaned.keys():
            last = ConsentWording.objects.of(self.subject()).first()
            if last and (last.text, last.from_day) != (cleaned["text"], cleaned["from_day"]):
                self.add_error("text", "There are words for this already. Open them, and make a new version.")
        return cleaned

    def subject(self):
        """(organisation, purpose, channel)."""
        return tuple(self.cleaned_data[name] for name in ("organisation", "purpose", "channel"))
