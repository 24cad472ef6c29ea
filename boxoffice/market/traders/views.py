"""The traders: find one, see all about them, change how to reach them, and do something in their place."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice import standing_in
from boxoffice.market.traders.finding import found
from boxoffice.market.traders.forms import AskedForm, ContactForm
from boxoffice.market.traders.one_trader import summary
from events.models import Activity, Refused

A_PAGE = 50


@require_safe
def traders(request):
    """The list, by name, telephone number or badge; the one that fits, where it is the only one."""
    text = request.GET.get("q", "").strip()[:100]
    page = Paginator(found(text), A_PAGE).get_page(request.GET.get("page"))
    if text and page.paginator.count == 1:
        return redirect("market:trader", page.object_list[0].pk)
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "market/traders.html", {"page": page, "text": text,
                                                   "query": f"{query.urlencode()}&" if query else ""})  # fmt: skip


def get(pk):
    return get_object_or_404(standing_in.traders(), pk=pk)


@require_safe
def trader(request, pk):
    """One trader: contact, papers, licences, bookings, money, messages, notes."""
    return render(request, "market/trader.html", {**summary(get(pk)), "form": AskedForm()})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("boxoffice.act_for_traders", raise_exception=True)
def trader_contact(request, pk):
    """Change how a trader is reached, and keep who asked for it."""
    customer = get(pk)
    begun = {"trading_name": customer.trader.trading_name}
    form = ContactForm(request.POST or None, instance=customer, initial=begun, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        save_contact(customer, form, request.user)
        messages.success(request, "Saved.")
        return redirect("market:trader", pk)
    return render(request, "market/trader_contact.html", {"customer": get(pk), "form": form},
                  status=422 if form.errors else 200)  # fmt: skip


@transaction.atomic
def save_contact(customer, form, user):
    """The new details, and the record of it; nothing where nothing changed."""
    words = form.changed_words()
    if not words:
        return
    form.save()
    customer.trader.trading_name = form.cleaned_data["trading_name"]
    customer.trader.save(update_fields=["trading_name"])
    Activity.objects.create(customer=customer, by=user, asked=form.cleaned_data["asked"], words=words)


@require_POST
def standing_ins(request, pk):
    """Begin to stand in for a trader: from here on the portal is theirs."""
    customer, form = get(pk), AskedForm(request.POST)
    try:
        standing_in.begin(request, customer, form["asked"].value() or "")
    except Refused as refusal:
        messages.error(request, refusal.message)
        return render(request, "market/trader.html", {**summary(customer), "form": form}, status=422)
    return redirect("portal:home")
