"""One person of each role, and the desks each may stand at."""

from boxoffice.desks import DESKS
from boxoffice.roles import ROLES
from tests import cast


def person(role):
    """Somebody with this role and no other; a trader has a customer's papers as well."""
    return cast.trader().user if role == "Traders" else cast.staff("robin", role)


def pairs(*, own):
    """(role, desk) for the desks that are a role's own, or for all the others."""
    return [(role, desk) for role, permissions in ROLES.items() for desk in DESKS
            if (desk.permission in permissions) is own]  # fmt: skip


def named(value):
    """What pytest calls a role or a desk."""
    return getattr(value, "prefix", str(value))
