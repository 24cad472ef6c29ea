"""What an officer fills in to decide about a market day, and to take a decision back."""

from django import forms

from events.models import DayDecision
from invoicing.models import Payment

State, Restriction = DayDecision.State, DayDecision.Restriction
MOMENT = "%Y-%m-%dT%H:%M"


class GustForm(forms.Form):
    """A forecast to ask the market's rule about."""

    gust_mph = forms.IntegerField(label="Forecast gusts, mph", min_value=0, max_value=200, required=False)


class DecisionForm(GustForm):
    """A state, why, and on what evidence."""

    state = forms.ChoiceField(label="The market is", choices=State, widget=forms.RadioSelect)
    restriction = forms.ChoiceField(label="If restricted, to what?", required=False,
                                    choices=[("", "No restriction"), *Restriction.choices])  # fmt: skip
    reason = forms.CharField(label="Why", max_length=200, help_text="Traders read this, and credit notes say it.")
    forecast = forms.CharField(label="What the forecast said, and where you read it", required=False, max_length=2000,
                               widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip
    forecast_at = forms.DateTimeField(label="When you read it", required=False, widget=forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format=MOMENT))  # fmt: skip
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["state", "restriction", "reason", "gust_mph", "forecast", "forecast_at", "seen"]

    def clean(self):
        data = super().clean()
        if data.get("state") == State.RESTRICTED and not data.get("restriction"):
            self.add_error("restriction", "Choose what it is restricted to.")
        if data.get("state") in (State.OPEN, State.CANCELLED):
            data["restriction"] = ""
        return data


class ReversalForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(label="Why is it taken back?", max_length=200, help_text="Traders read this.")


class PaidAgainForm(forms.Form):
    """How a trader pays again what went back to them."""

    method = forms.ChoiceField(choices=[(Payment.Method.TERMINAL, "Card terminal"), (Payment.Method.CASH, "Cash")])
