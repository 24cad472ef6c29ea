"""The form by which somebody chooses what to have instead of a performance that was called off."""

from django import forms

from invoicing.models import CallOff


class Answer(forms.Form):
    """One of what is offered, and another performance where that is the choice."""

    choice = forms.ChoiceField(widget=forms.RadioSelect, label="What would you like?")
    instead = forms.ModelChoiceField(queryset=None, required=False, empty_label="Choose a performance",
                                     label="Which performance")  # fmt: skip

    def __init__(self, *args, given, others, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(CallOff.Choice.choices)
        self.fields["choice"].choices = [(one, labels[one]) for one in given.offered]
        self.fields["instead"].queryset = others

    def clean(self):
        data = self.cleaned_data
        if data.get("choice") == CallOff.Choice.EXCHANGE and not data.get("instead") and "instead" not in self.errors:
            self.add_error("instead", "Choose the performance to come to.")
        return data
