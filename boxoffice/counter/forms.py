"""What the counter asks people to fill in."""

from django import forms

from boxoffice.pounds_field import PoundsField
from invoicing.models import Payment


class OpenTill(forms.Form):
    """A drawer and its float."""

    drawer = forms.CharField(max_length=30, help_text="The name on the drawer, such as Counter 1.")
    opening_float = PoundsField(label="Float", help_text="Cash in the drawer now, in pounds, such as 50 or 47.50.")


class CountTill(forms.Form):
    """The cash in the drawer, counted before anybody says what it should be."""

    counted = PoundsField(label="Cash counted", help_text="Everything in the drawer, float included, in pounds.")


class TakePayment(forms.Form):
    """A tender: cash with what was handed over (nothing typed is exact), or the card terminal with its slip."""

    method = forms.ChoiceField(choices=[("cash", "Cash"), ("terminal", "Card terminal")])
    tendered = PoundsField(required=False, label="Cash handed over")
    reference = forms.CharField(required=False, max_length=100, label="Slip number")

    def __init__(self, *args, booking, **kwargs):
        super().__init__(*args, **kwargs)
        self.booking = booking

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        used = Payment.objects.filter(method="terminal", refund_of=None, reference=reference)
        if reference and (before := used.exclude(booking=self.booking).first()):
            raise forms.ValidationError(f"Slip {reference} was used for {before.booking or before.account} already. "
                                        "Look at the slip again.")  # fmt: skip
        return reference

    def tender(self):
        """The arguments of Payment.take."""
        data = self.cleaned_data
        if data["method"] == "terminal":
            return {"method": "terminal", "reference": data["reference"]}
        return {"method": "cash", "tendered": data["tendered"]}


class CancelBooking(forms.Form):
    """Why a booking ends."""

    reason = forms.CharField(max_length=100, help_text="Kept with the booking, such as customer ill or wrong day.")
