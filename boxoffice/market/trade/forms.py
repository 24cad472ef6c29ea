"""What the pages of the balance of trade send: a commodity, a line of a trader, a cap, leave for a trader."""

from django import forms
from django.utils.timezone import localdate

from events.models import Area, Commodity, CommodityCap, Event, Occurrence, Trader


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


def markets():
    return Event.objects.filter(audience=Event.Audience.TRADERS).order_by("title")


def approved_traders():
    return Trader.objects.exclude(approved_on=None).order_by("trading_name")


class CommodityForm(forms.ModelForm):
    """A line of goods by its plain name."""

    class Meta:
        model = Commodity
        fields = ["name", "group", "hot_food", "required_documents"]
        labels = {"hot_food": "Hot food: only on pitches where it is allowed",
                  "required_documents": "Papers that whoever sells it must hold"}  # fmt: skip
        widgets = {"required_documents": forms.CheckboxSelectMultiple}
        error_messages = {"name": {"required": "Name the goods, such as Cheese and butter.",
                                   "unique": "That commodity is on the list already."},
                          "group": {"required": "Say under which heading it is listed, such as Food."}}  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)


class LineForm(forms.Form):
    """A line that a trader takes up."""

    trader = forms.ModelChoiceField(Trader.objects.none(), error_messages={"required": "Choose a trader."})
    commodity = forms.ModelChoiceField(Commodity.objects.none(), error_messages={"required": "Choose a commodity."})
    kind = forms.ChoiceField(label="Counts as", choices=[("key", "Key line: counts for the balance of trade"),
                                                         ("incidental", "Incidental line: does not count")],
                             widget=forms.RadioSelect, initial="key")  # fmt: skip
    from_day = forms.DateField(label="From", widget=DayInput, initial=localdate,
                               error_messages={"required": "Choose the first day."})  # fmt: skip
    trial_until = forms.DateField(label="On trial until", widget=DayInput, required=False,
                                  help_text="Great Yarmouth gives new goods three months (6.2).")  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["trader"].queryset = approved_traders()
        self.fields["commodity"].queryset = Commodity.objects.filter(ended_on=None)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("from_day"), cleaned.get("trial_until")
        if first and last and last < first:
            self.add_error("trial_until", "The trial ends before the line begins. Change one of them.")
        return cleaned


class CapForm(forms.Form):
    """At most so many traders; said again, the cap is set anew."""

    event = forms.ModelChoiceField(Event.objects.none(), label="Market", empty_label=None)
    area = forms.ModelChoiceField(Area.objects.none(), label="Zone", required=False, empty_label="The whole market")
    commodity = forms.ModelChoiceField(Commodity.objects.none(), error_messages={"required": "Choose a commodity."})
    most = forms.IntegerField(label="Traders at most", min_value=0, max_value=999,
                              error_messages={"required": "Enter how many."})  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["event"].queryset = markets()
        self.fields["area"].queryset = Area.objects.filter(plan__occurrences__event__in=markets()).distinct()
        self.fields["commodity"].queryset = Commodity.objects.filter(ended_on=None)

    def clean(self):
        cleaned = super().clean()
        event, area = cleaned.get("event"), cleaned.get("area")
        if event and area and not Occurrence.objects.filter(event=event, plan=area.plan_id).exists():
            self.add_error("area", f"{area} is not on the plan of {event}. Choose another zone.")
        return cleaned

    def keep(self):
        cleaned = dict(self.cleaned_data)
        return CommodityCap.objects.update_or_create(defaults={"most": cleaned.pop("most")}, **cleaned)[0]


class LeaveForm(forms.Form):
    """Leave for one trader, for one market day or for all of a market's."""

    trader = forms.ModelChoiceField(Trader.objects.none(), error_messages={"required": "Choose a trader."})
    event = forms.ModelChoiceField(Event.objects.none(), label="Market", empty_label=None)
    day = forms.DateField(label="Market day", widget=DayInput, required=False,
                          help_text="Left empty, it holds for every day of the market until it is ended.")  # fmt: skip
    reason = forms.CharField(max_length=200, help_text="Such as: both traders agree in writing, 3 May.",
                             error_messages={"required": "Say why this trader may stand there."})  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["trader"].queryset = approved_traders()
        self.fields["event"].queryset = markets()

    def clean(self):
        cleaned = super().clean()
        cleaned["occurrence"] = None
        if cleaned.get("event") and cleaned.get("day"):
            days = cleaned["event"].occurrences.filter(starts_at__date=cleaned["day"], cancelled_at=None)
            cleaned["occurrence"] = days.first()
            if not cleaned["occurrence"]:
                self.add_error("day", f"{cleaned['event']} is not held on that day. Choose another.")
        return cleaned
