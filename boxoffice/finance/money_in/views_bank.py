"""Bank files: the files so far, taking one in, choosing its columns, and what became of each line."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.finance.money_in.bank import Waiting, files, kind_of, take_in, told
from boxoffice.finance.money_in.forms_bank import ColumnsForm, UploadForm
from events.models import Refused
from invoicing.bank.mapping import Mapping
from invoicing.bank.sniff import sniff
from invoicing.models import BankFile

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def bank_files(request):
    """The files so far; a POST takes one in, or keeps it until its columns are chosen."""
    if request.method == "POST":
        return upload(request)
    return show_files(request, UploadForm(use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def upload(request):
    form = UploadForm(request.POST, request.FILES, use_required_attribute=False)
    if not form.is_valid():
        return show_files(request, form, 422)
    sent, saved = form.cleaned_data["file"], form.cleaned_data["mapping"]
    data = sent.read()
    try:
        if kind_of(data) == "csv" and saved is None:
            BankFile.objects.check_new(data)
            Waiting.keep(request, sent.name, data)
            return redirect("finance:bank_columns")
        return taken(request, take_in(sent.name, data, saved and Mapping.from_json(saved.mapping), by=request.user))
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return show_files(request, form, 422)


def show_files(request, form, status=200):
    page = Paginator(files(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/bank_files.html", {"form": form, "page": page}, status=status)


def taken(request, file):
    """To matching, with a word of what came in."""
    messages.success(request, told(file))
    return redirect("finance:matching" if file.lines.open().exists() else "finance:bank_files")


@require_http_methods(["GET", "HEAD", "POST"])
def bank_columns(request):
    """Which column of the waiting file is what; a POST reads it again, or imports it."""
    waiting = Waiting.of(request)
    if waiting is None:
        messages.warning(request, "There is no file waiting. Choose it once more.")
        return redirect("finance:bank_files")
    if request.method == "POST":
        return import_columns(request, waiting)
    data = waiting.data
    return show_columns(request, waiting, ColumnsForm.guessed(data, sniff(data), use_required_attribute=False))


@permission_required("invoicing.add_invoice", raise_exception=True)
def import_columns(request, waiting):
    form = ColumnsForm(waiting.data, request.POST, use_required_attribute=False)
    if not form.is_valid() or "again" in request.POST:
        return show_columns(request, waiting, form, 422 if form.errors else 200)
    try:
        file = take_in(waiting.name, form.file, form.mapping, save_as=form.cleaned_data["name"], by=request.user)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show_columns(request, waiting, form, 422)
    Waiting.drop(request)
    return taken(request, file)


def show_columns(request, waiting, form, status=200):
    about = {"form": form, "waiting": waiting, "shown": form.shown}
    return render(request, "finance/bank_columns.html", about, status=status)


@require_safe
def bank_file(request, pk):
    """One file: every line of it, and what it turned out to be."""
    file = get_object_or_404(files(), pk=pk)
    lines = file.lines.select_related("payment__account__customer").order_by("number")
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/bank_file.html", {"file": file, "page": page})
