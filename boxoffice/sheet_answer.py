"""A table as a file to save, CSV or XLSX, for any desk."""

from django.http import Http404, HttpResponse

from invoicing.sheets import csv_bytes, xlsx_bytes

FORMS = {
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def answer_sheet(sheet, form, name):
    """A sheet to save under this name; `form` is csv or xlsx. No cache keeps it: it is personal data."""
    if form not in FORMS:
        raise Http404("A table can be had as .csv or .xlsx.")
    write, media_type = FORMS[form]
    response = HttpResponse(write(sheet), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
