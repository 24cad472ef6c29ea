"""Papers by trader: everything one trader ever sent, and one more that came by post."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.market.documents.forms import PostedForm
from boxoffice.market.documents.views import A_PAGE
from events.models import Attachment, Document, DocumentType, Refused, Trader
from events.models.transactions import retried


@require_safe
def paper_traders(request):
    """Every trader, with what is in force, what runs out first and what waits."""
    asked = request.GET.get("q", "").strip()
    accepted = Q(documents__refused_reason="") & ~Q(documents__checked_at=None)
    force = accepted & Q(documents__expires_on__gte=localdate())
    rows = Trader.objects.select_related("customer").annotate(
        in_force=Count("documents", filter=force), first_end=Min("documents__expires_on", filter=force),
        unchecked=Count("documents", filter=Q(documents__in=Document.objects.waiting())))  # fmt: skip
    if asked:
        rows = rows.filter(Q(trading_name__icontains=asked) | Q(customer__name__icontains=asked))
    page = Paginator(rows.order_by("trading_name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/paper_traders.html", {"page": page, "asked": asked,
                                                         "query": f"{urlencode({'q': asked})}&" if asked else ""})


@require_safe
def trader_papers(request, pk):
    """One trader's papers by type, the latest first."""
    trader = get_object_or_404(Trader.objects.select_related("customer"), pk=pk)
    parts = ["document_type", "checked_by", "sent_by", "replaces", "replaced_by"]
    sent = trader.documents.select_related(*parts).order_by("document_type__name", "-pk")
    context = {"trader": trader, "sent": sent, "types": DocumentType.objects.all(), "today": localdate()}
    return render(request, "market/trader_papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request, pk, paper):
    """A certificate that came by post, by e-mail or over the desk: taken in to be checked like any other."""
    trader, paper = get_object_or_404(Trader, pk=pk), get_object_or_404(DocumentType, pk=paper)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PostedForm(*sent, paper=paper)
    if form.is_bound and form.is_valid() and (document := take(trader, paper, form, request.user)):
        messages.success(request, f"{paper} of {trader} is taken in. Check it now, or later from the queue.")
        return redirect("market:paper", document.pk)
    context = {"trader": trader, "paper": paper, "form": form}
    return render(request, "market/paper_new.html", context, status=422 if form.is_bound else 200)


def take(trader, paper, form, user):
    """The document; None, with the reason in the form, where it cannot be taken."""
    try:
        return keep(trader, paper, dict(form.cleaned_data), user)
    except Refused as refusal:
        form.add_error("photo", refusal.message)
        return None


@retried
def keep(trader, paper, said, user):
    upload = said.pop("photo")
    photo = Attachment.objects.keep(upload.name, upload.read(), by=user) if upload else None
    return Document.objects.send(trader, paper, photo=photo, by=user, **said)
