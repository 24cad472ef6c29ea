"""What somebody who applied sees of it: where it stands, what happens next and by when, what they may do."""

from django.shortcuts import render
from django.utils.timezone import localdate

from boxoffice.cards import takes_cards
from boxoffice.shop.apply.forms import AppealForm, ReplyForm
from boxoffice.templatetags.british import day
from events.application_questions import ask
from events.models import Application
from invoicing.models import Deposit
from invoicing.pitch_endings import if_cancelled

Status = Application.Status
TONES = {Status.SUBMITTED: "info", Status.MORE_WANTED: "warn", Status.WAITING: "info", Status.ACCEPTED: "ok",
         Status.REFUSED: "bad", Status.APPEALED: "info", Status.WITHDRAWN: ""}  # fmt: skip


def next_words(application, deposit):
    """What happens next, and by when."""
    by = day(application.answer_by) if application.answer_by else ""
    due = deposit is not None and deposit.is_due
    if application.status == Status.REFUSED:
        return (f"You may appeal until {day(application.appeal_by)}." if may_appeal(application) else
                "This is the end of this application. You may apply again when something has changed.")  # fmt: skip
    return {
        Status.SUBMITTED: f"We look at it and answer by {by}.{' Pay the deposit first.' if due else ''}",
        Status.MORE_WANTED: "Answer below. Our time to reply goes on when you have.",
        Status.WAITING: "We write to you as soon as there is room. You need not apply again.",
        Status.ACCEPTED: "You may book market days now." if application.event_id is None else
                         "Your pitch is booked. We write to you before the first day.",
        Status.APPEALED: f"Somebody who did not refuse it looks at it, and answers by {by}.",
        Status.WITHDRAWN: "This application has ended. You may apply again.",
    }[application.status]  # fmt: skip


def may_appeal(application):
    return (application.status == Status.REFUSED and application.appeal_by is not None
            and localdate() <= application.appeal_by)  # fmt: skip


def show(request, *, status=200, **forms):
    """The status page; `forms` are those that were sent and have something wrong, `error` is about all of it."""
    application = request.application
    deposit = Deposit.objects.select_related("payment", "price").filter(application=application).first()
    ends = application.event_id and application.customer_id and application.status not in (
        Status.REFUSED, Status.WITHDRAWN, Status.APPEALED)  # fmt: skip
    return render(request, "apply/application.html", {
        "application": application, "tone": TONES[application.status], "next": next_words(application, deposit),
        "steps": application.told_steps, "summary": ask(application).summary(), "deposit": deposit,
        "asked_for": asked_for(application), "may_appeal": may_appeal(application), "by_card": takes_cards(),
        "reply": ReplyForm(use_required_attribute=False), "appeal": AppealForm(use_required_attribute=False),
        "may_cancel": bool(ends) and not begun(application), "instalments": instalments(deposit),
        "if_cancelled": if_cancelled(application, localdate()) if ends and deposit else None, **forms,
    }, status=status)  # fmt: skip


def asked_for(application):
    """Everything we asked for that is not answered yet, the first thing first."""
    if application.status != Status.MORE_WANTED:
        return []
    return application.steps.asked()


def begun(application):
    """Whether the first day of its market is here."""
    first = application.event.specialist.first_day
    return first is None or first <= localdate()


def instalments(deposit):
    """The parts of a payment plan, while it holds."""
    if deposit is None or deposit.price is None:
        return []
    plan = deposit.price.recovery_holds.filter(cause="plan", lifted_at=None).first()
    return list(plan.instalments.all()) if plan else []
