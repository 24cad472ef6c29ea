"""Printers: which there are, whether they work, and jobs that did not come out."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice.counter.authorising import PERMISSION
from boxoffice.counter.printing.rule import size_of
from boxoffice.counter.printing.views import sheets_of
from boxoffice.counter.station import till_at
from events.models import Printer, PrintJob
from events.printing import outbox
from events.printing.spool import LANGUAGES

SHOWN = 30


class PrinterForm(forms.ModelForm):
    """A printer and where it stands."""

    class Meta:
        model = Printer
        fields = ["name", "language", "host", "port", "drawer", "kicks_drawer"]
        labels = {"host": "Address on the network", "language": "What it understands",
                  "drawer": "Till it stands at", "kicks_drawer": "The cash drawer hangs on it"}  # fmt: skip
        help_texts = {"host": "Its IP address or name.", "port": "9100 on nearly all.",
                      "drawer": "As the till is named; empty: for every till."}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def printers(request):
    """The list, jobs that need somebody, and the form to add a printer for those who may."""
    may_add = request.user.has_perm(PERMISSION)
    form = PrinterForm(request.POST if request.method == "POST" else None) if may_add else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form and form.is_valid():
        printer = form.save()
        messages.success(request, f"{printer} is added. Print a test page on it.")
        return redirect("counter:printers")
    jobs = PrintJob.objects.select_related("printer", "booking", "by")
    context = {"printers": Printer.objects.filter(active=True), "form": form, "till": till_at(request),
               "failed": jobs.failed()[:SHOWN], "waiting": jobs.waiting()[:SHOWN],
               "latest": jobs.filter(state=PrintJob.State.SENT)[:10]}  # fmt: skip
    return render(request, "counter/printers.html", context, status=422 if form and form.errors else 200)


@require_POST
def test_pages(request, pk):
    """Print a test page."""
    printer = get_object_or_404(Printer, pk=pk, active=True)
    page = LANGUAGES[printer.language].test_page(printer.name)
    outbox.put(printer, "Test page", payload=page, by=request.user)
    messages.success(request, f"A test page is on its way to {printer}.")
    return redirect("counter:printers")


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def retirements(request, pk):
    """Take a printer out of use."""
    printer = get_object_or_404(Printer, pk=pk)
    printer.retire()
    messages.success(request, f"{printer} is out of use. Tills without a printer print in the browser.")
    return redirect("counter:printers")


@require_POST
def print_again(request, pk):
    """Print what did not come out once more: on its printer, or in the browser."""
    job = get_object_or_404(PrintJob.objects.select_related("printer", "booking"), pk=pk)
    if "browser" in request.POST and job.booking:
        if PrintJob.objects.failed().filter(pk=job.pk).exists():
            outbox.by_browser(job.booking, job.what, pages=job.pages, by=request.user, instead_of=job)
        return redirect(sheets_of(job.booking, size_of(request)))
    if outbox.again(job, by=request.user):
        messages.success(request, f"{job.what}: on its way to {job.printer}.")
    return redirect("counter:printers")
