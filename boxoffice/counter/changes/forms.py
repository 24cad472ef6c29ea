"""What changes after the sale ask staff to fill in."""

from django import forms

from boxoffice.counter.tenders.forms import whereto
from boxoffice.pounds_field import PoundsField
from events.money import pounds
from invoicing.models import Payment


class Settle(forms.Form):
    """How the difference of an exchange is settled; nothing where there is none."""

    way = forms.ChoiceField(required=False, choices=[
        ("", "No difference"), ("cash", "Cash"), ("terminal", "Card terminal"), ("voucher", "Gift voucher"),
        ("credit", "Credit"), ("refund", "Back as it was paid"), ("as-credit", "On the customer's credit"),
        ("waive", "Waive it"), ("reader", "Card reader"), ("link", "Pay link"),
    ])  # fmt: skip
    tendered = PoundsField(required=False, label="Cash handed over")
    reference = forms.CharField(required=False, max_length=100, label="Slip number")
    code = forms.CharField(required=False, max_length=20, label="Voucher code")
    reason = forms.CharField(required=False, max_length=100, label="Reason to waive it")
    key = forms.CharField(required=False, max_length=36)
    sent_to = forms.CharField(required=False, max_length=254, label="Pay link to")

    def clean_sent_to(self):
        return whereto(self.cleaned_data["sent_to"])

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        used = Payment.objects.filter(method="terminal", refund_of=None, reference=reference)
        if reference and self.cleaned_data.get("way") == "terminal" and used.exists():
            raise forms.ValidationError(f"Slip {reference} was used already. Look at the slip again.")
        return reference

    def clean(self):
        data = self.cleaned_data
        if data.get("way") != "cash":
            data["tendered"] = None
        if data.get("way") != "terminal":
            data["reference"] = ""
        return data

    def change_of(self, taken):
        """The change to hand back, in words; empty where there is none."""
        tendered = self.cleaned_data.get("tendered")
        return f", change {pounds(tendered - taken)}" if tendered and taken > 0 else ""


class SendTickets(forms.Form):
    """Where e-tickets go."""

    email = forms.EmailField(label="E-mail address", help_text="The customer's own, or another one this once.")


class Transfer(forms.Form):
    """Whose the booking is from now on."""

    name = forms.CharField(max_length=150, label="New name")
    email = forms.EmailField(required=False, label="E-mail address")
    phone = forms.CharField(required=False, max_length=30, label="Telephone")
