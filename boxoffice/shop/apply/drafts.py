"""Finding an application by its private address, and showing the pages of one that is still being filled in."""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect, render

from boxoffice.shop.apply.forms import DeclarationForm
from boxoffice.shop.apply.letters import address_of
from boxoffice.shop.pay import private
from events.application_questions import ask
from events.models import Application


def with_application(view):
    """Give a view `request.application` by the token of its address, which is all there is to know: 404 otherwise."""

    @private
    @wraps(view)
    def found(request, token, *args, **kwargs):
        applications = Application.objects.select_related("event__specialist", "customer__trader", "customer__user")
        request.application = get_object_or_404(applications, token=token)
        return view(request, *args, **kwargs)

    return found


def while_draft(view):
    """The same, for one that is not sent yet; one that is leads to its status."""

    @with_application
    @wraps(view)
    def found(request, *args, **kwargs):
        if request.application.status != Application.Status.DRAFT:
            return redirect("apply:application", request.application.token)
        request.asked = ask(request.application)
        return view(request, *args, **kwargs)

    return found


def show_question(request, question, form, status=200):
    """One question: where it stands among the others, the way back, what was sent already."""
    asked = request.asked
    photos = asked.application.photos.filter(question=question.name).select_related("attachment")
    return render(request, "apply/question.html", {
        "application": asked.application, "question": question, "form": form, "number": asked.number(question),
        "count": len(asked.questions), "before": asked.before(question), "all_answered": asked.open is None,
        "photos": photos.defer("attachment__content"),
    }, status=status)  # fmt: skip


def show_check(request, form=None, error="", status=200):
    """Everything that was answered, with links to change it, and the declaration."""
    return render(request, "apply/check.html", {
        "application": request.application, "summary": request.asked.summary(), "open": request.asked.open,
        "form": form or DeclarationForm(use_required_attribute=False), "error": error, "market": request.asked.market,
    }, status=status)  # fmt: skip


def on_from(application):
    """Where somebody goes on: the first open question, else the check."""
    question = ask(application).open
    return redirect("apply:question", application.token, question.name) if question else redirect(
        "apply:check", application.token)  # fmt: skip


def come_back(request):
    """What a page says about coming back."""
    return {"application": request.application, "address": address_of(request.application)}
