"""Photos and PDFs that come with a form: one field for both ways a telephone has of giving us a picture."""

from django import forms
from django.core.exceptions import ValidationError

from events.models import Attachment, NotReadable
from events.models.attachment import MOST_BYTES

MOST_FILES = 6
TOO_LARGE = "This file is larger than 12 MB. Take the photo again at a smaller size, or send a PDF."
TOO_MANY = f"Send {MOST_FILES} files at most at a time."


class FilesWidget(forms.FileInput):
    """Two inputs of one name: the camera, and the pictures and papers that are on the telephone already."""

    template_name = "apply/files.html"
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return [one for one in files.getlist(name) if one] if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Some files, none of them too large. `before` is how many are there already."""

    widget = FilesWidget
    before = 0

    def clean(self, value):
        if len(value) > MOST_FILES:
            raise ValidationError(TOO_MANY)
        if any(one.size > MOST_BYTES for one in value):
            raise ValidationError(TOO_LARGE)
        if self.required and not value and not self.before:
            raise ValidationError(self.error_messages["required"])
        return value


def kept(uploads, *, by=None):
    """Keep uploaded files: [Attachment]. Raises NotReadable for the first that is neither a photo nor a PDF."""
    return [Attachment.objects.keep(one.name, one.read(), by=by) for one in uploads]


def keep_or_say(form, name, *, by=None):
    """The attachments of a form's files; None, with the reason on the form, where one cannot be read."""
    try:
        return kept(form.cleaned_data.get(name) or [], by=by)
    except NotReadable as refusal:
        form.add_error(name, refusal.message)
        return None
