"""The queue of unchecked papers: the photo beside what was read off it, accepted or refused with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from boxoffice.kept_files import answer_file
from boxoffice.market.documents.forms import RefusalForm
from boxoffice.paper_form import PaperForm
from events import papers as checking
from events.models import Document, Refused

A_PAGE = 50


def check_may_decide(request):
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied("You may look at papers, but not decide about them. Ask a market officer.")


def waiting():
    """Unchecked papers, the one that came first at the top."""
    rows = Document.objects.waiting().select_related("document_type", "trader__customer", "replaces", "sent_by")
    return rows.order_by("received_at", "pk")


@require_safe
def papers(request):
    """What waits to be checked."""
    page = Paginator(waiting(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/papers.html", {"page": page})


@require_safe
def paper(request, pk):
    """One paper: the photo, what it says, what to look for, and what came before it."""
    return show(request, found(pk))


def found(pk):
    parts = ["document_type", "trader__customer", "photo", "sent_by", "checked_by", "replaces", "replaced_by"]
    return get_object_or_404(Document.objects.select_related(*parts).defer("photo__content"), pk=pk)


def show(request, document, error="", status=200, **forms):
    sent = {name: getattr(document, name) for name in ("number", "valid_from", "expires_on")}
    sent["cover"] = f"{document.cover / 100:.0f}" if document.cover else ""
    context = {"document": document, "error": error, "left": waiting().exclude(pk=document.pk).count(),
               "form": PaperForm(paper=document.document_type, initial=sent), "refusal": RefusalForm(), **forms}
    return render(request, "market/paper.html", context, status=status)


@require_POST
def paper_acceptances(request, pk):
    """It is in order, with what the officer read on it."""
    check_may_decide(request)
    document = found(pk)
    form = PaperForm(request.POST, paper=document.document_type)
    if not form.is_valid():
        return show(request, document, status=422, form=form)
    try:
        checking.accept(document, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return show(request, document, refusal.message, 422, form=form)
    return on_to_next(request, document, "accepted")


@require_POST
def paper_refusals(request, pk):
    """It is not in order, and why."""
    check_may_decide(request)
    document, form = found(pk), RefusalForm(request.POST)
    if not form.is_valid():
        return show(request, document, status=422, refusal=form)
    try:
        checking.refuse(document, form.sentence, by=request.user)
    except Refused as refusal:
        return show(request, document, refusal.message, 422, refusal=form)
    return on_to_next(request, document, "refused")


def on_to_next(request, document, done):
    """The next paper that waits; the queue where none does."""
    messages.success(request, f"{document.document_type} of {document.trader} {done}, and the trader told.")
    after = waiting().exclude(pk=document.pk).first()
    return redirect("market:paper", after.pk) if after else redirect("market:papers")


@require_safe
def paper_photo(request, pk):
    """The photo of a paper, for whoever may stand at this desk."""
    sent = Document.objects.exclude(photo=None).select_related("photo", "document_type", "trader")
    document = get_object_or_404(sent, pk=pk)
    return answer_file(document.photo, f"{document.document_type} {document.trader}")
