"""What a billing run asks for: which charges to bill, and what frees a bill that is held back."""

from datetime import timedelta

from django import forms
from django.utils.timezone import localdate

from events.models import Event
from invoicing.models import Account, BillingRun, Charge


class RunForm(forms.ModelForm):
    """Which charges to bill: of one market or of all, up to a day, of everybody or of those billed so often."""

    class Meta:
        model = BillingRun
        fields = ["event", "cycle", "until", "schedule"]
        labels = {"event": "Market", "until": "Bill charges up to and including", "cycle": "Who",
                  "schedule": "As a schedule"}  # fmt: skip
        widgets = {"until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"schedule": "One invoice for up to a year of due dates (VAT Regulations 1995, reg. 90)."}
        error_messages = {
            "until": {"required": "Choose the last day to bill.", "invalid": "Choose a day, such as 30/11/2026."}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        charged = Charge.objects.order_by().values("line__occurrence__event")
        markets = Event.objects.filter(pk__in=charged).order_by("title")
        self.fields["event"].queryset, self.fields["event"].empty_label = markets, "All markets and other charges"
        self.fields["cycle"].choices = [("", "Everybody"), *((value, f"Billed {CYCLES[value]}") for value in CYCLES)]

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until > localdate() + timedelta(days=366):
            raise forms.ValidationError("Choose a day within a year from now.")
        return until


CYCLES = {Account.Cycle.MONTHLY: "monthly", Account.Cycle.QUARTERLY: "quarterly", Account.Cycle.YEARLY: "yearly"}


class OrderNumberForm(forms.ModelForm):
    """The purchase order number that an account pays against."""

    class Meta:
        model = Account
        fields = ["order_number"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"id_{kwargs['instance'].pk}_%s", **kwargs)
        field = self.fields["order_number"]
        field.required, field.error_messages["required"] = True, "Enter the purchase order number."
        field.widget.attrs |= {"autocomplete": "off", "class": "in"}
