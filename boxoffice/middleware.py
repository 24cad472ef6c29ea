"""Stops whoever may not stand at a desk, and what no database could look for, before any view runs."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect

from boxoffice import pin_sign_in, standing_in
from boxoffice.desks import desk_at, is_public, may_stand_at

PEOPLE = "/counter/people/"  # where one signs in by PIN


class DeskMiddleware:
    """Refuses by default: an address is either public, or a desk's and asked for by somebody who may stand there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if stopped := self.stopped_at_the_till(request):
            return stopped
        if is_public(request.path):
            return None
        desk = desk_at(request.path)
        if desk is None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if may_stand_at(request.user, desk) or desk.in_place and standing_in.current(request):
            return None
        if desk.in_place and standing_in.may_stand_in(request.user):
            raise PermissionDenied(f"The {desk.title} desk is the traders'. To do something there for one of them, "
                                   "open Traders at the Market desk. After half an hour, do so again.")  # fmt: skip
        raise PermissionDenied(f"You may not use the {desk.title} desk. Ask a manager to add you to it.")

    def stopped_at_the_till(self, request):
        """The way to the PIN where the screen is locked; a refusal where somebody who came by PIN leaves the counter.

        The admin answers for itself otherwise, and so is public.
        """
        place = request.path.strip("/").split("/")[0]
        staffs = place == "admin" or desk_at(request.path) is not None
        if pin_sign_in.is_locked(request) and staffs and request.path != PEOPLE:
            return redirect(PEOPLE)
        if staffs and pin_sign_in.has_run_out(request):
            request.session.flush()
            return redirect_to_login(request.get_full_path())
        if pin_sign_in.is_by_pin(request) and staffs and place != "counter":
            raise PermissionDenied("You signed in by PIN, which opens the counter only. Sign out, and sign in with "
                                   "your e-mail address and password.")  # fmt: skip
        return None


def without_nul(get_response):
    """Leaves U+0000 out of what an address asks for: no database can look for it. Forms and the API refuse it."""

    def middleware(request):
        if not request.path.startswith("/api/"):
            query = request.META.get("QUERY_STRING", "")
            while "%00" in query or "\0" in query:  # what is left may make another: %0%000
                query = query.replace("%00", "").replace("\0", "")
            request.META["QUERY_STRING"] = query
        return get_response(request)

    return middleware
