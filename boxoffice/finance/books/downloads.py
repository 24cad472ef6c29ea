"""Answering with files as they were written: one by one, or several as a zip."""

import io
import zipfile

from django.http import HttpResponse

MADE = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip knows: the same files make the same bytes


def attached(content, name, content_type="application/octet-stream"):
    """Bytes to keep as a file; personal data, so no cache keeps them."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def zipped(files):
    """Files, [(name, bytes)], as one zip: the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parcel:
        for name, content in files:
            parcel.writestr(zipfile.ZipInfo(name, MADE), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
