"""What the finance desk sends about an address, and the end of last month, which a billing run suggests."""

import re
from datetime import timedelta

from django import forms

from events.models import Customer

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")


def end_of_last_month(today):
    return today.replace(day=1) - timedelta(days=1)


class AddressForm(forms.ModelForm):
    """Where an invoice goes. An address and a postcode, or no invoice can be issued."""

    class Meta:
        model = Customer
        fields = ["address", "postcode", "email"]
        labels = {"email": "E-mail address"}
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {"address": "As it stands on the envelope, without the postcode."}

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, instance=account.customer, auto_id=f"id_{account.pk}_%s", **kwargs)
        self.fields["address"].required = self.fields["postcode"].required = True
        self.fields["address"].error_messages["required"] = "Enter the address."
        self.fields["postcode"].error_messages["required"] = "Enter the postcode."

    def clean_postcode(self):
        found = POSTCODE.fullmatch(self.cleaned_data["postcode"].strip().upper())
        if not found:
            raise forms.ValidationError("Enter a whole UK postcode, like AB1 2CD.")
        return " ".join(found.groups())
