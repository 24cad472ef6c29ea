"""One application as an officer decides on it: answers, papers, who else it may be, room for its goods, what may be
done.
"""

from django.shortcuts import render
from django.utils.timezone import localdate

from boxoffice.market.applications.forms import AcceptForm, AwardForm, DepositForm, RefusalForm, ScoreForm, Words
from boxoffice.market.applications.queue import Row
from events.application_goods import events_of, room_for
from events.application_questions import ask
from events.models import Application
from events.scoring import standing_of
from events.submission import may_be
from invoicing.models import Deposit

Status = Application.Status
ASK = {"label": "What do you need from them?", "missing": "Say what you need from them."}
WAIT = {"label": "What to tell them", "missing": "Say what the waiting list is for."}
NOTE = {"label": "Note, for us only", "missing": "Write the note."}
TO_DECIDE = [Status.SUBMITTED, Status.MORE_WANTED, Status.WAITING, Status.APPEALED]


def show(request, application, *, status=200, **sent):
    """The page; `sent` holds the form that was sent and has something wrong, by its name, or `error`."""
    asked, today = ask(application), localdate()
    deposit = Deposit.objects.select_related("payment", "price").filter(application=application).first()
    decides = request.user.has_perm("boxoffice.decide_market")
    own_refusal = application.status == Status.APPEALED and application.decided_by_id == request.user.pk
    to_decide = decides and application.status in TO_DECIDE and not own_refusal
    if not to_decide:  # the form is not on the page, so its reason stands above
        shown = [form for form in sent.values() if hasattr(form, "non_field_errors")]
        sent.setdefault("error", " ".join(words for form in shown for words in form.non_field_errors()))
    return render(request, "market/application.html", {
        "application": application, "row": Row(application, today), "summary": asked.summary(),
        "steps": application.steps.select_related("by"), "room": room(asked), "may_be": may_be(application),
        "deposit": deposit, "own_refusal": own_refusal, "decides": decides,
        "to_decide": to_decide,
        **forms(application, request.user, today), **standing(application), **sent,
    }, status=status)  # fmt: skip


def forms(application, user, today):
    """Every form of the page, empty."""
    plain = {"use_required_attribute": False, "auto_id": "id_%s"}
    found = {
        "more": Words(prefix="more", **ASK), "waiting": Words(prefix="waiting", **WAIT),
        "note": Words(prefix="note", **NOTE), "refusal": RefusalForm(prefix="refusal", **plain),
        "deposit_form": DepositForm(prefix="deposit", **plain),
    }  # fmt: skip
    if application.event_id is None:
        return {**found, "accept": AcceptForm(prefix="accept", **plain)}
    criteria = application.event.specialist.criteria.all()
    return {**found, "award": AwardForm(prefix="award", application=application, today=today),
            "score": ScoreForm(prefix="score", application=application, criteria=criteria, user=user)}  # fmt: skip


def room(asked):
    """[(goods, how many sell them, [cap])] for what they mainly sell."""
    key = set(asked.said("goods", "key", []))
    return [(one, *room_for(one, events_of(asked))) for one in asked.chosen if str(one.pk) in key]


def standing(application):
    """How it was scored, and by whom."""
    if application.event_id is None:
        return {}
    scores = list(application.scores.select_related("criterion", "by"))
    people = {}
    for score in scores:
        people.setdefault(score.by, []).append(score)
    return {"standing": standing_of(application, scores), "scored_by": people.items()}
