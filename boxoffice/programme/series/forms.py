"""What the programme desk sends about a series: its performances, and a season ticket."""

from django import forms
from django.utils.timezone import now

from boxoffice.day_field import DayField
from boxoffice.templatetags.british import day_clock
from events.models import Area, AskedTooMuch, Customer, Occurrence, Place, PriceType, Series
from events.place_list import places_named


class PerformancesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, occurrence):
        return f"{occurrence.event}, {day_clock(occurrence.starts_at)}"


class SeriesForm(forms.Form):
    """A name and two performances or more of one plan; whose holders may renew, and until when."""

    name = forms.CharField(max_length=100, error_messages={"required": "Give the series a name."})
    occurrences = PerformancesField(Occurrence.objects.none(), label="Performances",
                                    widget=forms.CheckboxSelectMultiple,
                                    error_messages={"required": "Tick two performances or more."})  # fmt: skip
    follows = forms.ModelChoiceField(Series.objects.none(), label="It follows", required=False, empty_label="None",
                                     help_text="Holders of that series may renew their seats.")  # fmt: skip
    renew_by = DayField(label="Renew by", required=False, help_text="Until then their seats are kept for them.")

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        ahead = Occurrence.objects.upcoming().filter(plan=plan, starts_at__gt=now())
        self.fields["occurrences"].queryset = ahead.select_related("event")
        self.fields["follows"].queryset = Series.objects.filter(plan=plan, followed_by=None).order_by("name")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("follows") and not cleaned.get("renew_by"):
            self.add_error("renew_by", "Enter the last day on which holders may renew.")
        return cleaned


class TicketForm(forms.Form):
    """Who buys which seat at which price type."""

    name = forms.CharField(label="Customer's name", max_length=150, error_messages={"required": "Enter a name."})
    email = forms.EmailField(label="E-mail", required=False, error_messages={"invalid": "Enter a whole address."})
    area = forms.ModelChoiceField(Area.objects.none(), empty_label=None)
    seat = forms.CharField(max_length=20, help_text="Like C12.", error_messages={"required": "Name a seat, like C12."},
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip
    price_type = forms.ModelChoiceField(PriceType.objects.none(), label="Price", empty_label=None)

    def __init__(self, *args, series, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas = Area.objects.filter(plan=series.plan_id, numbered=True).order_by("pk")
        if len(areas) == 1:
            self.fields["area"].widget, self.fields["area"].initial = forms.HiddenInput(), areas[0]
        lists = series.occurrences.values("price_list")
        self.fields["price_type"].queryset = PriceType.objects.filter(prices__price_list__in=lists).distinct()

    def clean(self):
        cleaned = super().clean()
        if {"area", "seat"} <= cleaned.keys():
            try:
                places = Place.objects.filter(area=cleaned["area"]).select_related("area").order_by("pk")
                found = places_named(cleaned["seat"], places)
                if len(found) > 1:
                    raise AskedTooMuch("A season ticket is for one seat. Sell the next one after it.")
                cleaned["place"] = found[0]
            except AskedTooMuch as refusal:
                self.add_error("seat", refusal.message)
        return cleaned

    def customer(self):
        """The customer of this e-mail address, or of this very name; a new one where there is none."""
        name, email = self.cleaned_data["name"].strip(), self.cleaned_data["email"]
        known = Customer.objects.filter(email__iexact=email) if email else Customer.objects.filter(name__iexact=name)
        return known.order_by("pk").first() or Customer.objects.create(name=name, email=email)
