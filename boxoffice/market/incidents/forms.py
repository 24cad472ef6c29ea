"""What an officer writes down about an incident, what came of it, and which incidents to show."""

import uuid
from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate, localtime, now

from events.models import BookingLine, Incident, Occurrence, Place, Trader

MOMENT = "%Y-%m-%dT%H:%M"
MOST_PHOTOS = 8
LOOK_BACK = timedelta(days=14)


class ManyFilesInput(forms.FileInput):
    """Several photos at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A list of files; [] where none was chosen."""

    widget = ManyFilesInput(attrs={"accept": "image/jpeg,image/png,application/pdf", "multiple": True})

    def clean(self, value, initial=None):
        files = [one for one in value or [] if one]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(f"Choose {MOST_PHOTOS} photos at most. More can be added afterwards.")
        return [(one.name, one.read()) for one in files]


class IncidentForm(forms.Form):
    """One incident. Each form has its own id, so that a double tap writes it once."""

    sort = forms.ChoiceField(label="What is it?", choices=Incident.Sort, widget=forms.RadioSelect,
                             error_messages={"required": "Choose what it is."})  # fmt: skip
    text = forms.CharField(label="What happened?", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
                           help_text="Who, what, who saw it, what was done. About health no more than needed.",
                           error_messages={"required": "Write what happened."})  # fmt: skip
    happened_at = forms.DateTimeField(
        label="When?", input_formats=[MOMENT, f"{MOMENT}:%S"], error_messages={"required": "Enter when it happened."},
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
    )  # fmt: skip
    occurrence = forms.ModelChoiceField(Occurrence.objects.none(), label="Market day", required=False,
                                        empty_label="None")  # fmt: skip
    pitch = forms.CharField(label="Pitch", max_length=12, required=False, help_text="Such as N4.",
                            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}))
    trader = forms.ModelChoiceField(Trader.objects.order_by("trading_name"), label="Trader", required=False,
                                    empty_label="None, or whoever has the pitch")  # fmt: skip
    photos = PhotosField(label="Photos", required=False)
    riddor = forms.BooleanField(label="Reportable under RIDDOR 2013", required=False,
                                help_text="A death, a serious injury, a dangerous occurrence, or over seven days off.")
    client_id = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = Occurrence.objects.market_days().filter(starts_at__date__range=(localdate() - LOOK_BACK, localdate()))
        self.fields["occurrence"].queryset = days.with_parts().order_by("-starts_at")
        self.initial.setdefault("happened_at", localtime().replace(second=0, microsecond=0))
        self.initial.setdefault("occurrence", today_of(days))

    def clean_happened_at(self):
        if self.cleaned_data["happened_at"] > now() + timedelta(minutes=1):
            raise forms.ValidationError("This is still to come. Enter when it happened.")
        return self.cleaned_data["happened_at"]

    def clean(self):
        cleaned = super().clean()
        pitch, day = cleaned.get("pitch", "").replace(" ", "").upper(), cleaned.get("occurrence")
        cleaned["place"] = None
        if pitch and day is None:
            self.add_error("occurrence", "Choose the market day the pitch is of.")
        elif pitch:
            cleaned["place"] = place_of(day, pitch)
            if cleaned["place"] is None:
                self.add_error("pitch", f"There is no pitch {pitch} on that day. Look at the plan.")
            elif not cleaned.get("trader"):
                cleaned["trader"] = who_has(day, cleaned["place"])
        return cleaned

    @property
    def said(self):
        """What Incident.objects.log takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "pitch"}


def today_of(days, at=None):
    """The market day that is on now, however late it has become; else the first one of today, or None."""
    at = at or now()
    on = Q(starts_at__lte=at, ends_at__gt=at)
    return days.filter(on | Q(starts_at__date=localdate(at))).order_by("starts_at").first()


def place_of(day, pitch):
    """The place of a day's plan that is called so, by its row and number."""
    places = Place.objects.filter(area__plan=day.plan_id)
    return next((one for one in places if f"{one.row}{one.number}".upper() == pitch), None)


def who_has(day, place):
    """The trader whose pitch it was on that day, or None."""
    line = BookingLine.objects.live().filter(occurrence=day, place=place).select_related("booking__customer__trader")
    return getattr(line[0].booking.customer, "trader", None) if line else None


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(label="What came of it?", max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
                              error_messages={"required": "Write what came of it."})  # fmt: skip
    riddor = forms.BooleanField(label="Reported under RIDDOR 2013", required=False)


class MorePhotosForm(forms.Form):
    photos = PhotosField(label="More photos", required=False)


class FilterForm(forms.Form):
    """Which incidents to show; what cannot be read is left out."""

    q = forms.CharField(label="Trader or words", required=False)
    sort = forms.ChoiceField(label="What", choices=[("", "Everything"), *Incident.Sort.choices], required=False)
    state = forms.ChoiceField(label="State", choices=[("", "Open and closed"), ("open", "Open"), ("closed", "Closed"),
                                                      ("riddor", "RIDDOR")], required=False)  # fmt: skip
    first = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def chosen(self):
        """The incidents that were asked for."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        rows = Incident.objects.select_related("trader", "place__area", "occurrence__event", "by")
        if words := said.get("q"):
            rows = rows.filter(Q(trader__trading_name__icontains=words) | Q(text__icontains=words))
        rows = rows.filter(sort=said["sort"]) if "sort" in said else rows
        rows = rows.filter(happened_at__date__gte=said["first"]) if "first" in said else rows
        rows = rows.filter(happened_at__date__lte=said["last"]) if "last" in said else rows
        states = {"open": {"closed_at": None}, "closed": {"closed_at__isnull": False}, "riddor": {"riddor": True}}
        return rows.filter(**states.get(said.get("state"), {}))
