"""A trader sends a certificate from the telephone: which paper, its photo, what it says, a look at it all, sent."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boxoffice.kept_files import answer_file
from boxoffice.paper_form import PaperForm
from boxoffice.portal.certificates.draft import Draft
from boxoffice.portal.certificates.forms import PhotoForm, TypeForm
from boxoffice.portal.home import open_markets
from boxoffice.portal.papers import held_by
from boxoffice.portal.traders import for_traders
from events.models import Attachment, Document, NotReadable, Refused

PAGES = ["GET", "HEAD", "POST"]


@require_http_methods(PAGES)
@for_traders
def papers(request):
    """How the trader's papers stand, and everything they sent; or one more, which was looked at before."""
    if request.method == "POST":
        return send(request)
    trader = request.customer.trader
    sent = trader.documents.select_related("document_type").order_by("-received_at", "-pk")
    return render(request, "portal/papers.html", {"held": held_by(trader, open_markets()), "sent": sent})


def send(request):
    """Send the draft. Where it was sent a moment ago there is none any more, and the list shows it."""
    draft = Draft(request)
    if draft.next_page != "certificate_check":
        messages.info(request, "There is nothing more to send. Here is what we have from you.")
        return redirect("portal:papers")
    try:
        document = Document.objects.send(request.customer.trader, draft.paper, photo=draft.photo, by=request.user,
                                         **draft.said)  # fmt: skip
    except Refused as refusal:
        return show_check(request, draft, refusal.message, 422)
    draft.forget()
    messages.info(request, f"Sent. We check your {document.document_type.lowered} and write to you.")
    return redirect("portal:papers")


@require_http_methods(PAGES)
@for_traders
def certificate(request):
    """Which paper it is; begins anew."""
    draft = Draft(request)
    form = TypeForm(request.POST if request.method == "POST" else None, initial={"type": draft.paper})
    if form.is_bound and form.is_valid():
        draft.kept = {"customer": request.customer.pk}
        draft.keep(type=form.cleaned_data["type"].pk)
        return redirect("portal:certificate_photo")
    return render(request, "portal/certificate.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(PAGES)
@for_traders
def certificate_photo(request):
    """The photo of it."""
    draft = Draft(request)
    if not draft.paper:
        return redirect("portal:certificate")
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if form.is_bound and form.is_valid() and keep_photo(draft, form, request.user):
        return redirect(f"portal:{draft.next_page}")
    status = 422 if form.is_bound else 200
    return render(request, "portal/certificate_photo.html", {"form": form, "draft": draft}, status=status)


def keep_photo(draft, form, user):
    """Keep the file that was sent; False, with the reason in the form, where it cannot be opened."""
    upload = form.cleaned_data["photo"]
    try:
        draft.keep(photo=Attachment.objects.keep(upload.name, upload.read(), by=user).pk)
    except NotReadable as refusal:
        form.add_error("photo", refusal.message)
        return False
    return True


@require_http_methods(PAGES)
@for_traders
def certificate_details(request):
    """What it says."""
    draft = Draft(request)
    if not (draft.paper and draft.photo):
        return redirect(f"portal:{draft.next_page}")
    form = PaperForm(request.POST if request.method == "POST" else None, paper=draft.paper, initial=draft.said)
    if form.is_bound and form.is_valid():
        draft.say(form.cleaned_data)
        return redirect("portal:certificate_check")
    status = 422 if form.is_bound else 200
    return render(request, "portal/certificate_details.html", {"form": form, "draft": draft}, status=status)


@require_safe
@for_traders
def certificate_check(request):
    """Everything once more, the last day read back in words."""
    draft = Draft(request)
    if draft.next_page != "certificate_check":
        return redirect(f"portal:{draft.next_page}")
    return show_check(request, draft)


def show_check(request, draft, error="", status=200):
    paper, said = draft.paper, draft.said
    short = paper.insures and said.get("cover", 0) < paper.minimum_cover
    return render(request, "portal/certificate_check.html", {
        "draft": draft, "paper": paper, "said": said, "short": short, "error": error}, status=status)  # fmt: skip


@require_safe
@for_traders
def certificate_picture(request):
    """The photo that is about to be sent, for whoever took it."""
    photo = Draft(request).photo
    if photo is None:
        raise Http404
    return answer_file(photo, "certificate")


@require_safe
@for_traders
def paper_photo(request, pk):
    """The photo of one of the trader's own papers; 404 for anybody else's."""
    own = request.customer.trader.documents.exclude(photo=None).select_related("photo", "document_type")
    document = get_object_or_404(own, pk=pk)
    return answer_file(document.photo, str(document.document_type))
