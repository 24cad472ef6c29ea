"""What a trader sends about a licence or an absence."""

from django import forms
from django.db.models import Q

from events.models import AskedTooMuch, Attachment, Customer, DayOff, NotReadable


class AbsenceForm(forms.Form):
    """How the absence is to count, a word about it, and a certificate where they are sick."""

    WHYS = [("", "Any"), *DayOff.Why.choices]

    why = forms.ChoiceField(choices=WHYS, required=False)
    note = forms.CharField(label="Anything we should know?", max_length=200, required=False)
    certificate = forms.FileField(label="Photo of your certificate", required=False,
                                  help_text="Only where you are sick: a note from a doctor, or your own.",
                                  widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}))  # fmt: skip

    def keep(self, user):
        """The certificate as an Attachment; None where there is none. Raises NotReadable."""
        file = self.cleaned_data.get("certificate")
        if not file:
            return None
        if self.cleaned_data["why"] != DayOff.Why.SICK:
            raise NotReadable("Choose “I am sick” to send a certificate, or take the photo off.")
        return Attachment.objects.keep(file.name, file.read(), by=user)


class SuccessorForm(forms.Form):
    """The trader who is to take the pitch over, by their name as we know it; empty takes the name off."""

    name = forms.CharField(label="Who is to take it over?", max_length=150, required=False,
                           help_text="Their name or trading name. They must be registered with us.",
                           widget=forms.TextInput(attrs={"autocomplete": "off"}))  # fmt: skip

    def customer(self):
        """The Customer that is named; None for an empty name. Raises AskedTooMuch for nobody, and for several."""
        name = self.cleaned_data["name"].strip()
        if not name:
            return None
        known = Customer.objects.filter(trader__approved_on__isnull=False)
        found = list(known.filter(Q(name__iexact=name) | Q(trader__trading_name__iexact=name)).distinct()[:2])
        if len(found) != 1:
            who = "Nobody" if not found else "More than one trader"
            raise AskedTooMuch(f"{who} registered with us is called “{name}”. Telephone us and we will find them.")
        return found[0]


class WishForm(forms.Form):
    """Where they would rather stand; empty takes the wish off."""

    wish = forms.CharField(label="Where would you rather stand, and why?", max_length=200, required=False,
                           widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
