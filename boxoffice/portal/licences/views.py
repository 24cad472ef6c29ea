"""A trader's licences: accept or decline an offer, give notice, name a successor, ask for another pitch."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from boxoffice.portal.licences.coming import licences_of
from boxoffice.portal.licences.forms import SuccessorForm, WishForm
from boxoffice.portal.traders import for_traders
from boxoffice.templatetags.british import day as in_words
from events.absence_counts import absences_of
from events.holidays import holiday_balance
from events.models import Refused
from invoicing import rolling, standing_ends

A_YEAR_OF_DAYS = 60


@require_safe
@for_traders
def licences(request):
    """Offers to answer first, then what runs, then what has ended."""
    rows = licences_of(request.customer)
    order = {"offered": 0, "running": 1}
    return render(request, "portal/licences.html", {
        "licences": sorted(rows, key=lambda one: (order.get(one.status, 2), -one.pk)),
    })  # fmt: skip


def own(request, pk):
    """One of the trader's own licences; 404 for anybody else's."""
    return get_object_or_404(licences_of(request.customer).select_related("event__rules"), pk=pk)


@require_safe
@for_traders
def licence(request, pk):
    """One licence: where and when, days not booked and why, absences, and what can be done with it."""
    return show(request, own(request, pk))


def show(request, standing, error="", status=200, *, successor_form=None, wish_form=None):
    days = standing.days.select_related("occurrence__event", "line").order_by("-occurrence__starts_at")
    running = standing.status == standing.Status.RUNNING
    return render(request, "portal/licence.html", {
        "licence": standing, "error": error, "days": days[:A_YEAR_OF_DAYS], "running": running,
        "refused": days.filter(outcome="refused") if running else [],
        "last_day": standing.last_day_by_notice() if running else None,
        "balance": holiday_balance(request.customer, standing.event, localdate()) if running else None,
        "absences": absences_of(request.customer, standing.event),
        "successor_form": successor_form or SuccessorForm(initial={"name": standing.successor or ""}),
        "wish_form": wish_form or WishForm(initial={"wish": standing.transfer_wish}),
    }, status=status)  # fmt: skip


def answered(request, pk, act, words):
    """Do `act` with one of the trader's licences and say so; show it again with the reason where it is refused."""
    standing = own(request, pk)
    try:
        act(standing)
    except Refused as refusal:
        return show(request, own(request, pk), refusal.message, 422)
    standing.refresh_from_db()
    messages.info(request, words(standing))
    return redirect("portal:licence", pk)


@require_POST
@for_traders
def licence_acceptances(request, pk):
    """Say yes to an offer; its days are booked at once as far ahead as others are."""
    return answered(request, pk, lambda one: rolling.accept(one, by=request.user),
                    lambda one: f"Accepted. {one.place} is yours from {in_words(one.starts_on)}.")  # fmt: skip


@require_POST
@for_traders
def licence_declines(request, pk):
    """Say no to an offer."""
    return answered(request, pk, lambda one: one.decline(reason="Declined by the trader", by=request.user),
                    lambda one: "Declined. The pitch is offered to somebody else.")  # fmt: skip


@require_POST
@for_traders
def licence_notices(request, pk):
    """Give notice."""
    return answered(request, pk, lambda one: standing_ends.give_notice(one, by=request.user),
                    lambda one: f"Notice given. Your last day is {in_words(one.ends_on)}.")  # fmt: skip


@require_POST
@for_traders
def licence_successors(request, pk):
    """Name who is to take it over, or nobody."""
    form = SuccessorForm(request.POST)
    if not form.is_valid():
        return show(request, own(request, pk), status=422, successor_form=form)
    return answered(request, pk, lambda one: one.nominate(form.customer(), by=request.user),
                    lambda one: f"Noted: {one.successor} is to take it over." if one.successor else
                    "Noted: nobody is named any more.")  # fmt: skip


@require_POST
@for_traders
def licence_wishes(request, pk):
    """Ask for another pitch, or no longer."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return show(request, own(request, pk), status=422, wish_form=form)
    return answered(request, pk, lambda one: one.ask_transfer(form.cleaned_data["wish"], by=request.user),
                    lambda one: "Noted. We ask you when a pitch becomes free." if one.transfer_wish else
                    "Noted: you stay where you are.")  # fmt: skip
