"""On what terms a basket is reserved, and until when."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.timezone import get_current_timezone, localdate

from boxoffice.day_field import DayField
from boxoffice.pounds_field import PoundsField
from events.models import Reservation
from invoicing.models import CounterRules


def end_of(day, occurrence=None):
    """The last moment of a day, or the beginning of a performance on it."""
    moment = datetime.combine(day, time(23, 59), get_current_timezone())
    return min(moment, occurrence.starts_at) if occurrence and occurrence.day == day else moment


class Reserve(forms.Form):
    """The terms of a reservation."""

    sort = forms.ChoiceField(choices=Reservation.Sort, label="What it is", initial=Reservation.Sort.RESERVE,
                             widget=forms.RadioSelect)  # fmt: skip
    decide_by = DayField(label="Until", help_text="The whole of that day; then the places go back on sale.",
                         error_messages={"required": "Say until which day."})  # fmt: skip
    group_name = forms.CharField(max_length=100, required=False, label="Group or school")
    deposit = PoundsField(required=False, help_text="In pounds; empty: none is asked.")
    deposit_by = DayField(required=False, label="Deposit by", help_text="Empty: the day above.")
    invoiced = forms.BooleanField(required=False, label="To be invoiced to the account of the customer")
    note = forms.CharField(max_length=300, required=False)

    @staticmethod
    def starting(first):
        """What the form begins with: the house's days, but not after it begins."""
        day = localdate() + timedelta(days=CounterRules.current().reserve_days)
        return {"decide_by": min(day, first.day) if first else day, "sort": "reserve"}

    def terms(self, first):
        """What invoicing.reserving.reserve asks for."""
        said = dict(self.cleaned_data)
        day, said["deposit"] = said["decide_by"], said["deposit"] or 0
        said["deposit_by"] = (said["deposit_by"] or day) if said["deposit"] else None
        return {**said, "decide_by": end_of(day, first)}


class Extend(forms.Form):
    """Another day."""

    until = DayField(label="Stands until", error_messages={"required": "Say until which day."})
