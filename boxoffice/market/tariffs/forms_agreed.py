"""A price agreed with one trader, and what is recorded about one for tariffs."""

from decimal import Decimal

from django import forms
from django.utils.timezone import localdate

from boxoffice.market.tariffs.forms import DayInput
from boxoffice.market.tariffs.listing import market_lists
from boxoffice.market.tariffs.written import name_of
from boxoffice.pounds_field import PoundsField
from events.models import Customer, PriceList


def traders():
    return Customer.objects.exclude(trader=None).order_by("name")


class OverrideForm(forms.Form):
    """An amount or a share, a reason and a last day: none is agreed for ever."""

    customer = forms.ModelChoiceField(Customer.objects.none(), label="Trader",
                                      error_messages={"required": "Choose a trader."})  # fmt: skip
    price_list = forms.ModelChoiceField(PriceList.objects.none(), label="Tariff", empty_label=None)
    amount = PoundsField(label="Price instead, in pounds", required=False, help_text="Or a share below.")
    percent = forms.DecimalField(label="Share, per cent", required=False, decimal_places=2, max_digits=5,
                                 min_value=Decimal(-100), max_value=Decimal(100),
                                 help_text="-10 takes a tenth off the price.")  # fmt: skip
    reason = forms.CharField(max_length=200, help_text="The trader reads it beside the price.",
                             error_messages={"required": "Say why."})  # fmt: skip
    first_day = forms.DateField(label="First trading day", widget=DayInput, initial=localdate,
                                error_messages={"required": "Choose the first day."})  # fmt: skip
    last_day = forms.DateField(label="Last trading day", widget=DayInput, help_text="Nothing is agreed for ever.",
                               error_messages={"required": "Choose the last day."})  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["customer"].queryset = traders()
        latest = market_lists().order_by("name", "-valid_from")
        self.fields["price_list"].queryset = market_lists().filter(
            pk__in=list({one.name: one.pk for one in reversed(latest)}.values())).order_by("name")  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        amount, percent = cleaned.get("amount"), cleaned.get("percent")
        if (amount is None) == (percent is None) and not {"amount", "percent"} & self.errors.keys():
            self.add_error("amount", "Enter a price or a share, and not both.")
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first day. Change one of them.")
        return cleaned

    def agreement(self):
        """The values as TariffOverride.objects.agree takes them."""
        cleaned = dict(self.cleaned_data)
        if cleaned["percent"] is not None:
            cleaned["percent"] = int(cleaned["percent"] * 100)
        return cleaned


class FactForm(forms.Form):
    """Something that is so of a trader, from a day on."""

    customer = forms.ModelChoiceField(Customer.objects.none(), label="Trader",
                                      error_messages={"required": "Choose a trader."})  # fmt: skip
    name = forms.CharField(label="What", max_length=40, help_text="As the rules call it, such as pays_by.",
                           error_messages={"required": "Say what, such as pays_by."})  # fmt: skip
    value = forms.CharField(label="Is", max_length=100, help_text="Such as direct debit, or yes.",
                            error_messages={"required": "Say how it is, such as yes."})  # fmt: skip
    first_day = forms.DateField(label="From", widget=DayInput, initial=localdate,
                                error_messages={"required": "Choose the first day."})  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["customer"].queryset = traders()

    def clean_name(self):
        return name_of(self.cleaned_data["name"])
