"""What went wrong, for machines: RFC 9457 problem details, with the code of the rule that stood in the way."""

import logging
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response

from events.models import PlaceTaken, Refused
from events.models.transactions import will_pass

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger(__name__)

# Status by code. A request that would be right at another moment is a conflict; one that never is, is not acceptable.
STATUSES = {
    "place_taken": 409, "place_held": 409, "sold_out": 409, "reservation_lapsed": 409, "not_on_sale": 409,
    "till_closed": 409, "credit_refused": 409, "already_used": 409, "unpaid": 409, "cancelled": 409,
    "wrong_performance": 409, "payment_reference_used": 409, "not_open_to_customer": 403,
    "needs_authority": 403, "for_the_market_desk": 403, "unknown": 404,
    "replaced": 409, "not_priced": 422, "bad_request": 422, "no_account": 422, "idempotency_key_reused": 422,
}  # fmt: skip
# REST framework's own codes, where ours say more.
CODES = {"invalid": "invalid", "parse_error": "malformed_json", "error": "malformed_request"}


class NoAccount(Refused):
    """The customer has no account to charge."""

    code = "no_account"


class KeyReused(Refused):
    """The same idempotency key came with another request."""

    code = "idempotency_key_reused"


class TooLarge(APIException):
    """A body no honest request needs."""

    status_code, default_code = 413, "too_large"
    default_detail = "The body is larger than 256 kB. Send less at a time."


def problem(error, context):
    """Every refusal as problem+json; None, and so a plain 500, for what nobody foresaw."""
    headers = {}
    if isinstance(error, Refused):
        status, code, detail, extras = STATUSES.get(error.code, 409), error.code, error.message, extras_of(error)
    elif isinstance(error, Http404):
        status, code, detail, extras = 404, "not_found", "There is nothing at this address that you may see.", {}
    elif isinstance(error, PermissionDenied):
        status, code, detail, extras = 403, "permission_denied", str(error) or "This token may not do that.", {}
    elif isinstance(error, OperationalError) and will_pass(error):
        LOG.warning("the database was too busy: %s", error)
        status, code, extras, headers = 503, "busy", {}, {"Retry-After": "1"}
        detail = "The database was too busy. Nothing was done; try again."
    elif isinstance(error, APIException):
        status, code, detail, extras = of_framework(error)
        headers = {"WWW-Authenticate": error.auth_header} if getattr(error, "auth_header", None) else {}
    else:
        return None
    return said(status, code, detail, extras, headers)


def said(status, code, detail, extras, headers=None):
    body = {"type": f"urn:boxoffice:problem:{code}", "title": HTTPStatus(status).phrase, "status": status,
            "detail": detail, "code": code, **extras}  # fmt: skip
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def extras_of(refusal):
    """What a machine can go on with: the lost places and the nearest like them, or each reason."""
    if isinstance(refusal, PlaceTaken):
        return {"places": named(refusal.places), "nearest": named(refusal.nearest)}
    return {"reasons": refusal.reasons} if hasattr(refusal, "reasons") else {}


def named(places):
    return [{"id": place.pk, "label": str(place)} for place in places]


def of_framework(error):
    if isinstance(error, ValidationError):
        errors = list(flat(error.detail))
        first = errors[0]
        detail = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
        return 422, "invalid", detail, {"errors": errors}
    return error.status_code, CODES.get(error.default_code, error.default_code), str(error.detail), {}


def flat(detail, at=""):
    """Each wrong field by its path: lines.0.place."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from flat(inner, at if name == "non_field_errors" else f"{at}.{name}".strip("."))
    elif isinstance(detail, list) and any(isinstance(inner, dict | list) for inner in detail):
        for position, inner in enumerate(detail):
            yield from flat(inner, f"{at}.{position}".strip(".")) if inner else ()
    elif isinstance(detail, list):
        yield from ({"field": sendable(at), "detail": sendable(inner)} for inner in detail)
    else:
        yield {"field": sendable(at), "detail": sendable(detail)}


def sendable(text):
    """Half a surrogate pair is legal in JSON's escapes but cannot be sent back as UTF-8."""
    return str(text).encode("utf-8", "replace").decode()
