"""A receipt by hand: money for an account that came without a bank file."""

from django import forms

from boxoffice.pounds_field import PoundsField
from invoicing.models import Payment

CHEQUE = "cheque"  # counts as bank: it is paid in there
OLDEST, CHOSEN, CREDIT = "oldest", "chosen", "credit"


class ReceiptForm(forms.Form):
    """How much came in, how, and what it is for. Its reference keeps the same money from being recorded twice."""

    method = forms.ChoiceField(
        label="Paid by",
        choices=[(Payment.Method.BACS, "Bank transfer"), (CHEQUE, "Cheque, paid into the bank"),
                 (Payment.Method.TERMINAL, "Card terminal")],
        help_text="Cash goes in a till: take it at the counter, where one is open.",
    )  # fmt: skip
    amount = PoundsField(label="Amount in pounds", error_messages={"required": "Enter how much was paid."})
    reference = forms.CharField(
        max_length=90, help_text="The bank line, the cheque's number or the slip's, so that none counts twice.",
        error_messages={"required": "Enter the bank line, the cheque's number or the slip's."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    settle = forms.ChoiceField(
        label="What it is for", initial=OLDEST, widget=forms.RadioSelect,
        choices=[(OLDEST, "The oldest debts first"), (CHOSEN, "The invoices for which I type amounts"),
                 (CREDIT, "None yet: keep it as credit")],
        help_text="What is more than is owed becomes credit on the account.",
        error_messages={"required": "Choose what the money is for."},
    )  # fmt: skip

    def clean_settle(self):
        """Amounts that are typed are meant: they are never passed over in silence."""
        typed = any(value.strip() for name, value in self.data.items() if name.startswith("invoice_"))
        if typed and self.cleaned_data["settle"] != CHOSEN:
            raise forms.ValidationError("You typed amounts for invoices. Choose that, or clear the amounts.")
        return self.cleaned_data["settle"]

    def clean_amount(self):
        if self.cleaned_data["amount"] == 0:
            raise forms.ValidationError("Enter how much was paid.")
        return self.cleaned_data["amount"]

    @property
    def money(self):
        """The payment's method, amount and reference. A cheque says in its reference that it is one."""
        sent = self.cleaned_data
        if sent["method"] == CHEQUE:
            return {"method": Payment.Method.BACS, "amount": sent["amount"], "reference": f"Cheque {sent['reference']}"}
        return {name: sent[name] for name in ("method", "amount", "reference")}
