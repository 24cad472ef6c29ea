"""The print queue: what waits for the post, the batches made of it, and whether they printed."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.finance.papers import pdf
from boxoffice.progress import Progress, answered
from events.models import Refused
from invoicing import print_queue as post
from invoicing.models import PrintBatch
from invoicing.paper_kinds import KINDS

A_PAGE = 100


@require_safe
def print_queue(request):
    """What waits for the post, in the order of its envelopes, and the batches nobody has said anything about."""
    return show_queue(request)


def show_queue(request, status=200, refusal=""):
    everything, batches = post.waiting(), post.in_open_batch()
    kind = request.GET.get("kind", "")
    shown = [item for item in everything if kind in ("", item.name)]
    page = Paginator([(item, batches.get(item.key)) for item in shown], A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/print_queue.html", {
        "page": page, "kind": kind, "query": f"kind={kind}&" if kind in KINDS else "", "refusal": refusal,
        "tabs": tabs(everything, kind), "left": sum(item.key not in batches for item in shown),
        "batches": counted(post.open_batches()),
    }, status=status)  # fmt: skip


def tabs(everything, chosen):
    """(kind, words, count, chosen) for all that waits and for each kind that there is."""
    counts = [(kind, about.many, sum(item.name == kind for item in everything)) for kind, about in KINDS.items()]
    rows = [("", "All", len(everything)), *(row for row in counts if row[2])]
    return [(kind, words, count, kind == chosen) for kind, words, count in rows]


def counted(batches):
    return batches.annotate(count=Count("papers")).select_related("made_by", "printed_by").order_by("-pk")


@require_http_methods(["GET", "HEAD", "POST"])
def print_batches(request):
    """The batches so far. A POST makes one of what was ticked, or of all that is in no batch yet."""
    if request.method != "POST":
        page = Paginator(counted(PrintBatch.objects.all()), A_PAGE).get_page(request.GET.get("page"))
        return render(request, "finance/print_batches.html", {"page": page})
    return make(request)


@permission_required("invoicing.add_invoice", raise_exception=True)
def make(request):
    try:
        batch = made(request.POST, request.user)
    except Refused as refusal:
        return show_queue(request, 422, refusal.message)
    return redirect("finance:print_batch", batch.pk)


def made(data, by):
    """A batch of what is ticked, or with `all` of every waiting document in no open batch."""
    if "all" not in data:
        return post.make_batch(data.getlist("document"), by=by)
    kind = data.get("kind")
    return post.print_all([kind] if kind in KINDS else tuple(KINDS), by=by)


@require_safe
def print_batch(request, pk):
    """One batch: open it, then say whether it printed."""
    batch = get(pk)
    page = Paginator(post.contents(batch), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/print_batch.html", {
        "batch": batch, "page": page, "progress": progress_of(batch), "count": page.paginator.count,
        "copies": batch.papers.posted().distinct().count(), "is_ready": post.is_ready(batch),
    })  # fmt: skip


@require_safe
def print_batch_progress(request, pk):
    """How far the making of a batch is: the part of its page that is asked for each second."""
    return answered(request, progress_of(get(pk)))


def progress_of(batch):
    """The making of a batch by the worker; None where it was made at once, or has ended well."""
    job = post.job_of(batch)
    page = reverse("finance:print_batch", args=[batch.pk])
    progress = Progress(job, "Making the print batch", page, f"{page}progress/", f"{page}files/", "Go on")
    return progress if job and progress.state != "ended" else None


@require_safe
def print_batch_pdf(request, pk):
    """The batch as one PDF; where the worker must make it first, the page that says so."""
    batch = get(pk)
    content = post.file_of(batch)
    return pdf(content, str(batch)) if content else redirect("finance:print_batch", pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def print_batch_files(request, pk):
    """Have the worker make the PDF of a large batch, or go on with it."""
    batch, progress = get(pk), progress_of(get(pk))
    if not (progress and progress.is_open):
        post.ask(batch, [], request.user)
    return redirect("finance:print_batch", pk)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def print_batch_printed(request, pk):
    """It printed, and goes into the post."""
    batch = get(pk)
    post.mark_printed(batch, by=request.user)
    messages.success(request, f"{batch} is marked printed. From now on a print of it says COPY.")
    return redirect("finance:print_queue")


def get(pk):
    return get_object_or_404(PrintBatch.objects.select_related("made_by", "printed_by"), pk=pk)
