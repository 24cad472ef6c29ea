"""Stops whoever may not stand at a desk, before any view runs."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404

from boxoffice.desks import desk_at, is_public, may_stand_at


class DeskMiddleware:
    """Refuses by default: an address is either public, or a desk's and asked for by somebody who may stand there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if is_public(request.path):
            return None
        desk = desk_at(request.path)
        if desk is None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_stand_at(request.user, desk):
            raise PermissionDenied(f"You may not use the {desk.title} desk. Ask a manager to add you to it.")
        return None
