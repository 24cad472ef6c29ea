"""Series: several performances sold together, the same seat at each, renewed by those who held it before."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.programme.series.forms import SeriesForm, TicketForm
from events.models import Plan, Refused, Series, StandingBooking, StandingDay
from invoicing import rolling, standing_ends


@require_safe
def series_list(request):
    """Every series, and the plans to make another one on."""
    tickets = Count("standing_bookings", Q(standing_bookings__status="running"), distinct=True)
    rows = Series.objects.select_related("plan__venue", "follows").annotate(
        tickets=tickets, performances=Count("occurrences", distinct=True)).order_by("-pk")  # fmt: skip
    plans = Plan.objects.filter(unit="seat", areas__numbered=True).select_related("venue").distinct()
    return render(request, "programme/series_list.html", {"rows": rows, "plans": plans.order_by("venue", "pk")})


@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request, plan):
    """A new series on a plan; the same name twice is refused."""
    plan = get_object_or_404(Plan.objects.select_related("venue"), pk=plan, unit="seat")
    form = SeriesForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        try:
            made = Series.objects.make(asked["name"], list(asked["occurrences"]), follows=asked["follows"],
                                       renew_by=asked["renew_by"])  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{made} is made.")
            return redirect("programme:series", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "programme/series_new.html", {"form": form, "plan": plan}, status=status)


def find(pk):
    return get_object_or_404(Series.objects.select_related("plan__venue", "follows"), pk=pk)


@require_safe
def series(request, pk):
    """One series: its performances, its season tickets, selling one more, renewing."""
    return show(request, find(pk))


def show(request, series, status=200, *, form=None, error=""):
    tickets = series.standing_bookings.select_related("customer", "place__area", "price_type", "renews")
    tickets = tickets.annotate(booked=Count("days", Q(days__outcome="booked", days__line__released_at=None)))
    missing = StandingDay.objects.filter(outcome="refused", occurrence__starts_at__gt=now())
    tickets = tickets.prefetch_related(Prefetch("days", missing.select_related("occurrence"), to_attr="missing"))
    renewing = series.follows and series.renew_by and series.renew_by >= localdate()
    return render(request, "programme/series.html", {
        "series": series, "days": list(series.days()), "tickets": tickets.order_by("place"), "error": error,
        "form": form or TicketForm(series=series, use_required_attribute=False),
        "to_renew": series.follows.holders().filter(renewed_by=None) if renewing else [], "over": series.over(),
    }, status=status)  # fmt: skip


@require_POST
def series_tickets(request, pk):
    """Sell a season ticket: onto the customer's account, or reserved until it is paid."""
    series = find(pk)
    form = TicketForm(request.POST, series=series, use_required_attribute=False)
    if not form.is_valid():
        return show(request, series, 422, form=form)
    asked = form.cleaned_data
    try:
        with transaction.atomic():
            sold = rolling.sell(series, form.customer(), asked["place"], asked["price_type"], by=request.user)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show(request, series, 422, form=form)
    messages.success(request, f"Sold: {sold.place} to {sold.customer}.")
    return redirect("programme:series", pk)


@require_POST
def series_renewals(request, pk):
    """Offer the holders of the series before their seats again."""
    series = find(pk)
    try:
        offers, left_out = series.renew(by=request.user)
    except Refused as refusal:
        return show(request, series, 422, error=refusal.message)
    messages.success(request, f"Offered again: {len(offers)}.")
    for held, words in left_out.items():
        messages.warning(request, f"{held.customer}, {held.place}: {words}")
    return redirect("programme:series", pk)


def act(request, pk, ticket, verb, words):
    """Do `verb` with one season ticket of a series, or show the series with the reason why not."""
    series = find(pk)
    ticket = get_object_or_404(StandingBooking, pk=ticket, series=series)
    try:
        verb(ticket)
    except Refused as refusal:
        return show(request, series, 422, error=refusal.message)
    messages.success(request, words)
    return redirect("programme:series", pk)


@require_POST
def series_acceptances(request, pk, ticket):
    """The holder renews."""
    return act(request, pk, ticket, lambda one: rolling.accept(one, by=request.user), "Renewed.")


@require_POST
def series_ends(request, pk, ticket):
    """The holder gives it up: an offer is declined, what runs ends today and its later seats are given back."""
    return act(request, pk, ticket, lambda one: give_up(one, request.user), "Given up; its seat is free again.")


def give_up(ticket, by):
    if ticket.status == StandingBooking.Status.OFFERED:
        ticket.decline(reason="Not renewed", by=by)
    else:
        standing_ends.end(ticket, localdate(), "Given up by the holder", by=by)
