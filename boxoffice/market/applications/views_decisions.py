"""What officers do with an application: each act is a POST, once, and writes a dated step."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from boxoffice.market.applications import forms, page
from boxoffice.market.applications.views import get
from events import submission
from events.models import Application, Refused, Score
from invoicing import acceptance, deposits, pitch_awards, pitch_endings
from invoicing.models import Deposit

decides = permission_required("boxoffice.decide_market", raise_exception=True)
PLAIN = {"use_required_attribute": False}


def act(request, application, form, name, verb, done):
    """Do `verb` where the form is right, and go back to the page; otherwise show it again with the reason."""
    if not form.is_valid():
        return page.show(request, application, status=422, **{name: form})
    try:
        verb(form)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return page.show(request, get(application.pk), status=422, **{name: form})
    messages.success(request, done)
    return redirect("market:application", application.pk)


@require_POST
@decides
def acceptances(request, pk):
    """Accept: to trade with us, or with a pitch at a specialist market."""
    application = get(pk)
    if application.status == Application.Status.ACCEPTED:
        return redirect("market:application", pk)
    if application.event_id:
        form = forms.AwardForm(request.POST, prefix="award", application=application, today=localdate())
        return act(request, application, form, "award", lambda said: pitch_awards.award(
            application, said.cleaned_data["place"], parts=said.cleaned_data["parts"],
            words=said.cleaned_data["words"], by=request.user), f"{application.name()} is accepted.")  # fmt: skip
    form = forms.AcceptForm(request.POST, prefix="accept", **PLAIN)
    return act(request, application, form, "accept", lambda said: acceptance.accept(
        application, credit_limit=said.credit_limit, words=said.cleaned_data["words"], by=request.user),
        f"{application.name()} is accepted.")  # fmt: skip


@require_POST
@decides
def refusals(request, pk):
    """Refuse with a reason; an appeal is decided by somebody else."""
    application = get(pk)
    if application.status == Application.Status.REFUSED:
        return redirect("market:application", pk)
    form = forms.RefusalForm(request.POST, prefix="refusal", **PLAIN)
    refuse = pitch_endings.refuse if application.event_id else acceptance.refuse
    return act(request, application, form, "refusal",
               lambda said: refuse(application, said.reason, by=request.user),
               f"{application.name()} is refused, and told why.")  # fmt: skip


@require_POST
@decides
def requests(request, pk):
    """Ask for more."""
    application = get(pk)
    form = forms.Words(request.POST, prefix="more", **page.ASK)

    return act(request, application, form, "more",
               lambda said: acceptance.ask_more(application, said.cleaned_data["words"], by=request.user),
               "Asked. The clock stops until they answer.")  # fmt: skip


@require_POST
@decides
def waitings(request, pk):
    """Put on the waiting list."""
    application = get(pk)
    if application.status == Application.Status.WAITING:
        return redirect("market:application", pk)
    form = forms.Words(request.POST, prefix="waiting", **page.WAIT)
    return act(request, application, form, "waiting",
               lambda said: acceptance.put_on_waiting_list(application, said.cleaned_data["words"], by=request.user),
               "On the waiting list.")  # fmt: skip


@require_POST
def application_notes(request, pk):
    """Write something down for colleagues."""
    application = get(pk)
    form = forms.Words(request.POST, prefix="note", **page.NOTE)
    return act(request, application, form, "note",
               lambda said: application.note(said.cleaned_data["words"], by=request.user), "Noted.")  # fmt: skip


@require_POST
@decides
def joins(request, pk):
    """The applicant is a trader we know."""
    application = get(pk)
    form = forms.JoinForm(request.POST)
    return act(request, application, form, "join",
               lambda said: submission.join(application, said.cleaned_data["customer"], by=request.user),
               "Joined.")  # fmt: skip


@require_POST
@decides
def application_deposits(request, pk):
    """Record a deposit that was paid at the office."""
    application = get(pk)
    deposit = Deposit.objects.filter(application=application).first()
    if deposit is None or deposit.payment_id:
        return redirect("market:application", pk)
    form = forms.DepositForm(request.POST, prefix="deposit", **PLAIN)
    return act(request, application, form, "deposit_form",
               lambda said: deposits.take(deposit, by=request.user, **said.cleaned_data),
               "Deposit recorded.")  # fmt: skip


@require_POST
@decides
def application_cancellations(request, pk):
    """The trader cancels, and an officer does it for them."""
    application = get(pk)
    if application.status == Application.Status.WITHDRAWN:
        return redirect("market:application", pk)
    form = forms.Words(request.POST, prefix="cancel", label="How they told us", missing="Say how they told us.")

    def cancel(said):
        if application.event_id:
            pitch_endings.cancel(application, by=request.user)
        else:
            application.withdraw("You withdrew the application.", by=request.user)
        application.note(f"Cancelled for them: {said.cleaned_data['words']}", by=request.user)

    return act(request, application, form, "cancel", cancel, "Cancelled, by the market's rule.")


@require_POST
@decides
def scores(request, pk):
    """Give points."""
    application = get(pk)
    if application.event_id is None:
        return page.show(request, application, error="Only applications for a market are scored.", status=422)
    about = {"application": application, "criteria": application.event.specialist.criteria.all(), "user": request.user}
    form = forms.ScoreForm(request.POST, prefix="score", **about)
    return act(request, application, form, "score",
               lambda said: Score.objects.give(application, said.points, by=request.user,
                                               note=said.cleaned_data["note"]), "Your points are kept.")  # fmt: skip
