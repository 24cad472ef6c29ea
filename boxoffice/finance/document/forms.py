"""What the page of one invoice sends: a payment, and a request to write it off."""

from django import forms

from boxoffice.pounds_field import PoundsField
from invoicing.models import Payment


class PaymentForm(forms.Form):
    """Money that came in for one invoice. Its reference keeps the same money from being recorded twice."""

    method = forms.ChoiceField(
        label="Paid by",
        choices=[(Payment.Method.BACS, "Bank transfer (BACS)"), (Payment.Method.TERMINAL, "Card terminal")],
    )
    amount = PoundsField(
        label="Amount in pounds", error_messages={"required": "Enter how much was paid."},
        help_text="What is more than is owed becomes credit on the account; you are asked first.",
    )  # fmt: skip
    reference = forms.CharField(
        max_length=100, help_text="The bank statement's line or the terminal's slip number, so that none counts twice.",
        error_messages={"required": "Enter the bank line or the slip number."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    keep_rest = forms.BooleanField(label="Keep what is too much as credit on the account", required=False)


class RequestForm(forms.Form):
    """What somebody asks another person to decide: how much, and why."""

    amount = PoundsField(label="Amount in pounds", error_messages={"required": "Enter how much."})
    reason = forms.CharField(
        label="Why", max_length=200, error_messages={"required": "Say why, so that whoever decides can judge."},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200}),
    )  # fmt: skip
