"""What an officer sends about licences: an offer, an end, another pitch, a successor."""

from django import forms
from django.utils.timezone import localdate

from boxoffice.day_field import DayField
from events.models import Customer, Event, Occurrence, Place, StandingBooking
from events.models.standing import DAYS
from events.vacancies import vacant_places


def markets():
    """Markets held week by week: with rules and days still to come; not those that are applied for."""
    events = Event.objects.filter(rules__isnull=False, specialist=None, occurrences__in=Occurrence.objects.upcoming())
    return events.select_related("rules").distinct().order_by("title")


def weekdays_of(event):
    """The digits of the weekdays that a market is held on from now on."""
    starts = event.occurrences.upcoming().values_list("starts_at", flat=True)
    return sorted({str(localdate(one).weekday()) for one in starts})


def traders():
    """Approved traders, by their trading names."""
    approved = Customer.objects.filter(trader__approved_on__isnull=False, trader__suspended_on=None)
    return approved.select_related("trader").order_by("trader__trading_name", "pk")


class TraderField(forms.ModelChoiceField):
    def label_from_instance(self, customer):
        return f"{customer.trader.trading_name} ({customer.trader.goods})"


class PitchField(forms.ModelChoiceField):
    def label_from_instance(self, place):
        size = f", {place.width_cm / 100:g} × {place.depth_cm / 100:g} m" if place.width_cm else ""
        return f"{place}{size}{''.join(f', {one}' for one in place.features)}"


class VacantPitchForm(forms.Form):
    """A form that chooses one of a market's vacant pitches."""

    place = PitchField(Place.objects.none(), label="Pitch", error_messages={"required": "Choose a pitch."})

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        places = Place.objects.filter(pk__in=[place.pk for place in vacant_places(event)])
        self.fields["place"].queryset = places.select_related("area").order_by("pk")


class OfferForm(VacantPitchForm):
    """Who is offered which pitch on which weekdays from when."""

    customer = TraderField(Customer.objects.none(), label="Trader", error_messages={"required": "Choose a trader."})
    weekdays = forms.MultipleChoiceField(label="Days", widget=forms.CheckboxSelectMultiple,
                                         error_messages={"required": "Tick at least one day."})  # fmt: skip
    starts_on = DayField(label="From", error_messages={"required": "Enter the first day."})
    held_on = forms.CharField(label="Condition", max_length=200, required=False,
                              help_text="If it is given on one, such as the same goods for a year.")  # fmt: skip
    field_order = ["customer", "place", "weekdays", "starts_on", "held_on"]

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, event=event, **kwargs)
        self.fields["customer"].queryset = traders()
        self.fields["weekdays"].choices = [(digit, DAYS[int(digit)]) for digit in weekdays_of(event)]


class EndForm(forms.Form):
    """The last day, and why."""

    last_day = DayField(label="Last day", error_messages={"required": "Enter the last day."})
    reason = forms.CharField(label="Why does it end?", max_length=200, help_text="The trader reads this.",
                             error_messages={"required": "Say why it ends."})  # fmt: skip


class TransferForm(VacantPitchForm):
    """Another pitch from a day on."""

    on = DayField(label="First day there", error_messages={"required": "Enter the first day there."})


class TakeoverForm(forms.Form):
    """The successor's first day."""

    on = DayField(label="The successor's first day", error_messages={"required": "Enter the first day."})


class SuccessorForm(forms.Form):
    """Who is to take it over; empty takes the name off."""

    customer = TraderField(Customer.objects.none(), label="Successor", required=False, empty_label="Nobody")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = traders()


class WishForm(forms.Form):
    """Where they would rather stand; empty takes it off."""

    wish = forms.CharField(label="Would rather stand", max_length=200, required=False,
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip


class FilterForm(forms.Form):
    """Which licences are listed."""

    event = forms.ModelChoiceField(Event.objects.none(), label="Market", required=False, empty_label="All markets")
    status = forms.ChoiceField(label="State", required=False,
                               choices=[("", "Offered and running"), *StandingBooking.Status.choices])  # fmt: skip
    q = forms.CharField(label="Trader or pitch", max_length=100, required=False,
                        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = markets()
        for field in self.fields.values():
            field.widget.attrs["class"] = "in"
