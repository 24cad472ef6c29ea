"""Messages: what was sent to whom, letters to print, and writing to a trader or to a whole day."""

import secrets

from django.contrib import messages as notices
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.messages.audience import Audience
from boxoffice.market.messages.forms import MessageForm
from events.models import Message, Refused
from events.models.transactions import retried
from invoicing.message_letters import letter, letters

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request):
    """Every message, the latest first, of one trader or about one day; a POST writes one more."""
    audience = Audience.read(request.GET)
    if request.method == "POST":
        return write(request, audience)
    return show(request, audience, MessageForm(initial={"once": f"written-{secrets.token_urlsafe(9)}"}))


def write(request, audience):
    """Tell whom the address names; the same form twice tells once."""
    if not request.user.has_perm("boxoffice.act_for_traders"):
        raise PermissionDenied("You may read messages. Ask a market officer to write one.")
    form = MessageForm(request.POST, use_required_attribute=False)
    if not form.is_valid() or not audience.customers:
        if form.is_valid():
            form.add_error(None, "Choose a trader or a market day to write to.")
        return show(request, audience, form, 422)
    told = tell_all(audience, form.cleaned_data, request.user)
    by_post = sum(message.by_post for message in told)
    notices.success(request, f"Written to {len(told)}: {len(told) - by_post} by e-mail, {by_post} by post.")
    return redirect(f"{request.path}?{audience.query}")


@retried
def tell_all(audience, words, user):
    """One message to each, all or none."""
    return [Message.objects.tell(customer, topic="letter", occurrence=audience.occurrence, by=user, at=now(), **words)
            for customer in audience.customers]  # fmt: skip


def show(request, audience, form, status=200):
    """The list, the letters that wait, and the form where there is somebody to write to."""
    rows = audience.messages(Message.objects.select_related("customer__trader", "by"))
    if to_print := request.GET.get("to") == "print":
        rows = rows.to_print()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    waiting = Message.objects.to_print()
    return render(request, "market/messages.html", {
        "page": page, "audience": audience, "form": form, "to_print": to_print, "waiting": waiting.count(),
        "upto": waiting.aggregate(last=Max("pk"))["last"],
        "query": f"{audience.query}&" if audience.query else "to=print&" if to_print else "",
    }, status=status)  # fmt: skip


@require_safe
def message(request, pk):
    """One message, as it was sent."""
    rows = Message.objects.select_related("customer__trader", "by", "printed_by", "occurrence__event")
    return render(request, "market/message.html", {"message": get_object_or_404(rows, pk=pk)})


@require_safe
def message_letter(request, pk):
    """One message as a letter in the council's envelope, whether it went by e-mail or not."""
    row = get_object_or_404(Message.objects.select_related("customer__account"), pk=pk)
    return pdf(letter(row), f"letter-{pk}")


@require_safe
def message_letters(request):
    """All letters that wait to be printed, as one file."""
    waiting = Message.objects.to_print().filter(pk__lte=number(request.GET.get("upto")))
    try:
        return pdf(letters(waiting.select_related("customer__account")), "letters")
    except Refused as refusal:
        notices.error(request, refusal.message)
        return redirect("market:messages")


@require_POST
@permission_required("boxoffice.act_for_traders", raise_exception=True)
def message_printings(request):
    """Say that the letters of that file were printed and posted."""
    count = Message.objects.mark_printed(by=request.user, upto=number(request.POST.get("upto")))
    notices.success(request, f"{count} letter{'' if count == 1 else 's'} marked as posted.")
    return redirect("market:messages")


def number(text):
    """An id from an address; one above all others where it says none."""
    return int(text) if text and text.isdecimal() and len(text) < 16 else 10**15


def pdf(data, name):
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
