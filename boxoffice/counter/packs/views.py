"""Downtime packs: which there are, what was sold on their blanks, and the account of every blank."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.counter.packs.forms import EnterSale, SolveBlank, SpoilBlanks, numbers_in
from boxoffice.counter.party import named
from boxoffice.counter.station import open_till, till_at
from events.models import AskedTooMuch, BlankTicket, DowntimePack, Occurrence, Refused
from events.money import pounds
from invoicing import downtime

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def packs(request):
    """The packs made lately, and the next performances, for which one can be made now."""
    coming = Occurrence.objects.performances().upcoming().with_parts()[:6]
    if request.method == "POST":
        pk = request.POST.get("performance", "")
        found = Occurrence.objects.performances().upcoming().with_parts()
        occurrence = get_object_or_404(found, pk=pk if pk.isdecimal() and len(pk) < 19 else 0)
        return redirect("counter:pack", downtime.make(occurrence, by=request.user).pk)
    made = DowntimePack.objects.select_related("occurrence__event", "by").defer("pdf").annotate(
        unused=Count("blanks", filter=Q(blanks__entered_at=None)),
        problems=Count("blanks", filter=~Q(blanks__problem="")))  # fmt: skip
    context = {"packs": made[:SHOWN], "coming": coming, "till": till_at(request)}
    return render(request, "counter/packs.html", context)


def pack_of(pk):
    parts = ("occurrence__event", "occurrence__plan__venue", "occurrence__price_list", "settled_by")
    return get_object_or_404(DowntimePack.objects.select_related(*parts).defer("pdf"), pk=pk)


@require_safe
def pack_pdf(request, pk):
    """The pack's own pages."""
    made = get_object_or_404(DowntimePack, pk=pk)
    response = HttpResponse(bytes(made.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="downtime-pack-{made.pk}.pdf"'
    return response


@require_safe
def pack(request, pk):
    """One pack: enter what was sold, solve what clashes, account for the rest."""
    return show(request, pack_of(pk))


def show(request, made, form=None, spoil=None, status=200):
    first = made.blanks.filter(entered_at=None).first()
    start = {"blanks": int(first.number.rpartition("/")[2])} if first else {}
    start["method"] = request.session.get("paper_tender", "cash")
    blanks = made.blanks.exclude(entered_at=None).select_related("line__booking", "place", "price_type", "entered_by")
    context = {"pack": made, "form": form or EnterSale(initial=start), "spoil": spoil or SpoilBlanks(),
               "counts": downtime.counts(made), "till": till_at(request), "entered": blanks.filter(problem=""),
               "problems": blanks.exclude(problem="")}  # fmt: skip
    return render(request, "counter/pack.html", context, status=status)


@require_POST
def entries(request, pk):
    """Enter one sale from its stubs."""
    made, form = pack_of(pk), EnterSale(request.POST)
    if form.is_valid():
        try:
            blanks = downtime.enter(made, **form.read(made), by=request.user, till=open_till(request))
            request.session["paper_tender"] = form.cleaned_data["method"]
            tell(request, blanks)
            return redirect("counter:pack", pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return show(request, made, form, status=422)


def tell(request, blanks):
    """What was entered, and what has to be solved."""
    sold = [blank for blank in blanks if blank.line]
    if sold:
        taken = pounds(sum(blank.price for blank in sold))
        messages.success(request, f"{', '.join(f'{blank.place}' for blank in sold)}: {taken}, booking "
                                  f"{sold[0].line.booking}.")  # fmt: skip
    if len(sold) < len(blanks):
        messages.warning(request, f"{len(blanks) - len(sold)} seat was sold to somebody else too: solve it below."
                         if len(blanks) - len(sold) == 1 else "Some seats were sold to others too: solve them below.")


@require_POST
def spoilings(request, pk):
    """Say that blanks were spoilt."""
    made, form = pack_of(pk), SpoilBlanks(request.POST)
    if form.is_valid():
        try:
            numbers = numbers_in(form.cleaned_data["spoilt"], made)
            downtime.spoil(made, numbers, reason=form.cleaned_data["reason"], by=request.user)
            return redirect("counter:pack", pk)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return show(request, made, spoil=form, status=422)


@require_POST
def solutions(request, pk):
    """Another seat for a blank whose own was sold meanwhile, or its money given back."""
    blank = get_object_or_404(BlankTicket.objects.select_related("pack__occurrence__plan"), pk=pk)
    made, form = pack_of(blank.pack_id), SolveBlank(request.POST)
    try:
        if "back" in request.POST:
            downtime.give_back(blank, reason="Money given back", by=request.user)
        else:
            seat_instead(request, blank, form)
        return redirect("counter:pack", made.pk)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show(request, made, status=422)


def seat_instead(request, blank, form):
    """Raises Refused where what was typed is not one free seat."""
    typed = form.cleaned_data["seat"] if form.is_valid() else ""
    places = named(typed.lower(), blank.pack.occurrence.plan) if typed else []
    if len(places) != 1:
        raise AskedTooMuch("Write one seat that is free, such as C14.")
    downtime.seat_instead(blank, places[0], by=request.user, till=open_till(request))


@require_POST
def settlements(request, pk):
    """Close a pack: the blanks that were not entered were not used."""
    made = pack_of(pk)
    try:
        downtime.settle(made, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show(request, made, status=422)
    return redirect("counter:pack", pk)
