"""Offering a pitch: who comes first for a vacant one, the offer, its answer on paper, and booking its days."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.licences.forms import OfferForm, markets, weekdays_of
from boxoffice.market.licences.views import answered, check_may_decide
from boxoffice.templatetags.british import day as in_words
from events.models import Customer, Message, Place, Refused, StandingBooking
from events.vacancies import claims_to, vacant_places
from invoicing import rolling

PAGES = ["GET", "HEAD", "POST"]


def number(text):
    """An id that an address names; None for anything else."""
    return int(text) if str(text).isdecimal() and len(str(text)) < 16 else None


def chosen_market(request):
    """The market that was asked for, or the first; None where there is none."""
    events = list(markets())
    asked = number(request.POST.get("event") or request.GET.get("event", ""))
    return next((one for one in events if one.pk == asked), events[0] if events else None), events


@require_safe
def licence_vacancies(request):
    """Vacant pitches of a market, who comes first for one of them and why, and the seniority list."""
    event, events = chosen_market(request)
    places = vacant_places(event) if event else []
    place = next((one for one in places if one.pk == number(request.GET.get("place", ""))), None)
    return render(request, "market/licence_vacancies.html", {
        "event": event, "events": events, "places": places, "place": place,
        "claims": claims_to(place, event) if place else [],
        "seniority": StandingBooking.objects.seniority(event) if event else [],
    })  # fmt: skip


@require_http_methods(PAGES)
def licence_offers(request):
    """The form of an offer; a POST makes it and tells the trader."""
    event, events = chosen_market(request)
    if event is None:
        return render(request, "market/licence_offers.html", {"events": []})
    if request.method == "POST":
        return offer(request, event, events)
    days = weekdays_of(event)
    initial = {"starts_on": localdate(), "weekdays": days if len(days) == 1 else [],
               "place": Place.objects.filter(pk=number(request.GET.get("place", ""))).first(),
               "customer": Customer.objects.filter(pk=number(request.GET.get("customer", ""))).first()}  # fmt: skip
    return show(request, event, events, OfferForm(event=event, initial=initial))


def show(request, event, events, form, status=200):
    return render(request, "market/licence_offers.html", {"event": event, "events": events, "form": form},
                  status=status)  # fmt: skip


def offer(request, event, events):
    """Make the offer that the form says; the very same one sent twice is made once."""
    check_may_decide(request)
    form = OfferForm(request.POST, event=event)
    if not form.is_valid():
        return repeated(request, event) or show(request, event, events, form, 422)
    asked = form.cleaned_data
    try:
        standing = StandingBooking.objects.offer(
            asked["customer"], asked["place"], event.rules.regular_price_type, event=event, by=request.user,
            weekdays="".join(asked["weekdays"]), starts_on=asked["starts_on"], held_on=asked["held_on"],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return repeated(request, event) or show(request, event, events, form, 422)
    tell(standing, request.user)
    messages.success(request, f"Offered to {standing.customer}, who is told. They have until "
                              f"{in_words(standing.accept_by)} to accept.")  # fmt: skip
    return redirect("market:licence", standing.pk)


def repeated(request, event):
    """A way to the offer that this very form made a moment ago; None where there is none."""
    made = StandingBooking.objects.filter(status="offered", event=event, offered_on=localdate(), made_by=request.user,
                                          customer=number(request.POST.get("customer", "")),
                                          place=number(request.POST.get("place", ""))).first()  # fmt: skip
    return redirect("market:licence", made.pk) if made else None


def tell(standing, by):
    """Write to the trader about their offer."""
    Message.objects.tell(
        standing.customer, topic="licence", subject=f"We offer you {standing.place} at {standing.event}", by=by,
        once=f"offer {standing.pk}",
        body=f"We offer you {standing.place} at {standing.event}, {standing.weekday_words}, from "
             f"{in_words(standing.starts_on)}.\n\nPlease accept by {in_words(standing.accept_by)}: sign in and open "
             "My licences, or telephone us, or sign at the market office. After that day the offer ends.",
    )  # fmt: skip


@require_POST
def licence_acceptances(request, pk):
    """The trader accepted on paper or by telephone; their days are booked."""
    return answered(request, pk, lambda one: rolling.accept(one, by=request.user),
                    lambda one: f"Accepted. It runs from {in_words(one.starts_on)}.")  # fmt: skip


@require_POST
def licence_withdrawals(request, pk):
    """Take an offer back."""
    return answered(request, pk, lambda one: one.decline(reason="Taken back by the market office", by=request.user),
                    lambda one: "The offer is taken back.")  # fmt: skip


@require_POST
def licence_rollings(request, pk):
    """Try now to book the days that could not be booked."""
    return answered(request, pk, lambda one: rolling.roll(one, by=request.user), tried)


def tried(standing):
    """How far the days are booked by now."""
    left = standing.days.filter(outcome="refused", occurrence__starts_at__gt=now()).count()
    return f"Tried again: {left} could still not be booked." if left else "Tried again: every day is booked."
