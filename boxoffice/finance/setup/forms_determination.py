"""What is sent to record how VAT applies: to what, on which ground, decided by whom, from when to when."""

from decimal import Decimal

from django import forms
from django.utils.timezone import localdate

from boxoffice.finance.books.forms import DayInput
from events.models import Event, Occurrence, VatDetermination
from events.models.vat import ChargeType, Ground
from events.money import Vat

GROUNDS = {  # what each ground asks for: (treatment, sentence)
    Ground.OPTION: (Vat.STANDARD, "An option to tax makes the supply taxable. Choose VAT at a rate."),
    Ground.CULTURE: (Vat.EXEMPT, "The cultural exemption exempts. Choose exempt from VAT."),
    Ground.AGENT: (Vat.OUTSIDE, "An agent's sale is another's supply. Choose outside the scope of VAT."),
}


def scopes():
    """Everything a decision can be about, the widest first, as grouped choices."""
    events = Event.objects.order_by("title")
    upcoming = Occurrence.objects.upcoming().select_related("event")
    return [
        ("Every charge of a type", [(f"type:{value}", label) for value, label in ChargeType.choices]),
        ("One event or market", [(f"event:{event.pk}", str(event)) for event in events]),
        ("One performance or market day", [(f"occurrence:{one.pk}", str(one)) for one in upcoming]),
    ]


class DeterminationForm(forms.ModelForm):
    """A new decision; it is recorded by events.determinations and never edited."""

    about = forms.ChoiceField(label="What it is about", error_messages={"required": "Choose what it is about."})
    percent = forms.DecimalField(
        label="Rate, per cent", required=False, min_value=Decimal("0.01"), max_value=Decimal("99.99"), decimal_places=2,
        max_digits=4, help_text="Only where VAT is charged at a rate.",
    )  # fmt: skip

    class Meta:
        model = VatDetermination
        fields = ["ground", "option_reference", "treatment", "reason", "evidence", "decided_by", "decided_on",
                  "valid_from", "valid_to"]  # fmt: skip
        labels = {"reason": "Why no VAT is charged", "evidence": "Evidence", "valid_from": "First day",
                  "valid_to": "Last day", "option_reference": "Reference of the option to tax"}  # fmt: skip
        help_texts = {"valid_to": "Leave empty and it holds until the next decision."}
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3}), "decided_on": DayInput, "valid_from": DayInput,
                   "valid_to": DayInput}  # fmt: skip
        error_messages = {"evidence": {"required": "Say what the decision rests on and where that is kept."},
                          "decided_by": {"required": "Enter who decided."},
                          "valid_from": {"required": "Choose the first day."}}  # fmt: skip

    field_order = ["about", "treatment", "percent", "ground", "option_reference", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["about"].choices = [("", "Choose"), *scopes()]

    def clean(self):
        cleaned = super().clean()
        treatment, ground = cleaned.get("treatment"), cleaned.get("ground")
        wanted, sentence = GROUNDS.get(ground, (treatment, ""))
        if treatment and treatment != wanted:
            self.add_error("treatment", sentence)
        if treatment == Vat.STANDARD and not cleaned.get("percent") and "percent" not in self.errors:
            self.add_error("percent", "Enter the rate, such as 20.")
        if treatment in (Vat.EXEMPT, Vat.OUTSIDE) and not cleaned.get("reason"):
            self.add_error("reason", "Enter the reason. It is printed on the invoice.")
        if ground == Ground.OPTION and not cleaned.get("option_reference"):
            self.add_error("option_reference", "Enter HMRC's reference of the option to tax.")
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "The last day is before the first day. Change one of them.")
        if cleaned.get("decided_on") and cleaned["decided_on"] > localdate():
            self.add_error("decided_on", "This day is still to come. Enter the day it was decided on.")
        return cleaned

    def decision(self, by):
        """The decision as it would be recorded."""
        cleaned = self.cleaned_data
        made = VatDetermination(**{name: cleaned[name] for name in self.Meta.fields}, recorded_by=by,
                                **self.scope(cleaned["about"]))  # fmt: skip
        taxed = made.treatment == Vat.STANDARD
        made.rate = int(cleaned["percent"] * 100) if taxed else 0
        made.reason = "" if taxed or made.treatment == Vat.ZERO else made.reason
        return made

    @staticmethod
    def scope(about):
        """The fields that say what a decision is about; the charge type comes from the event."""
        what, _, key = about.partition(":")
        if what == "type":
            return {"charge_type": key}
        if what == "event":
            event = Event.objects.get(pk=key)
            return {"charge_type": event.charge_type, "event": event}
        occurrence = Occurrence.objects.select_related("event").get(pk=key)
        return {"charge_type": occurrence.event.charge_type, "event": occurrence.event, "occurrence": occurrence}
