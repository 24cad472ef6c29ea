"""What every desk shares: signing in, the way home, plans and availability, and a sign of life."""

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from boxoffice.desks import DESKS, may_stand_at
from boxoffice.sign_in import SignInForm, Tries, demo_people
from events import availability as available
from events.models import Occurrence, Plan


class SignIn(LoginView):
    """Sign in by e-mail address and password."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        if Tries(request.POST.get("username", "")).too_many():
            form = SignInForm(request)
            context = self.get_context_data(form=form, too_many=True)
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        Tries(form.cleaned_data["username"]).forget()
        return super().form_valid(form)

    def form_invalid(self, form):
        Tries(form.data.get("username", "")).add()
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **context):
        return super().get_context_data(demo_people=demo_people(), **context)


class SignOut(LogoutView):
    """Sign out, by POST only."""


@require_safe
def home(request):
    """The first desk this person may stand at; the sign-in page or what's on for anybody else."""
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    desk = next((desk for desk in DESKS if may_stand_at(request.user, desk)), None)
    return redirect(desk.url if desk else "/")


@require_safe
def accessibility(request):
    """The accessibility statement that the 2018 Regulations ask for."""
    return render(request, "accessibility.html", {"email": settings.COUNCIL["email"]})


@require_safe
def plan(request, digest):
    """The geometry of one version of a plan, which never changes."""
    response = JsonResponse(get_object_or_404(Plan, digest=digest).geometry())
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def availability(request, occurrence):
    """A version and one character a place (events/availability.py); 304 where nothing changed."""
    states = available.states(get_object_or_404(Occurrence.objects.select_related("plan"), pk=occurrence))
    version = available.version(states)
    etag = f'"{version}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(f"{version}\n{states}", content_type="text/plain; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "max-age=1"
    return response


@require_safe
def healthz(request):
    """200 where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
