"""How an endpoint is written down in the schema: its answer, what it takes, and every problem it may say."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from api import shapes
from api.problems import MEDIA_TYPE

MEANINGS = {
    400: "The body is not JSON.", 401: "No token, or not a good one.", 403: "This token, or this customer, may not.",
    404: "Nothing there that this token may see.", 405: "Not that method.", 406: "Not that media type.",
    409: "A rule stands in the way at this moment; `code` says which.", 413: "The body is too large.",
    415: "Send application/json.", 422: "A field is wrong, or the request never can be right.",
    503: "The database was too busy; nothing was done.",
}  # fmt: skip
READING, WRITING = (401, 403, 404, 405, 422, 503), (400, 401, 403, 404, 405, 409, 413, 415, 422, 503)
KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, pattern="^[ -~]{1,80}$",
    description="Any text of up to 80 characters, new for each request. A repeat with the same key and body has no "
    "second effect and gets the first answer, with the header Idempotent-Replayed: true. Kept for seven days.",
)  # fmt: skip
SEEN = OpenApiParameter("If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="The ETag you have.")
NOT_MODIFIED = {304: OpenApiResponse(description="What you have still holds.")}


class BearerToken(OpenApiAuthenticationExtension):
    """Our tokens in the words of OpenAPI."""

    target_class = "api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}


def problems(statuses):
    return {(status, MEDIA_TYPE): OpenApiResponse(shapes.Problem, MEANINGS[status]) for status in statuses}


def reads(shape, query=None, **more):
    """A GET that answers with a shape."""
    return extend_schema(parameters=[query] if query else None, responses={200: shape, **problems(READING)}, **more)


def watches(shape):
    """A GET that answers 304 where nothing changed."""
    return extend_schema(parameters=[SEEN], responses={200: shape, **NOT_MODIFIED, **problems(READING)})


def reads_pdf():
    pdf = {(200, "application/pdf"): OpenApiTypes.BINARY}
    return extend_schema(parameters=[SEEN], responses={**pdf, **NOT_MODIFIED, **problems(READING)})


def adds(taken, shape):
    """A POST that takes one shape and answers 201 with another."""
    responses = {201: shape, **problems(WRITING)}
    return extend_schema(parameters=[KEY], request=taken, responses=responses)
