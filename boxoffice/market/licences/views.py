"""Licences: those that run, the days that could not be booked first, absences, and one licence whole."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from boxoffice.kept_files import answer_file
from boxoffice.market.licences import listing
from boxoffice.market.licences.forms import EndForm, FilterForm, SuccessorForm, TakeoverForm, TransferForm, WishForm
from events.models import DayOff, Refused, StandingBooking
from invoicing import absences

A_PAGE, FIRST = 50, 8


def check_may_decide(request):
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied("You may look at licences, but not change them. Ask a market officer.")


@require_safe
def licences(request):
    """Days not booked and why, then the licences that were asked for."""
    form = FilterForm(request.GET)
    page = Paginator(listing.found(form), A_PAGE).get_page(request.GET.get("page"))
    refused = listing.refused_by_licence()
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    return render(request, "market/licences.html", {
        "form": form, "page": page, "refused_count": len(refused), "watched": len(listing.to_look_at()),
        "refused": refused if "refused" in request.GET else refused[:FIRST],
        "offered": StandingBooking.objects.licences().filter(status="offered").count(),
        "query": f"{urlencode(asked)}&" if asked else "", "narrowed": bool(asked),
    })  # fmt: skip


@require_safe
def licence(request, pk):
    """One licence."""
    return show(request, find(pk))


def find(pk):
    return get_object_or_404(StandingBooking.objects.licences().select_related("event__rules"), pk=pk)


def show(request, standing, status=200, *, error="", **forms):
    """The page of one licence, with whichever form was not in order."""
    running = standing.status == standing.Status.RUNNING
    named = {"customer": standing.successor}
    return render(request, "market/licence.html", {
        "licence": standing, "running": running, "error": error,
        "last_day": standing.last_day_by_notice() if running else None, **listing.about(standing),
        "end_form": EndForm(initial={"last_day": localdate()}, prefix="end"),
        "transfer_form": TransferForm(event=standing.event, prefix="move"),
        "takeover_form": TakeoverForm(prefix="take"), "successor_form": SuccessorForm(initial=named, prefix="next"),
        "wish_form": WishForm(initial={"wish": standing.transfer_wish}, prefix="wish"), **forms,
    }, status=status)  # fmt: skip


def answered(request, pk, act, words):
    """Do `act` with a licence and say so; show its page with the reason where it is refused."""
    check_may_decide(request)
    standing = find(pk)
    try:
        act(standing)
    except Refused as refusal:
        return show(request, find(pk), 422, error=refusal.message)
    standing.refresh_from_db()
    messages.success(request, words(standing))
    return redirect("market:licence", pk)


@require_safe
def licence_absences(request):
    """Whose absences an officer should look at, and who is away on the days to come."""
    return render(request, "market/licence_absences.html", {
        "watched": listing.to_look_at(), "ahead": listing.absences_ahead()})  # fmt: skip


@require_safe
def licence_evidence(request, pk):
    """The certificate that a trader sent: about somebody's health, so for those who decide and nobody else."""
    check_may_decide(request)
    day_off = get_object_or_404(DayOff.objects.exclude(evidence=None).select_related("evidence"), pk=pk)
    return answer_file(day_off.evidence, "certificate")


@require_POST
def licence_certificates(request, pk):
    """The officer has seen that they were sick."""
    check_may_decide(request)
    day_off = get_object_or_404(DayOff.objects.live().select_related("customer"), pk=pk)
    try:
        absences.certify(day_off, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{day_off.customer}: counted as sick.")
    return redirect("market:licence_absences")
