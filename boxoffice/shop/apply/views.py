"""Applying, a question a page: begin, answer, check, send. Whoever has the private address may go on with it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.kept_files import answer_file
from boxoffice.shop.apply import beginning
from boxoffice.shop.apply.drafts import come_back, on_from, show_check, show_question, while_draft, with_application
from boxoffice.shop.apply.files import keep_or_say
from boxoffice.shop.apply.forms import DeclarationForm, QuestionForm
from boxoffice.shop.apply.letters import send_link
from events.application_goods import market_days
from events.application_questions import ask
from events.models import Application, Refused, SpecialistMarket
from invoicing.deposits import hand_in


@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """What we will ask and what to have ready; the button begins."""
    if request.method != "POST":
        return show_start(request)
    slug, market = request.POST.get("event", ""), None
    if slug:
        market = get_object_or_404(beginning.open_markets(), event__slug=slug)
    application = beginning.begin(request.POST.get("word", ""), market, request.user)
    if application is None:
        return show_start(request, "This page was open for too long. Press the button again.", 422)
    return on_from(application)


def show_start(request, error="", status=200):
    markets = [(market, beginning.new_word()) for market in beginning.open_markets()]
    context = {"word": beginning.new_word(), "markets": markets, "error": error, "today": localdate()}
    return render(request, "apply/start.html", context, status=status)


@require_safe
def blank_form(request, slug=None):
    """Every question on paper, to fill in with a pen."""
    market = get_object_or_404(SpecialistMarket, event__slug=slug) if slug else None
    everywhere = {"days": [day for day, _ in market_days()]}
    answers = {"food": {"sells": "yes"}, "markets": everywhere}
    asked = ask(Application(event=market.event if market else None, answers=answers))
    fields = [(question, [(field, boxes(field, asked)) for field in question.fields if field.asks != "photos"])
              for question in asked.questions]  # fmt: skip
    return render(request, "apply/blank_form.html", {"questions": fields, "market": market})


def boxes(field, asked):
    """The boxes to tick of a field: [(group or "", [words])]; empty where one writes."""
    options = field.options(asked) if field.asks in ("one", "several") else []
    grouped = [(group, [words for _, words in few]) for group, few in options if isinstance(few, list)]
    return grouped or ([("", [words for _, words in options])] if options else [])


@require_http_methods(["GET", "HEAD", "POST"])
@while_draft
def question(request, name):
    """One question."""
    question = request.asked.get(name)
    if question is None:
        raise Http404("This is not asked of this application.")
    about = {"question": question, "asked": request.asked}
    if request.method != "POST":
        return show_question(request, question, QuestionForm(**about))
    form = QuestionForm(request.POST, request.FILES, **about)
    if not form.is_valid() or (photos := new_photos(form, request.user)) is None:
        return show_question(request, question, form, 422)
    keep_answer(request, question, form, photos)
    return on_from(request.application)


def new_photos(form, user):
    """The attachments of a page's files, kept; None where one could not be read."""
    field = form.question.photos
    return keep_or_say(form, field.name, by=user if user.is_authenticated else None) if field else []


def keep_answer(request, question, form, photos):
    """Keep a page; the private address goes out as soon as we know where to."""
    application, told = request.application, request.application.email
    application.answer(question.name, form.values, photos=photos, email=form.values.get("email"))
    if application.email and application.email != told and not application.entered_by_id:
        send_link(application)


@require_safe
@while_draft
def saved(request):
    """The address to come back by, to write down."""
    return render(request, "apply/saved.html", come_back(request))


@require_safe
@while_draft
def check(request):
    """Check your answers."""
    return on_from(request.application) if request.asked.open else show_check(request)


@require_POST
@with_application
def submissions(request):
    """Send it, once."""
    application = request.application
    if application.status != Application.Status.DRAFT:
        return redirect("apply:application", application.token)
    request.asked = ask(application)
    form = DeclarationForm(request.POST, use_required_attribute=False)
    if not form.is_valid():
        return show_check(request, form, status=422)
    try:
        hand_in(application, by=application.entered_by)
    except Refused as refusal:
        return show_check(request, form, refusal.message, 422)
    return redirect("apply:application", application.token)


@require_safe
@with_application
def photo(request, photo):
    """One of the files of this application."""
    found = get_object_or_404(request.application.photos.select_related("attachment"), pk=photo)
    return answer_file(found.attachment, f"{found.question} {found.pk}")


@require_POST
@while_draft
def removals(request, photo):
    """Take a file away again, before it is sent."""
    found = request.application.photos.filter(pk=photo).first()
    if found is None:
        return on_from(request.application)
    name = found.question
    found.delete()
    return redirect("apply:question", request.application.token, name)
