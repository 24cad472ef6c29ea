"""What the finance desk sends: a payment, a billing run, an address."""

import re
from datetime import timedelta

from django import forms
from django.utils.timezone import localdate

from boxoffice.pounds_field import PoundsField
from events.models import Customer, Event
from invoicing.models import Charge, Payment

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})")


def end_of_last_month(today):
    return today.replace(day=1) - timedelta(days=1)


class PaymentForm(forms.Form):
    """Money that came in for one invoice. Its reference keeps the same money from being recorded twice."""

    method = forms.ChoiceField(
        label="Paid by",
        choices=[(Payment.Method.BACS, "Bank transfer (BACS)"), (Payment.Method.TERMINAL, "Card terminal")],
    )
    amount = PoundsField(label="Amount in pounds", error_messages={"required": "Enter how much was paid."})
    reference = forms.CharField(
        max_length=100, help_text="The bank statement's line or the terminal's slip number, so that none counts twice.",
        error_messages={"required": "Enter the bank line or the slip number."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class RunForm(forms.Form):
    """Which charges to bill: of one market or of all, up to a day."""

    event = forms.ModelChoiceField(Event.objects.none(), label="Market", required=False, empty_label="All markets")
    until = forms.DateField(
        label="Bill charges up to and including", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the last day to bill.", "invalid": "Choose a day, such as 30/11/2026."},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        charged = Charge.objects.order_by().values("line__occurrence__event")
        self.fields["event"].queryset = Event.objects.filter(pk__in=charged).order_by("title")

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until > localdate() + timedelta(days=366):
            raise forms.ValidationError("Choose a day within a year from now.")
        return until


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
