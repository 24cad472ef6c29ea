"""What the programme desk sends: places to hold, held places to release, a date to start selling."""

from django import forms

from events.models import Area, AskedTooMuch, HoldType, Place
from events.place_list import places_named


class HoldForm(forms.Form):
    """Places by their names, in one area where the plan has several, and why they are held."""

    area = forms.ModelChoiceField(Area.objects.none(), empty_label=None)
    places = forms.CharField(label="Places", max_length=500, help_text="Like C12-15, D3 or row F.",
                             error_messages={"required": "Name the places, like C12-15, D3 or row F."})  # fmt: skip
    kind_of_hold = forms.CharField(
        label="Held for", max_length=50, help_text="House, press, access: choose one or write a new one.",
        error_messages={"required": "Say what they are held for."},
        widget=forms.TextInput(attrs={"list": "hold-types", "autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.CharField(required=False, max_length=100, label="Why, or for whom",
                             help_text="Told to whoever asks about the place at the counter.")  # fmt: skip

    def __init__(self, *args, occurrence, **kwargs):
        super().__init__(*args, **kwargs)
        areas = Area.objects.filter(plan=occurrence.plan_id).order_by("pk")
        self.plan = occurrence.plan
        self.fields["area"].queryset = areas
        if len(areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()
            self.fields["area"].initial = areas[0]

    def clean(self):
        cleaned = super().clean()
        if {"area", "places"} <= cleaned.keys():
            try:
                places = Place.objects.filter(area=cleaned["area"]).select_related("area").order_by("pk")
                cleaned["found"] = places_named(cleaned["places"], places)
            except AskedTooMuch as refusal:
                self.add_error("places", refusal.message)
        return cleaned

    def hold_type(self):
        """The type of this name, whatever its capitals; a new one where there is none."""
        name = self.cleaned_data["kind_of_hold"]
        known = HoldType.objects.filter(name__iexact=name).first()
        return known or HoldType.objects.create(name=name, letter=name[0].upper())


class ReleaseForm(forms.Form):
    """Held places that were ticked."""

    place = forms.ModelMultipleChoiceField(
        Place.objects.none(), label="Held places", error_messages={"required": "Tick the places to release."}
    )

    def __init__(self, *args, occurrence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.filter(holds__occurrence=occurrence)


class SaleForm(forms.Form):
    """The moment selling starts; empty is at once."""

    on_sale_from = forms.DateTimeField(
        label="On sale from", required=False, help_text="Leave it empty to sell at once.",
        error_messages={"invalid": "Enter a date and a time."},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
