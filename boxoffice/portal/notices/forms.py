"""What a trader writes: why they appeal, and what they do not agree with."""

import uuid

from django import forms

from events.models import Booking, Dispute
from invoicing.disputes import invoices_about


class AppealForm(forms.Form):
    """Why."""

    grounds = forms.CharField(label="Why do you appeal?", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
                              error_messages={"required": "Write why you appeal."})  # fmt: skip


class DisputeForm(forms.Form):
    """What it is about, and which invoice or booking where there is one. Each form has its own id and counts once."""

    about = forms.ChoiceField(label="What is it about?", choices=Dispute.About, widget=forms.RadioSelect,
                              error_messages={"required": "Choose what it is about."})  # fmt: skip
    reference = forms.CharField(label="Number of the invoice or booking", max_length=30, required=False,
                                widget=forms.TextInput(attrs={"autocomplete": "off"}),
                                help_text="If it is about one. It stands at the top of it.")  # fmt: skip
    text = forms.CharField(label="What do you not agree with?", max_length=5000,
                           widget=forms.Textarea(attrs={"rows": 6}),
                           error_messages={"required": "Write what you do not agree with."})  # fmt: skip
    client_id = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args, customer, **kwargs):
        super().__init__(*args, **kwargs)
        self.customer = customer

    def clean_reference(self):
        """A number of the trader's own, as it is written on the paper."""
        reference = self.cleaned_data["reference"].strip().upper()
        if not reference:
            return ""
        bookings = Booking.objects.filter(customer=self.customer, reference__iexact=reference)
        if not (bookings.exists() or invoices_about(self.customer, reference).exists()):
            raise forms.ValidationError("You have no invoice or booking with this number. Look at it again, or leave "
                                        "it empty and write about it below.")  # fmt: skip
        return reference
