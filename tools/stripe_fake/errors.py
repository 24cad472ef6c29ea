"""What the stand-in refuses, written the way Stripe writes it."""


class ApiError(Exception):
    """A refusal with its status; the library turns it into the exception that fits."""

    def __init__(self, status, kind, code, message, **more):
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message, **more}}


def missing(what, identity):
    return ApiError(404, "invalid_request_error", "resource_missing", f"No such {what}: '{identity}'", param="id")


def invalid(message, code="parameter_invalid", **more):
    return ApiError(400, "invalid_request_error", code, message, **more)
