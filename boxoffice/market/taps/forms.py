"""What an officer decides about a disputed tap."""

from django import forms

from boxoffice.market.taps.differing import free_places
from events.models import Place, Refused, RegisterTap
from invoicing import register

WAYS = ["this", "other", "again", "back", "credit"]


class Decision(forms.Form):
    """Which of two officers is right; or what becomes of money that could not be booked."""

    way = forms.ChoiceField(choices=[(way, way) for way in WAYS])
    place = forms.ModelChoiceField(Place.objects.none(), required=False)
    why = forms.CharField(required=False, max_length=200)

    def __init__(self, *args, tap, **kwargs):
        super().__init__(*args, **kwargs)
        self.tap = tap
        free = [place.pk for place in free_places(tap.occurrence)]
        self.fields["place"].queryset = Place.objects.filter(pk__in=free).select_related("area")

    def carry_out(self, by):
        """Do what was decided. False where it was decided before. Raises Refused."""
        if not self.is_valid():
            raise Refused("Choose what to do. A pitch must be one that is still free.")
        way, money = self.cleaned_data["way"], self.tap.act in (RegisterTap.Act.LET, RegisterTap.Act.PAY)
        if money is (way in ("this", "other")):
            raise Refused("Choose one of the buttons.")
        if way == "again":
            return register.book_again(self.tap, self.cleaned_data["place"], by=by)
        if way == "back":
            return register.hand_back(self.tap, self.cleaned_data["why"], by=by)
        if way == "credit":
            return register.keep_as_credit(self.tap, by=by)
        return register.decide(self.tap, way == "this", by=by)
