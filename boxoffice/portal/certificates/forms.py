"""What a trader answers while sending a certificate: which paper it is, and the photo of it."""

from django import forms

from events.models import DocumentType

ACCEPTED = "image/jpeg,image/png,application/pdf"


class TypeForm(forms.Form):
    """Which paper."""

    type = forms.ModelChoiceField(DocumentType.objects.order_by("name"), label="Which paper is it?", empty_label=None,
                                  widget=forms.RadioSelect, error_messages={"required": "Choose a paper.",
                                  "invalid_choice": "Choose a paper from the list."})  # fmt: skip


class PhotoForm(forms.Form):
    """The photo, or the PDF that the insurer sent."""

    photo = forms.FileField(
        label="Photo or PDF", widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="Lay the paper flat, in daylight, with all four corners in the picture.",
        error_messages={"required": "Take a photo, or choose a file.", "empty": "This file is empty. Choose another."},
    )  # fmt: skip
