"""Who authorises what goes beyond a clerk's limits: a person who may, and their PIN, typed at the clerk's screen.

The form's fields are `authoriser` (who: e-mail address, name or initials) and `pin`, as in
templates/counter/authorising.html. The name may stay empty where only one person could be meant. A PIN alone is never
tried against several people: each of them would make a guess more likely to be somebody's.
"""

from django.contrib.auth.models import Permission
from django.db.models import Q

from boxoffice.models import User
from events.models import Refused

PERMISSION, STANDS = "boxoffice.authorise_at_counter", "boxoffice.stand_at_counter"


class NotAuthorised(Refused):
    """Nobody who may has authorised it: no such person, a wrong PIN, or too many of them."""

    code = "not_authorised"
    field = "pin"


def authoriser(request, pin=None, *, another=False, permission=PERMISSION):
    """The User named in the form who may authorise, and whose PIN this is. Raises NotAuthorised with what to do.

    With `another` it has to be somebody else than who is signed in: a second pair of eyes. Ask before a transaction
    begins, for a try that is rolled back would not count.
    """
    pin = request.POST.get("pin", "") if pin is None else pin
    user = named(request, request.POST.get("authoriser", ""), another, permission)
    check(user, pin.strip())
    return user


def named(request, words, another, permission):
    """The one person meant by an address, a name or initials, of those who may."""
    words = words.strip().casefold()
    people = [user for user in those_who_may(permission) if not (another and user == request.user)]
    meant = [user for user in people if not words or words in known_as(user)]
    if another and words and words in known_as(request.user) and not meant:
        raise NotAuthorised("Two people are needed: somebody else than you has to enter their name and PIN.")
    if not people:
        raise NotAuthorised("Nobody else with a PIN may authorise this. Ask a manager to set a PIN for somebody.")
    if words and not meant:
        raise NotAuthorised("Nobody of that name may authorise this. Ask a manager to.")
    if len(meant) > 1:
        raise NotAuthorised("Say who authorises this: write their e-mail address or initials, and their PIN.")
    return meant[0]


def check(user, pin):
    """Raise NotAuthorised unless this is their PIN."""
    if user.check_pin(pin):
        return
    if user.pin_is_locked():
        raise NotAuthorised(f"Too many wrong PINs were tried for {user}. Wait fifteen minutes, or ask somebody else.")
    raise NotAuthorised("That is not the PIN. Check who is meant and type it again.")


def those_who_may(permission=PERMISSION):
    """Active people with a PIN and this permission, in the order of their names."""
    app, _, codename = permission.partition(".")
    about = Permission.objects.filter(codename=codename, content_type__app_label=app)
    may = Q(groups__permissions__in=about) | Q(user_permissions__in=about) | Q(is_superuser=True)
    people = User.objects.filter(may, is_active=True).exclude(pin="")
    return list(people.order_by("first_name", "last_name", "pk").distinct())


def known_as(user):
    """What one may write for somebody."""
    return {user.email.casefold(), user.email.partition("@")[0].casefold(), user.get_full_name().casefold(),
            user.first_name.casefold(), user.initials.casefold()} - {""}  # fmt: skip
