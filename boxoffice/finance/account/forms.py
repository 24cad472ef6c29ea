"""What the page of one account sends: preferences, a charge for something else, a period."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from boxoffice.pounds_field import PoundsField
from events.models import VatDetermination
from events.models.vat import ChargeType
from events.money import Basis, pounds
from invoicing.models import Account, BudgetCode
from invoicing.papers.invoice_document import rate_text

A_YEAR = timedelta(days=366)


def day_field(label, **more):
    """A day, with the browser's own picker."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose a day.", "invalid": "Choose a day, such as 30/11/2026."}, **more,
    )  # fmt: skip


class PreferencesForm(forms.ModelForm):
    """How the account is billed and written to."""

    credit_limit = PoundsField(
        label="Credit limit in pounds", help_text="What may stand on the account, invoiced or not.",
        error_messages={"required": "Enter a limit; 0 puts nothing on account."},
    )  # fmt: skip

    class Meta:
        model = Account
        fields = ["delivery", "language", "large_print", "cycle", "terms_days", "credit_limit", "needs_order_number",
                  "order_number"]  # fmt: skip
        labels = {"delivery": "Papers go", "language": "Language of papers", "large_print": "Papers in large print",
                  "cycle": "Billed", "terms_days": "Days to pay"}  # fmt: skip
        help_texts = {"order_number": "Printed on every invoice from now on."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["credit_limit"] = pounds(self.instance.credit_limit).removeprefix("£")

    def clean_terms_days(self):
        days = self.cleaned_data["terms_days"]
        if days > 365:
            raise forms.ValidationError("Give a year to pay at most.")
        return days

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("delivery") in ("email", "both") and not self.instance.customer.email:
            self.add_error("delivery", "There is no e-mail address. Add it to the address first, or send by post.")
        return cleaned


def determination_for(charge_type, on):
    """The general VAT determination of a charge type on a day: not one of an event's own; None where none is."""
    found = VatDetermination.objects.filter(charge_type=charge_type, event=None, valid_from__lte=on)
    found = found.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    return max(found, key=lambda one: one.strength, default=None)


def determinations_on(on):
    """(charge type in words, its determination or None, the rate in words) for every charge type."""
    found = [(words, determination_for(charge_type, on)) for charge_type, words in ChargeType.choices]
    return [(words, one, rate_text(one.treatment, one.rate) if one else "") for words, one in found]


class ChargeForm(forms.Form):
    """A charge for something that is not a booking. `determination` is the VAT that applies, once it is valid."""

    description = forms.CharField(
        max_length=200, help_text="As it is to stand on the invoice.",
        error_messages={"required": "Say what it is for."}, widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    charge_type = forms.ChoiceField(
        label="What it is, for VAT", choices=[("", "Choose what it is"), *ChargeType.choices],
        error_messages={"required": "Choose what it is."},
    )  # fmt: skip
    on = day_field("The day it is for")
    quantity = forms.IntegerField(
        min_value=1, max_value=100_000, initial=1, error_messages={"required": "Enter how many."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    price = PoundsField(label="Price of one, in pounds", error_messages={"required": "Enter the price."})
    basis = forms.ChoiceField(label="The price is", choices=Basis.choices, widget=forms.RadioSelect, initial="net")
    budget_code = forms.CharField(
        max_length=30, error_messages={"required": "Enter the budget code that the income goes to."},
        widget=forms.TextInput(attrs={"list": "budget-codes", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_on(self):
        on = self.cleaned_data["on"]
        if abs(on - localdate()) > A_YEAR:
            raise forms.ValidationError("Choose a day within a year of today.")
        return on

    def clean(self):
        cleaned = super().clean()
        on, code = cleaned.get("on"), cleaned.get("budget_code")
        if on and (charge_type := cleaned.get("charge_type")):
            self.determination = determination_for(charge_type, on)
            if self.determination is None:
                self.add_error("charge_type", "Nobody has determined its VAT for that day. Record a VAT "
                                              "determination in the settings first, or choose another.")  # fmt: skip
        if on and code and (reason := BudgetCode.objects.why_refused([(code, on)])):
            self.add_error("budget_code", reason)
        return cleaned


class PeriodForm(forms.Form):
    """From one day to another, five years at most."""

    first = day_field("From")
    last = day_field("Up to and including")

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not timedelta() <= last - first <= 5 * A_YEAR:
            self.add_error("last", "Choose a day after the first, within five years of it.")
        return cleaned
