"""What is asked about a view of a list: its name and who sees it."""

from django import forms

from boxoffice.finance.listing.filter import Filter
from boxoffice.models import SavedView

DENSITIES = {"compact": "Compact", "cosy": "Cosy", "comfortable": "Comfortable"}


class SavedViewForm(forms.Form):
    """A name for the view that is shown, and whether others see it."""

    name = forms.CharField(
        label="Name of this view", max_length=40, error_messages={"required": "Give this view a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    shared = forms.BooleanField(label="Share it with everybody at this desk", required=False)
    query = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean_query(self):
        """What of the address is understood."""
        return Filter.of(self.cleaned_data["query"]).query.rstrip("&")[:500]

    def keep(self, user):
        chosen = {"query": self.cleaned_data["query"], "shared": self.cleaned_data["shared"]}
        return SavedView.objects.update_or_create(user=user, name=self.cleaned_data["name"], defaults=chosen)[0]
