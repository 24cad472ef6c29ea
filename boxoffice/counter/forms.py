"""What the counter asks people to fill in."""

from django import forms

from boxoffice.pounds_field import PoundsField
from events.models import AskedTooMuch, Booking, Customer
from events.money import pounds
from invoicing.models import Payment


class OpenTill(forms.Form):
    """A drawer and its float."""

    drawer = forms.CharField(max_length=30, help_text="The name on the drawer, such as Counter 1.")
    opening_float = PoundsField(label="Float", help_text="Cash in the drawer now, in pounds, such as 50 or 47.50.")


class CountTill(forms.Form):
    """The cash in the drawer, counted before anybody says what it should be."""

    counted = PoundsField(label="Cash counted", help_text="Everything in the drawer, float included, in pounds.")


class PayInvoice(forms.Form):
    """A payment for an invoice: how, how much and, for a terminal, the slip."""

    method = forms.ChoiceField(label="Paid by", choices=[("cash", "Cash"), ("terminal", "Card terminal")])
    amount = PoundsField(label="Amount in pounds", error_messages={"required": "Enter how much is paid."})
    tendered = PoundsField(required=False, label="Cash handed over", help_text="Nothing typed is exact.")
    reference = forms.CharField(required=False, max_length=100, label="Slip number")
    key = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        if reference and Payment.objects.filter(method="terminal", refund_of=None, reference=reference).exclude(
                key=self.data.get("key") or "-").exists():  # fmt: skip
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


class NewCustomer(forms.Form):
    """A name, and one way to reach them: an e-mail address or a telephone number."""

    name = forms.CharField(max_length=150, error_messages={"required": "Enter the customer's name."})
    contact = forms.CharField(max_length=254, error_messages={"required": "Enter an e-mail address or a phone number."})

    def clean_contact(self):
        contact = self.cleaned_data["contact"]
        if "@" in contact:
            return forms.EmailField(error_messages={"invalid": f"“{contact}” is no e-mail address."}).clean(contact)
        if sum(letter.isdigit() for letter in contact) < 6 or len(contact) > 30:
            raise forms.ValidationError("Enter an e-mail address, or a telephone number with its code.")
        return contact

    def customer(self):
        """The customer of that name and contact, made now unless the form was sent twice."""
        name, contact = self.cleaned_data["name"], self.cleaned_data["contact"]
        how = {"email": contact} if "@" in contact else {"phone": contact}
        return Customer.objects.filter(name=name, user=None, **how).first() or Customer.objects.create(name=name, **how)


class BasketDetails(forms.Form):
    """What staff and the door should know, who collects it and how it is delivered."""

    access_needs = forms.CharField(required=False, max_length=200)
    note = forms.CharField(required=False, max_length=300)
    collector = forms.CharField(required=False, max_length=100)
    delivery = forms.ChoiceField(required=False, choices=[("", ""), *Booking.Delivery.choices])
