"""A rule of a tariff as it is written: what it does, and when it holds."""

from decimal import Decimal

from django import forms

from boxoffice.market.tariffs.forms import DayInput
from boxoffice.market.tariffs.written import (
    SignedPoundsField,
    TiersField,
    WantedField,
    facts_written,
    name_of,
    pounds_written,
    tiers_written,
)
from events.models import Area, Band, PriceType, TariffRule
from events.tariff import Does
from events.tariff_words import WEEKDAYS

NEEDS = {  # what each kind of rule cannot do without: {field: sentence}
    Does.BASE: ["amount"], Does.ADD: ["amount"], Does.FLOOR: ["amount"], Does.CAP: ["amount"], Does.ROUND: ["amount"],
    Does.MEASURE: ["amount", "measure"], Does.TIER: ["measure", "tiers"], Does.PERCENT: ["percent"],
    Does.PERCENT_SO_FAR: ["percent"], Does.FLOOR_PERCENT: ["percent"], Does.FREE: [],
}  # fmt: skip
MISSING = {"amount": "Enter the amount.", "percent": "Enter the share in per cent.", "measure": "Enter the measure.",
           "tiers": "Enter the prices, a line each."}  # fmt: skip
WHAT = ["does", "words", "amount", "percent", "measure", "per", "beyond", "tiers"]


class RuleForm(forms.ModelForm):
    """One step; where an amount, a share or a measure is not needed it is left empty."""

    amount = SignedPoundsField(required=False, help_text="In pounds. A minus sign takes off.")
    percent = forms.DecimalField(label="Per cent", required=False, decimal_places=2, max_digits=6,
                                 min_value=Decimal(-100), max_value=Decimal(1000),
                                 help_text="Such as 25 or 2.5. A minus sign takes off.")  # fmt: skip
    measure = forms.CharField(
        required=False, max_length=20, widget=forms.TextInput(attrs={"list": "measures", "autocomplete": "off"}),
        help_text="frontage_m, frontage_ft, depth_m, depth_ft, area_sqm; units (how many that day), unit (which of "
                  "them), days; or your own, such as sockets.")  # fmt: skip
    per = forms.IntegerField(label="The amount is for so many of it", min_value=1, max_value=100_000, required=False)
    beyond = forms.IntegerField(label="So many of it are free", min_value=0, max_value=1_000_000, required=False)
    tiers = TiersField(label="Prices by how many", required=False,
                       help_text="From how many, a colon, the price in all; a line each.")  # fmt: skip
    weekdays = forms.MultipleChoiceField(choices=[(str(n), day) for n, day in enumerate(WEEKDAYS)], required=False,
                                         widget=forms.CheckboxSelectMultiple, label="Only on")  # fmt: skip
    facts = WantedField(label="Only where", required=False,
                        help_text="A line each: pays_by: direct debit; unit: 2 or more; commodity: Fruit or Plants; "
                                  "corner: yes.")  # fmt: skip
    position = forms.IntegerField(label="Step number", min_value=1, max_value=500)

    class Meta:
        model = TariffRule
        fields = [*WHAT, "weekdays", "first_day", "last_day", "band", "area", "price_type", "facts", "authority",
                  "position"]  # fmt: skip
        labels = {"does": "What it does", "words": "What a trader reads", "first_day": "From", "last_day": "Until",
                  "band": "Size of pitch", "area": "Zone"}  # fmt: skip
        widgets = {"first_day": DayInput, "last_day": DayInput}
        error_messages = {"words": {"required": "Say what it is for, as a trader reads it."},
                          "does": {"required": "Choose what it does."}}  # fmt: skip

    def __init__(self, *args, price_list, **kwargs):
        said = written(kwargs["instance"])
        if not kwargs["instance"].pk:
            said["position"] = price_list.rules.count() + 1
        super().__init__(*args, use_required_attribute=False, initial=said, **kwargs)
        plans = price_list.prices.values("band__plan")
        self.fields["band"].queryset = Band.objects.filter(prices__price_list=price_list).distinct()
        self.fields["area"].queryset = Area.objects.filter(plan__in=plans)
        self.fields["price_type"].queryset = PriceType.objects.filter(prices__price_list=price_list).distinct()
        for name in ("band", "area", "price_type"):
            self.fields[name].empty_label = "Any"

    def what(self):
        return [self[name] for name in WHAT]

    def when(self):
        return [self[name] for name in self.fields if name not in WHAT]

    def clean_measure(self):
        return name_of(self.cleaned_data["measure"]) if self.cleaned_data["measure"] else ""

    def clean_percent(self):
        return int((self.cleaned_data["percent"] or 0) * 100)

    def clean_amount(self):
        return self.cleaned_data["amount"] or 0

    def clean_per(self):
        return self.cleaned_data["per"] or 1

    def clean_beyond(self):
        return self.cleaned_data["beyond"] or 0

    def clean_weekdays(self):
        return "".join(sorted(self.cleaned_data["weekdays"]))

    def clean(self):
        cleaned = super().clean()
        for name in NEEDS.get(cleaned.get("does"), []):
            # A base price of nothing is a price; an amount of nothing to add is none.
            if not cleaned.get(name) and name not in self.errors and not (name == "amount" and self.data.get(name)):
                self.add_error(name, MISSING[name])
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first day. Change one of them.")
        return cleaned


def written(rule):
    """A rule's values as they are typed."""
    priced = rule.amount or rule.does == Does.BASE
    return {
        "amount": pounds_written(rule.amount) if priced else "", "weekdays": list(rule.weekdays),
        "percent": f"{Decimal(rule.percent) / 100:f}" if rule.percent else "",
        "tiers": tiers_written(rule.tiers), "facts": facts_written(rule.facts),
    }  # fmt: skip
