"""Performances called off or moved: preview, make, see the answers, answer for somebody, print the letters."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.call_off_answer_form import Answer
from boxoffice.counter import desk as desks
from boxoffice.counter.call_offs.forms import NewCallOff
from boxoffice.counter.station import till_at
from boxoffice.progress import Progress, answered
from events.models import Refused
from invoicing import calling_off
from invoicing.call_off_answers import answer, others, try_again
from invoicing.call_off_tasks import letter, subject, told, untold
from invoicing.models import CallOff, CallOffAnswer

MAY = "boxoffice.authorise_at_counter"


@require_safe
def call_offs(request):
    """What was called off, and the performances to come that could be."""
    query = request.GET.get("q", "")
    made = CallOff.objects.select_related("occurrence__event", "job")[:30]
    context = {"made": made, "query": query, "till": till_at(request),
               "listed": desks.found(query)[:20] if request.user.has_perm(MAY) else []}  # fmt: skip
    return render(request, "counter/call_offs.html", context)


@permission_required(MAY, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def call_off_preview(request, pk):
    """What it would mean, in counts and money; POST calls it off."""
    occurrence = get_object_or_404(desks.performances(), pk=pk)
    form = NewCallOff(request.POST if request.method == "POST" else None, initial=NewCallOff.begin(occurrence))
    if request.method == "POST" and form.is_valid():
        try:
            made = calling_off.call_off(occurrence, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("counter:call_off", made.pk)
    context = {"occurrence": occurrence, "preview": calling_off.preview(occurrence), "form": form,
               "till": till_at(request)}  # fmt: skip
    return render(request, "counter/call_off_preview.html", context, status=422 if form.errors else 200)


@require_safe
def call_off(request, pk):
    """How far it is: who was told, who chose what, what is done and what was stopped."""
    made = get_object_or_404(CallOff.objects.select_related("occurrence__event", "job", "by"), pk=pk)
    answers = made.answers.select_related("booking__customer", "instead__event", "answered_by")
    context = {"made": made, "answers": answers, "standing": calling_off.standing(made), "till": till_at(request),
               "letters": untold(made).filter(booking__customer__email="").count(),
               "progress": telling(made)}  # fmt: skip
    return render(request, "counter/call_off.html", context)


def telling(made):
    """How far the customers are told; None where nobody was asked to tell them."""
    page, fragment, again = (reverse(f"counter:{name}", args=[made.pk])
                             for name in ("call_off", "call_off_progress", "call_off_tellings"))  # fmt: skip
    return made.job and Progress(made.job, "Telling the customers", page, fragment, again, "Tell the rest", MAY)


@require_safe
def call_off_progress(request, pk):
    """The progress alone, asked for each second; the whole page once everybody is told."""
    return answered(request, telling(get_object_or_404(CallOff.objects.select_related("job"), pk=pk)))


@permission_required(MAY, raise_exception=True)
@require_POST
def call_off_tellings(request, pk):
    """Go on telling where the worker stopped half way; nobody is told twice."""
    made = get_object_or_404(CallOff.objects.select_related("job", "occurrence__event"), pk=pk)
    if made.job is None or telling(made).may_go_on:
        calling_off.hand_over(made, request.user)
    return redirect("counter:call_off", made.pk)


@require_POST
def call_off_tries(request, pk):
    """Try again what was stopped; cash goes out of this till."""
    made = get_object_or_404(CallOff, pk=pk)
    done = try_again(made, by=request.user, till=till_at(request))
    messages.success(request, f"{done} {'answer is' if done == 1 else 'answers are'} carried out now.")
    return redirect("counter:call_off", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def call_off_answer(request, pk):
    """Answer for a customer on the telephone or at the counter."""
    given = get_object_or_404(CallOffAnswer.objects.select_related("booking__customer", "call_off__occurrence"), pk=pk)
    form = Answer(request.POST if request.method == "POST" else None, given=given, others=others(given.call_off))
    if request.method == "POST" and form.is_valid():
        try:
            given = answer(given, form.cleaned_data["choice"], instead=form.cleaned_data["instead"], by=request.user,
                           till=till_at(request))  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.add_message(request, messages.SUCCESS if given.done_at else messages.WARNING,
                                 given.trouble or f"{given.booking}: {given.get_choice_display()}, done.")  # fmt: skip
            return redirect("counter:booking", given.booking.reference)
    context = {"given": given, "form": form, "till": till_at(request)}
    return render(request, "counter/call_off_answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def call_off_letters(request, pk):
    """Letters for whoever has no e-mail address, a page each; POST notes that they were posted."""
    made = get_object_or_404(CallOff.objects.select_related("occurrence__event"), pk=pk)
    waiting = list(untold(made).filter(booking__customer__email=""))
    if request.method == "POST":
        upto = request.POST.get("upto", "")
        for one in waiting:
            if upto.isdecimal() and one.pk <= int(upto):
                told(one, request.user)
        return redirect("counter:call_off", made.pk)
    letters = [(one, letter(made, one).split("\n\n")) for one in waiting]
    context = {"made": made, "letters": letters, "subject": subject(made), "till": till_at(request)}
    return render(request, "counter/call_off_letters.html", context)
