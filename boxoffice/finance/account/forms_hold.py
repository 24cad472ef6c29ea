"""What placing a hold sends; a payment plan has its instalments too."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate

from boxoffice.finance.account.forms import day_field
from invoicing.models import Invoice, RecoveryHold

BREATHING_DAYS = 60  # Debt Respite Scheme Regulations 2020: a standard breathing space; a crisis one has no end yet
EXPLAINED = {
    RecoveryHold.Cause.DISPUTE: "Nobody is reminded of a debt in dispute. Name the invoice, or hold the whole account.",
    RecoveryHold.Cause.PLAN: "While the instalments come in as planned, no reminders go out. "
                            "When one is missed they begin again.",
    RecoveryHold.Cause.BREATHING: "The Debt Respite Scheme Regulations 2020 forbid us to chase the debt, to write "
                                 "about it and to add interest or fees. A standard breathing space lasts 60 "
                                 "days. One in a mental health crisis lasts until 30 days after the treatment: leave "
                                 "its last day empty until that is known.",
    RecoveryHold.Cause.DECEASED: "Nothing is sent to the account until somebody is known to write to. "
                                "Leave the last day empty.",
    RecoveryHold.Cause.INSOLVENT: "The debt is claimed from the office holder, not chased. Leave the last day empty.",
}  # fmt: skip


class HoldForm(forms.Form):
    """A hold of one cause: why, from when to when, on the account or on one invoice."""

    invoice = forms.ModelChoiceField(Invoice.objects.none(), required=False, empty_label="The whole account")
    reason = forms.CharField(
        label="Why", max_length=200, error_messages={"required": "Say why, so that others understand."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    begins_on = day_field("From")
    ends_on = day_field("Up to and including", required=False)

    def __init__(self, *args, account, cause, **kwargs):
        today = localdate()
        ends = today + timedelta(days=BREATHING_DAYS) if cause == RecoveryHold.Cause.BREATHING else None
        initial = {"begins_on": today, "ends_on": ends, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["invoice"].queryset = account.invoices.issued().owed().order_by("pk")
        if cause == RecoveryHold.Cause.PLAN:
            del self.fields["ends_on"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("begins_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "Choose a day on or after the first.")
        return cleaned


class PlanForm(HoldForm):
    """A payment plan: how many instalments, and when the first falls due."""

    count = forms.IntegerField(
        label="How many instalments, one a month", min_value=1, max_value=60,
        error_messages={"required": "Enter how many."}, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    first_due = day_field("The first is due on")

    def clean_first_due(self):
        day = self.cleaned_data["first_due"]
        if not localdate() <= day <= localdate() + timedelta(days=366):
            raise forms.ValidationError("Choose a day from today, within a year.")
        return day


def form_for(cause):
    """The form of a cause of hold."""
    return PlanForm if cause == RecoveryHold.Cause.PLAN else HoldForm
