"""The table of desks: address, title and the permission to stand there. What is not in the table is refused."""

from dataclasses import dataclass

from django.conf import settings

from boxoffice.pin_sign_in import is_by_pin


@dataclass(frozen=True)
class Desk:
    """One place people work at: `prefix` is the first part of its address, `permission` who may stand there.

    Where others stand there in somebody's place (boxoffice/standing_in.py), `in_place` is True.
    """

    prefix: str
    title: str
    permission: str
    in_place: bool = False

    @property
    def url(self):
        return f"/{self.prefix}/"


DESKS = [
    Desk("counter", "Sell", "boxoffice.stand_at_counter"),
    Desk("programme", "Programme", "boxoffice.stand_at_programme"),
    Desk("market", "Market", "boxoffice.stand_at_market"),
    Desk("door", "Door", "boxoffice.stand_at_door"),
    Desk("finance", "Invoices", "boxoffice.stand_at_finance"),
    Desk("reports", "Reports", "boxoffice.stand_at_reports"),
    Desk("portal", "My market", "boxoffice.stand_at_portal", in_place=True),
]

# Anybody may ask for these; each answers for its own safety (the API by token, the admin by its own sign-in).
PUBLIC = ["", "shows", "pay", "plan", "availability", "calendars", "sign-in", "sign-out", "home", "accessibility",
          "healthz", "static", "api", "admin", "answers", "apply", "draws", "favicon.ico"]  # fmt: skip


def desk_at(path):
    """The desk that `path` belongs to, or None."""
    prefix = path.strip("/").split("/")[0]
    return next((desk for desk in DESKS if desk.prefix == prefix), None)


def is_public(path):
    return path.strip("/").split("/")[0] in PUBLIC


def may_stand_at(user, desk):
    return user.is_authenticated and user.has_perm(desk.permission)


def desks_of(request):
    """Context for every page: the desks this person may stand at, the one they stand at, and how to reach us."""
    user = getattr(request, "user", None)
    desks = [desk for desk in DESKS if user and may_stand_at(user, desk)]
    if is_by_pin(request):
        desks = [desk for desk in desks if desk.prefix == "counter"]
    telephone = settings.COUNCIL["telephone"]
    return {"desks": desks, "desk": desk_at(request.path), "telephone": telephone,
            "telephone_link": telephone.replace(" ", ""), "opening_hours": settings.OPENING_HOURS,
            "csrf_cookie": settings.CSRF_COOKIE_NAME, "training": settings.TRAINING,
            "training_url": settings.TRAINING_URL}  # fmt: skip
