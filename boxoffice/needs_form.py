"""What a trader needs of a pitch on a market morning, asked for at the market desk and in the portal alike."""

from django import forms

from events.models.waiting import rules_of

WISHES = ["first", "second", "third"]


class NeedsForm(forms.Form):
    """How many pitches, how wide, power, vehicle, access, and up to three pitches they would like best."""

    places = forms.IntegerField(label="Pitches wanted, side by side", min_value=1, initial=1)
    least = forms.IntegerField(label="Fewest that are of use", min_value=1, initial=1)
    frontage = forms.DecimalField(label="Frontage needed, in metres", min_value=0, max_value=99, decimal_places=2,
                                  required=False, help_text="Leave it empty where any width will do.")  # fmt: skip
    amps = forms.TypedChoiceField(label="Power", coerce=int, empty_value=0)
    vehicle = forms.BooleanField(label="Sells from a vehicle", required=False)
    accessible = forms.BooleanField(label="Needs an accessible pitch", required=False)
    first = forms.TypedChoiceField(label="First wish", coerce=int, empty_value=None, required=False)
    second = forms.TypedChoiceField(label="Second wish", coerce=int, empty_value=None, required=False)
    third = forms.TypedChoiceField(label="Third wish", coerce=int, empty_value=None, required=False)
    words = {}  # other labels, where the trader is asked instead of the officer

    def __init__(self, *args, occurrence, entry=None, **kwargs):
        super().__init__(*args, initial=initial_of(entry) if entry else None, **kwargs)
        places = list(occurrence.plan.places.select_related("area"))
        ratings = sorted({place.amps for place in places if place.amps})
        self.fields["amps"].choices = [(0, "No power"), *((amps, f"{amps} amps") for amps in ratings)]
        for name in WISHES:
            self.fields[name].choices = [("", "No wish"), *((place.pk, described(place)) for place in places)]
        for name, label in self.words.items():
            self.fields[name].label = label
        most = rules_of(occurrence).most_pitches
        for name in ("places", "least"):
            self.fields[name].max_value = most
            if most == 1:
                del self.fields[name]

    def needs(self):
        """What WaitingListEntry.objects.join asks for."""
        cleaned = self.cleaned_data
        return {
            "places": cleaned.get("places", 1), "least": cleaned.get("least", 1), "amps": cleaned["amps"],
            "frontage_cm": int((cleaned["frontage"] or 0) * 100), "vehicle": cleaned["vehicle"],
            "accessible": cleaned["accessible"],
            "preferences": [cleaned[name] for name in WISHES if cleaned[name]],
        }  # fmt: skip


def described(place):
    """Aisle A A4, 3 m, 16 amps, corner"""
    width = f"{place.width_cm / 100:g} m" if place.width_cm else ""
    power = f"{place.amps} amps" if place.amps else ""
    others = [place.Flag(flag).label for flag in place.flags if flag != place.Flag.ELECTRICITY]
    return ", ".join(filter(None, [str(place), width, power, *others]))


def initial_of(entry):
    wishes = dict(zip(WISHES, entry.preferences, strict=False))
    return {"places": entry.places, "least": entry.least, "amps": entry.amps, "vehicle": entry.vehicle,
            "accessible": entry.accessible, "frontage": entry.frontage_cm / 100 if entry.frontage_cm else None,
            **wishes}  # fmt: skip


def needs_in_words(entry, names):
    """[2 pitches (1 would do), 16 amps, first A4]; `names` is {place id: name}."""
    fewer = f" ({entry.least} would do)" if entry.least < entry.places else ""
    said = [
        f"{entry.places} pitches{fewer}" if entry.places > 1 else "",
        f"{entry.frontage_cm / 100:g} m of frontage" if entry.frontage_cm else "",
        f"{entry.amps} amps" if entry.amps else "", "a vehicle" if entry.vehicle else "",
        "an accessible pitch" if entry.accessible else "",
        f"would like {', then '.join(names.get(one, '?') for one in entry.preferences)}" if entry.preferences else "",
    ]  # fmt: skip
    return ", ".join(filter(None, said)) or "any pitch"
