"""The weather: decide about a market day with a preview, see what a decision did, and take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.market.weather import days
from boxoffice.market.weather.forms import DecisionForm, GustForm, PaidAgainForm, ReversalForm
from events.models import BookingLine, DayDecision, Occurrence, Refused
from events.models.day_decision import proposed
from events.money import pounds
from invoicing.day_preview import Preview
from invoicing.day_refunds import give_back, take_again
from invoicing.models import DayRefund, TillSession
from invoicing.weather import DecidedAlready, decide, reverse, rules_of, stay_away

A_PAGE = 20
deciders = permission_required("boxoffice.decide_market", raise_exception=True)


@require_safe
def weather(request):
    """The coming market days with their states, every decision made, and the days that the weather took."""
    page = Paginator(days.decisions(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/weather.html", {"days": days.coming(), "page": page, "lost": days.lost()})


@require_http_methods(["GET", "HEAD", "POST"])
def weather_day(request, day):
    """Decide about one day: a POST previews it, or does it."""
    occurrence = get_object_or_404(Occurrence.objects.market_days().with_parts(), pk=day)
    if request.method == "POST":
        return add_decision(request, occurrence)
    asked = GustForm(request.GET)
    gust = asked.cleaned_data["gust_mph"] if asked.is_valid() else None
    return show_day(request, occurrence, DecisionForm(initial=initial(occurrence, gust)), gust=gust)


def initial(occurrence, gust):
    """What the form begins with: what the rule proposes for these gusts, and the decision that stands."""
    standing = occurrence.decisions.standing().first()
    begun = {"seen": standing.pk if standing else None, "gust_mph": gust}
    if proposal := proposed(rules_of(occurrence.event).gust_limits, gust):
        state, restriction, _ = proposal
        begun |= {"state": state, "restriction": restriction, "reason": f"Gusts of {gust} mph are forecast"}
    return begun


def add_decision(request, occurrence):
    if not request.user.has_perm("boxoffice.decide_market"):
        raise PermissionDenied("You may look at the weather page. Ask a market officer to decide.")
    form = DecisionForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show_day(request, occurrence, form, status=422)
    if "decide" not in request.POST:
        return show_day(request, occurrence, form, preview=Preview(occurrence, form.cleaned_data["state"], now()))
    try:
        made = decide(occurrence, by=request.user, **form.cleaned_data)
    except DecidedAlready as refusal:
        messages.warning(request, refusal.message)
        return redirect("market:weather_decision", refusal.decision.pk) if refusal.decision else redirect(request.path)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show_day(request, occurrence, form, status=422)
    messages.success(request, done_words(made))
    return redirect("market:weather_decision", made.pk)


def done_words(made):
    told, credited = made.occurrence.messages.filter(once=f"weather-{made.pk}").count(), made.credits.total()
    money = f" {pounds(credited)} is off their accounts." if credited else ""
    return f"Decided: {made.words.lower()}. {told} told.{money}"


def show_day(request, occurrence, form, *, gust=None, preview=None, status=200):
    """The form, what the rule proposes for the gusts in it, and the preview."""
    if form.is_bound:
        gust = form.cleaned_data.get("gust_mph") if hasattr(form, "cleaned_data") else None
    limits = rules_of(occurrence.event).gust_limits
    return render(request, "market/weather_day.html", {
        "occurrence": occurrence, "form": form, "preview": preview, "gust": gust,
        "proposal": proposed(limits, gust), "limits": sorted(limits.items(), key=lambda one: str(one[1])),
        "standing": occurrence.decisions.standing().select_related("decided_by").first(),
    }, status=status)  # fmt: skip


@require_safe
def weather_decision(request, pk):
    """One decision: the evidence, what it did, what waits to be given back or paid again."""
    return show_decision(request, get(pk), ReversalForm(use_required_attribute=False))


def get(pk):
    rows = DayDecision.objects.select_related("occurrence__event__rules", "decided_by", "reversed_by")
    return get_object_or_404(rows, pk=pk)


def show_decision(request, decision, form, status=200):
    lines = BookingLine.objects.live().filter(occurrence=decision.occurrence, booking__status="confirmed")
    stays = decision.reversed_at is None and decision.lets_stay_away
    return render(request, "market/weather_decision.html", {
        "decision": decision, "form": form, "told": decision.occurrence.messages.filter(once__in=decision.told_under),
        "credits": decision.credits.select_related("charge__account__customer", "credit_line__credit_note"),
        "waiting": decision.refunds.waiting().select_related("booking__customer"),
        "again": decision.refunds.to_pay_again().select_related("booking__customer"),
        "given": decision.refunds.given().select_related("booking__customer"),
        "lines": lines.select_related("booking__customer", "place__area", "attendance").order_by("place")
                 if stays else [],
    }, status=status)  # fmt: skip


@require_POST
@deciders
def weather_reversals(request, pk):
    """Take a decision back."""
    decision, form = get(pk), ReversalForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show_decision(request, decision, form, 422)
    reverse(decision, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, "Taken back. What was credited is charged again, and everybody is told.")
    return redirect("market:weather_decision", decision.pk)


@require_POST
@deciders
def weather_stays(request, pk):
    """Note that a trader stays away from a day of vehicles only."""
    decision = get(pk)
    lines = decision.occurrence.lines.live().select_related("booking", "occurrence", "place")
    line = get_object_or_404(lines, pk=request.POST.get("line") if request.POST.get("line", "").isdecimal() else 0)
    return attempt(request, decision, "They stay away, and are not charged.", stay_away, line)


@require_POST
@deciders
def weather_payouts(request, pk):
    """Give back in cash or at the card machine what was paid for a day that does not go ahead."""
    due = get_object_or_404(DayRefund.objects.select_related("decision"), decision__isnull=False, pk=pk)
    till = TillSession.objects.open_for(request.user)
    return attempt(request, due.decision, "{} given back.", give_back, due, till=till)


@require_POST
@deciders
def weather_payments(request, pk):
    """Take again what went back, for a day that goes ahead after all."""
    due = get_object_or_404(DayRefund.objects.select_related("decision"), decision__isnull=False, pk=pk)
    form = PaidAgainForm(request.POST)
    method = form.cleaned_data["method"] if form.is_valid() else "terminal"
    till = TillSession.objects.open_for(request.user)
    return attempt(request, due.decision, f"{pounds(due.amount)} paid.", take_again, due, method, till=till)


def attempt(request, decision, words, verb, *args, **about):
    """Do it and come back to the decision, with the pence it came to in the words; or say why it cannot be done."""
    try:
        done = verb(*args, by=request.user, **about)
    except Refused as refusal:
        messages.error(request, refusal.message)
        form = ReversalForm(use_required_attribute=False)
        return show_decision(request, get(decision.pk), form, 422)
    messages.success(request, "That was given back already: nothing goes back now." if done == 0
                     else words.format(pounds(done) if isinstance(done, int) else ""))  # fmt: skip
    return redirect("market:weather_decision", decision.pk)
