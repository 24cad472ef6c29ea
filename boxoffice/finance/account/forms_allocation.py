"""What allocating by hand sends: how much for each open invoice, and who chose."""

from django import forms

from boxoffice.pounds_field import PoundsField
from invoicing.models import Allocation

BY_HAND = [Allocation.AppropriatedBy.DEBTOR, Allocation.AppropriatedBy.CREDITOR]


class AllocationForm(forms.Form):
    """An amount for each open invoice. `parts` is [(invoice, pence)] once it is valid."""

    appropriated_by = forms.ChoiceField(
        label="Who chose the invoices", choices=[(each.value, each.label) for each in BY_HAND],
        widget=forms.RadioSelect, initial=BY_HAND[0],
        help_text="The payer may say which debt a payment is for; where they did not, finance may choose.",
    )  # fmt: skip

    def __init__(self, *args, account, **kwargs):
        super().__init__(*args, **kwargs)
        self.invoices = list(account.invoices.issued().owed().with_owing().order_by("due_on", "pk"))
        for invoice in self.invoices:
            self.fields[f"invoice_{invoice.pk}"] = PoundsField(
                label=f"For {invoice}, in pounds", required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "in amount"}),
            )  # fmt: skip

    @property
    def rows(self):
        """(open invoice, its field)"""
        return [(invoice, self[f"invoice_{invoice.pk}"]) for invoice in self.invoices]

    def clean(self):
        cleaned = super().clean()
        amounts = [(invoice, cleaned.get(f"invoice_{invoice.pk}")) for invoice in self.invoices]
        self.parts = [(invoice, pence) for invoice, pence in amounts if pence]
        if not self.errors and not self.parts:
            self.add_error(None, "Enter an amount for at least one invoice.")
        return cleaned
