"""What an officer sends about one application: a decision and its words, points, a deposit that was paid."""

from django import forms

from boxoffice.pounds_field import PoundsField
from events.models import Application, Customer, Event, Place, Score
from events.money import pounds
from invoicing.models import Payment

REASONS = [
    ("alike", "There are enough stalls with these goods already"),
    ("papers", "A paper that we need did not come, or is not enough"),
    ("general", "The goods are too general: say exactly what you sell"),
    ("score", "Other applications scored higher"),
    ("full", "There is no pitch left that would fit"),
    ("arrears", "Money is owed to us"),
    ("conduct", "What happened on a market before"),
    ("other", "Another reason"),
]


class Words(forms.Form):
    """Words that the applicant reads, or that stay with us."""

    words = forms.CharField(max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label, missing, required=True, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        field = self.fields["words"]
        field.label, field.required, field.error_messages["required"] = label, required, missing


class RefusalForm(forms.Form):
    """Why, from the list, and in words of one's own."""

    why = forms.ChoiceField(label="Reason", choices=[("", "Choose a reason"), *REASONS],
                            error_messages={"required": "Choose a reason."})  # fmt: skip
    words = forms.CharField(label="In your words", required=False, max_length=350,
                            widget=forms.Textarea(attrs={"rows": 3}),
                            help_text="The applicant reads it. Say what would have to change.")  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("why") == "other" and not cleaned.get("words"):
            self.add_error("words", "Write the reason.")
        return cleaned

    @property
    def reason(self):
        why, words = self.cleaned_data["why"], self.cleaned_data["words"]
        return words if why == "other" else f"{dict(REASONS)[why]}. {words}".strip()


class AcceptForm(forms.Form):
    """Accept somebody to trade with us."""

    account = forms.BooleanField(label="Open an account, so that they may book now and be invoiced", required=False)
    limit = PoundsField(label="Credit limit in pounds", required=False, help_text="Nothing is no credit.")
    words = forms.CharField(label="Anything to tell them", required=False, max_length=350,
                            widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    @property
    def credit_limit(self):
        """Pence, or None where no account is wanted."""
        return (self.cleaned_data["limit"] or 0) if self.cleaned_data["account"] else None


GONE = "This pitch has gone. Choose another."


class AwardForm(forms.Form):
    """Accept an application for a specialist market: its pitch, and in how many parts it is paid."""

    place = forms.ModelChoiceField(Place.objects.none(), label="Pitch",
                                   error_messages={"required": "Choose a pitch.", "invalid_choice": GONE})  # fmt: skip
    parts = forms.TypedChoiceField(label="Paid in", coerce=int)
    words = forms.CharField(label="Anything to tell them", required=False, max_length=350,
                            widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip

    def __init__(self, *args, application, today, **kwargs):
        asked = application.answers
        wanted = asked.get("plan", {}).get("parts", "1")
        super().__init__(*args, initial={"parts": wanted}, use_required_attribute=False, **kwargs)
        market = application.event.specialist
        self.fields["parts"].choices = parts_up_to(market.most_parts(today))
        places = free_places(market)
        self.fields["place"].queryset = places
        size = asked.get("pitch", {}).get("size")
        self.fields["place"].choices = grouped(places, int(size) if str(size).isdecimal() else None)


def parts_up_to(most):
    return [(1, "One sum"), *((n, f"{n} monthly parts") for n in range(2, most + 1))]


def free_places(market):
    """The pitches that nobody has on any day of a market."""
    days = list(market.days)
    places = Place.objects.filter(area__plan__in={one.plan_id for one in days}).select_related("area", "band")
    taken = Place.objects.filter(lines__occurrence__in=days, lines__released_at=None).values("pk")
    priced = {band.pk for band in market.prices_on(market.event.occurrences.first().starts_at)} if days else set()
    return places.exclude(pk__in=taken).filter(band__in=priced).order_by("area", "row", "position")


def grouped(places, size):
    """Choices by size, the size that was asked for first."""
    bands = {}
    for place in places:
        bands.setdefault(place.band, []).append((place.pk, str(place)))
    order = sorted(bands, key=lambda band: (band.pk != size, band.position, band.pk))
    return [("", "Choose a pitch"), *((f"{band}{' (asked for)' if band.pk == size else ''}", bands[band])
                                      for band in order)]  # fmt: skip


class DepositForm(forms.Form):
    """A deposit that was paid at the office."""

    method = forms.ChoiceField(label="Paid by", choices=[
        (Payment.Method.TERMINAL, "Card terminal, or card by telephone"),
        (Payment.Method.BACS, "Bank transfer or cheque"),
    ])  # fmt: skip
    reference = forms.CharField(label="Slip, bank line or cheque number", max_length=90,
                                error_messages={"required": "Enter the number on the slip, bank line or cheque."},
                                widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        used = Payment.objects.filter(method=cleaned.get("method"), reference=cleaned.get("reference"), refund_of=None)
        if cleaned.get("reference") and (before := used.first()):
            self.add_error("reference", f"This number was used for {pounds(before.amount)} already. Look at it again.")
        return cleaned


class ScoreForm(forms.Form):
    """One officer's points by every criterion."""

    note = forms.CharField(label="Note", required=False, max_length=200)

    def __init__(self, *args, application, criteria, user, **kwargs):
        mine = {score.criterion_id: score for score in Score.objects.filter(application=application, by=user)}
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.criteria = list(criteria)
        for one in self.criteria:
            before = mine.get(one.pk)
            self.fields[f"c{one.pk}"] = forms.TypedChoiceField(
                label=f"{one} (counts {one.weight})", coerce=int, widget=forms.RadioSelect, required=False,
                choices=[(n, str(n)) for n in range(one.most + 1)], initial=before.points if before else None,
                empty_value=None,
            )  # fmt: skip
        self.fields["note"].initial = next((score.note for score in mine.values() if score.note), "")
        self.order_fields([*(f"c{one.pk}" for one in self.criteria), "note"])

    def clean(self):
        if not self.points and not self.errors:
            self.add_error(None, "Give points by at least one criterion.")
        return super().clean()

    @property
    def points(self):
        given = {one: self.cleaned_data.get(f"c{one.pk}") for one in self.criteria}
        return {one: points for one, points in given.items() if points is not None}


class EntryForm(forms.Form):
    """A paper form that came in, or somebody on the telephone."""

    channel = forms.ChoiceField(label="How it came", choices=[
        (Application.Channel.PAPER, "On paper"), (Application.Channel.PHONE, "By telephone")])  # fmt: skip
    event = forms.ModelChoiceField(Event.objects.exclude(specialist=None), label="For", required=False,
                                   empty_label="To trade with us")  # fmt: skip
    word = forms.CharField(widget=forms.HiddenInput)


class JoinForm(forms.Form):
    """The customer that an applicant is."""

    customer = forms.ModelChoiceField(Customer.objects.all())
