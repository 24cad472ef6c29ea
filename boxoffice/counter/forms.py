"""What the counter asks people to fill in."""

from django import forms

from boxoffice.pounds_field import PoundsField
from events.models import AskedTooMuch
from events.money import pounds
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


class PayInvoice(forms.Form):
    """A payment for an invoice: how, how much and, for a terminal, the slip."""

    method = forms.ChoiceField(label="Paid by", choices=[("cash", "Cash"), ("terminal", "Card terminal")])
    amount = PoundsField(label="Amount in pounds", error_messages={"required": "Enter how much is paid."})
    tendered = PoundsField(required=False, label="Cash handed over", help_text="Nothing typed is exact.")
    reference = forms.CharField(required=False, max_length=100, label="Slip number")

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        if reference and Payment.objects.filter(method="terminal", refund_of=None, reference=reference).exists():
            raise forms.ValidationError(f"Slip {reference} was used already. Look at the slip again.")
        return reference

    def clean(self):
        data = self.cleaned_data
        if data.get("method") == "cash":
            data["reference"] = ""
        if data.get("tendered") is not None and data["tendered"] < data.get("amount", 0):
            self.add_error("tendered", f"{pounds(data['tendered'])} does not cover {pounds(data['amount'])}.")
        return data

    def check_owed(self, owing):
        """Raise AskedTooMuch for more than is owed."""
        amount = self.cleaned_data["amount"]
        if not 0 < amount <= owing:
            raise AskedTooMuch(f"{pounds(owing)} is owed, not {pounds(amount)}. Take what is owed.")

    @property
    def change(self):
        """Cash to hand back, in pence."""
        data = self.cleaned_data
        return max((data["tendered"] or 0) - data["amount"], 0) if data["method"] == "cash" else 0


class CancelBooking(forms.Form):
    """Why a booking ends."""

    reason = forms.CharField(max_length=100, help_text="Kept with the booking, such as customer ill or wrong day.")
