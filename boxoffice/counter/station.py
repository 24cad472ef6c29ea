"""Which till this browser sells through: the drawer it stands at, whoever of the staff is using it."""

from boxoffice import pin_sign_in
from boxoffice.counter.authorising import PERMISSION
from invoicing.models import CounterRules, TillClosed, TillSession

TILL = "till"
TAKES_NOTHING = ("", "refund", "as-credit", "waive")  # ways to settle an exchange by which no money comes in


def till_at(request):
    """The open till of this browser, or the one this person opened; None where there is neither."""
    known = request.session.get(TILL)
    till = TillSession.objects.filter(pk=known, closed_at=None).first() if known else None
    if till is None and (till := TillSession.objects.open_for(request.user)):
        stand_at(request, till)
    return till


def open_till(request):
    """The till that money taken at this desk goes in. Raises TillClosed where there is none: a page may be old."""
    till = till_at(request)
    if till is None:
        raise TillClosed("Money goes in a till. Open your till first.")
    return till


def till_for(request, way):
    """The till of an exchange settled in this way: an open one where money is taken. Raises TillClosed."""
    return till_at(request) if way in TAKES_NOTHING else open_till(request)


def rules_at(request):
    """The rules of the counter, read once in a request."""
    if not hasattr(request, "counter_rules"):
        request.counter_rules = CounterRules.current()
    return request.counter_rules


def stand_at(request, till):
    """This browser is at this till from now on, and people may change there by PIN."""
    request.session[TILL] = till.pk
    pin_sign_in.allow(request)


def may_see(request, till):
    """Whether it is a till of this browser or of this person, or they may look at any."""
    own = request.user.pk in (till.opened_by_id, till.closed_by_id, till.signed_off_by_id)
    return own or request.session.get(TILL) == till.pk or request.user.has_perm(PERMISSION)
