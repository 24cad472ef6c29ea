"""What the tariff pages send: a new version, its prices, a price to try out."""

from django import forms
from django.utils.timezone import localdate

from boxoffice.market.tariffs.written import FactsField, pounds_written
from boxoffice.pounds_field import PoundsField
from events.models import Customer, Place, PriceType


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionForm(forms.Form):
    """From when a new version holds, and who decided it."""

    valid_from = forms.DateField(label="First day of the new version", widget=DayInput,
                                 error_messages={"required": "Choose the first day.",
                                                 "invalid": "Choose a day, such as 1/4/2027."})  # fmt: skip
    authority = forms.CharField(label="Minute or delegated decision", max_length=200,
                                error_messages={"required": "Enter the minute or decision that sets it."})  # fmt: skip


class PricesForm(forms.Form):
    """An amount for each band and price type of a version; an empty one is not sold."""

    def __init__(self, data=None, *, table):
        types, rows = table
        super().__init__(data, use_required_attribute=False)
        for band, amounts in rows:
            for price_type, amount in zip(types, amounts, strict=True):
                self.fields[f"price_{band.pk}_{price_type.pk}"] = PoundsField(
                    label=f"{band}, {price_type}", required=False,
                    initial=None if amount is None else pounds_written(amount),
                )  # fmt: skip
        self.rows = [(band, [self[f"price_{band.pk}_{one.pk}"] for one in types]) for band, _ in rows]

    def amounts(self):
        """{(band id, price type id): pence or None}."""
        return {tuple(map(int, name.split("_")[1:])): amount for name, amount in self.cleaned_data.items()}


class TrialForm(forms.Form):
    """What a price is tried out for. Nothing is booked."""

    place = forms.ModelChoiceField(Place.objects.none(), label="Pitch", error_messages={"required": "Choose a pitch."})
    price_type = forms.ModelChoiceField(PriceType.objects.none(), label="Price type", empty_label=None)
    day = forms.DateField(label="Trading day", widget=DayInput, initial=localdate,
                          error_messages={"required": "Choose a day.", "invalid": "Choose a day."})  # fmt: skip
    customer = forms.ModelChoiceField(Customer.objects.none(), label="Trader", required=False, empty_label="Any trader",
                                      help_text="With what is agreed with them and known of them.")  # fmt: skip
    unit = forms.IntegerField(label="Which of their pitches that day", min_value=1, max_value=99, initial=1,
                              help_text="1 for the first, 2 for one more.")  # fmt: skip
    facts = FactsField(label="What else is so", required=False,
                       help_text="A line each, such as pays_by: direct debit, or sockets: 2.")  # fmt: skip

    def __init__(self, *args, price_list, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        plans = price_list.prices.values("band__plan")
        self.fields["place"].queryset = Place.objects.filter(area__plan__in=plans).select_related("area").order_by("pk")
        self.fields["price_type"].queryset = PriceType.objects.filter(prices__price_list=price_list).distinct()
        self.fields["customer"].queryset = Customer.objects.exclude(trader=None).order_by("name")
