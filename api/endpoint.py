"""What every endpoint shares: who may, how much may be sent, and pages of lists."""

from django.http import HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from api.problems import TooLarge

LARGEST_BODY = 256 * 1024


class OneFormat(BaseContentNegotiation):
    """Each address answers in its one format, whatever the Accept header hopes for."""

    def select_parser(self, request, parsers):
        media_type = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Needed(BasePermission):
    """The endpoint's `needs` says which permission a method needs; what is not in it is open to any token."""

    message = "This token may not do that. Ask a manager for one that may."

    def has_permission(self, request, view):
        permission = view.needs.get(request.method)
        return permission is None or request.auth.may(permission)


class Endpoint(APIView):
    """An address of the API."""

    content_negotiation_class = OneFormat
    permission_classes = [IsAuthenticated, Needed]
    needs = {}

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLarge


def page_of(request, rows, paging, shown):
    """One page of rows and the address of the next."""
    size, page = paging["page_size"], paging["page"]
    found = list(rows[(page - 1) * size : page * size + 1])
    following = request.query_params.copy()
    following["page"] = page + 1
    there_is_more = len(found) > size
    return Response({"next": f"{request.path}?{following.urlencode()}" if there_is_more else None,
                     "results": [shown(row) for row in found[:size]]})  # fmt: skip


def unless_seen(request, version, make):
    """304 where the caller has this version already; else what `make()` makes, stamped with it."""
    etag = f'"{version}"'
    seen = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    response = HttpResponse(status=304) if etag in seen or "*" in seen else make()
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
