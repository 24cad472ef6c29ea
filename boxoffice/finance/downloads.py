"""Answering with a table as a file, CSV or XLSX, and with files as they were written."""

import io
import zipfile

from django.http import Http404, HttpResponse

from invoicing.sheets import csv_bytes, xlsx_bytes

KINDS = {
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
MADE = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip knows: the same files make the same bytes


def table(sheet, name, ending):
    """A sheet as a download. 404 where the ending is neither csv nor xlsx."""
    if ending not in KINDS:
        raise Http404("This table comes as .csv or .xlsx.")
    write, content_type = KINDS[ending]
    return attached(write(sheet), f"{name}.{ending}", content_type)


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
