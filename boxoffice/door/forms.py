"""What is typed or scanned at the door."""

from django import forms


class CodeForm(forms.Form):
    """A ticket's code, its first eight characters, or a booking's reference."""

    code = forms.CharField(
        label="Scan or type a code", max_length=60, error_messages={"required": "Scan a ticket, or type its code."},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "none",
                                      "spellcheck": "false", "enterkeyhint": "go"}),
    )  # fmt: skip
