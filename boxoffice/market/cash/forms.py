"""What the officer fills in about the cash drawer."""

from django import forms
from django.core.signing import BadSignature, Signer

from boxoffice.pounds_field import PoundsField

SIGNER = Signer(salt="market-count")


class OpenDrawer(forms.Form):
    """A drawer and its float."""

    drawer = forms.CharField(max_length=30, help_text="The name on the drawer or pouch. Each officer has their own.")
    opening_float = PoundsField(label="Float", help_text="Cash in it now, in pounds, such as 50 or 47.50.")


class Count(forms.Form):
    """The cash, counted before anybody says what it should be, and the bag it goes to the bank in."""

    counted = PoundsField(label="Cash counted", help_text="Everything in the drawer, float included, in pounds.")
    bag = forms.CharField(label="Banking bag number", max_length=30, required=False,
                          help_text="Leave it empty where nothing is banked today.")  # fmt: skip


class Difference(forms.Form):
    """Why the count is over or short. The count is sealed: it is not made to fit once the difference is known."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    bag = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=200, label="Why is it over or short?",
                             help_text="Write “not known” where you do not know.")  # fmt: skip

    def __init__(self, *args, till, **kwargs):
        super().__init__(*args, **kwargs)
        self.till = till

    def clean_sealed(self):
        try:
            till, _, counted = SIGNER.unsign(self.cleaned_data["sealed"]).partition(":")
        except BadSignature:
            till, counted = "", ""
        if till != str(self.till.pk):
            raise forms.ValidationError("Count the drawer again.")
        return int(counted)


def sealed(till, counted):
    """A count that cannot be changed on its way through the page."""
    return SIGNER.sign(f"{till.pk}:{counted}")
