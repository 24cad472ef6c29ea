"""What an officer sends about a trader: how to reach them, and how they asked for something."""

from django import forms

from events.models import Activity, Customer


class AskedForm(forms.Form):
    """How a trader asked."""

    asked = forms.ChoiceField(label="How did they ask?", choices=Activity.Asked,
                              widget=forms.Select(attrs={"class": "in"}))  # fmt: skip


class ContactForm(forms.ModelForm):
    """How to reach a trader, and how they asked for it to be changed."""

    trading_name = forms.CharField(label="Trading name", max_length=150)
    asked = forms.ChoiceField(label="How did they tell us?", choices=Activity.Asked)

    class Meta:
        model = Customer
        fields = ["name", "phone", "email", "address", "postcode", "access_needs"]
        labels = {"name": "Name on invoices", "email": "E-mail", "access_needs": "Access needs"}
        help_texts = {"email": "Leave it empty, and everything goes by post.", "address": "Without the postcode."}
        widgets = {"address": forms.Textarea(attrs={"rows": 4})}

    field_order = ["trading_name", "name", "phone", "email", "address", "postcode", "access_needs", "asked"]

    def changed_words(self):
        """Which of them changed, for the record."""
        changed = [self.fields[name].label.lower() for name in self.changed_data if name != "asked"]
        return f"Changed: {', '.join(changed)}" if changed else ""
