"""A photo or PDF that somebody sent us, for those who may see it: the desk that calls this has asked who they are."""

from django.http import HttpResponse
from django.utils.text import slugify

ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


def answer_file(attachment, name):
    """A file to look at under a name of ours. Shown as what it is and nothing else, and kept by nobody on the way."""
    response = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
    ending = ENDINGS.get(attachment.content_type, "bin")
    response["Content-Disposition"] = f'inline; filename="{slugify(name) or "file"}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
