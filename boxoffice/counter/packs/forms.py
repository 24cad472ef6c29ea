"""What is typed from the stubs of paper tickets."""

import re
from datetime import datetime, timedelta

from django import forms
from django.utils.timezone import get_current_timezone, localtime, now

from boxoffice.counter.party import counted, examples, named
from boxoffice.counter.prices import price_types, prices_of
from events.models import AskedTooMuch
from invoicing.downtime import TENDERS

TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})\s*(am|pm)?", re.IGNORECASE)
RANGE = re.compile(r"(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?")


def numbers_in(text, pack):
    """The blanks' whole numbers of `4`, `4-6` or `4, 6, 12/004`. Raises AskedTooMuch."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = RANGE.fullmatch(part.removeprefix(f"{pack.pk}/"))
        if match is None:
            raise AskedTooMuch(f"“{part}” is no number of a blank. Write 4 or 4-6, as on the stubs.")
        first, last = int(match[1]), int(match[2] or match[1])
        found += [f"{pack.pk}/{n:03}" for n in range(first, last + 1)]
    return found


def moment_of(text, pack):
    """The moment of a time on a stub, such as 7:05pm or 19:05: today, or the day before where that is to come."""
    match = TIME.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2])) if match else (99, 0)
    hour += 12 if match and match[3] and match[3].lower() == "pm" and hour < 12 else 0
    if hour > 23 or minute > 59:
        raise AskedTooMuch("Write the time on the stub like 19:05 or 7:05pm.")
    at = localtime(now())
    sold = datetime(at.year, at.month, at.day, hour, minute, 59, tzinfo=get_current_timezone())
    sold = min(sold, at) if sold - at < timedelta(minutes=1) else sold - timedelta(days=1)
    made = localtime(pack.made_at)
    return pack.made_at if sold < pack.made_at and sold.replace(second=0) >= made.replace(second=0, microsecond=0) \
        else sold  # the stub has no seconds


class EnterSale(forms.Form):
    """One sale on paper."""

    blanks = forms.CharField(max_length=100, help_text="The numbers on the stubs: 4 or 4-6.")
    seats = forms.CharField(max_length=200, help_text="As many seats as blanks, such as C12-13.")
    kinds = forms.CharField(max_length=40, required=False, label="Price types",
                            help_text="Such as 1a1c; empty: all of the first type.")  # fmt: skip
    method = forms.ChoiceField(choices=TENDERS, label="Paid by", initial="cash")
    sold = forms.CharField(max_length=10, label="Time sold", help_text="Such as 19:05 or 7:05pm.")

    def read(self, pack):
        """What invoicing.downtime.enter asks for. Raises AskedTooMuch with what to write instead."""
        said, occurrence = self.cleaned_data, pack.occurrence
        places = named(said["seats"].lower(), occurrence.plan)
        types = price_types(prices_of(occurrence))
        if not types:
            raise AskedTooMuch("This performance has no prices.")
        try:
            chosen = counted(said["kinds"].lower(), types) if said["kinds"] else types[:1] * len(places)
        except AskedTooMuch as refusal:
            raise AskedTooMuch(f"{refusal.message} {examples(types)}") from refusal
        return {"numbers": numbers_in(said["blanks"], pack), "places": places, "price_types": chosen,
                "method": said["method"], "sold_at": moment_of(said["sold"], pack)}  # fmt: skip


class SpoilBlanks(forms.Form):
    """Blanks that were used up and not sold."""

    spoilt = forms.CharField(max_length=100, label="Blanks")
    reason = forms.CharField(max_length=100, label="How", help_text="Such as wrong seat written.")


class SolveBlank(forms.Form):
    """Another seat for a blank whose own is gone; empty: the money was given back."""

    seat = forms.CharField(max_length=20, required=False, label="Seat instead")
