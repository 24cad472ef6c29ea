"""Answers that read a hundred thousand rows, remembered until a row is added that could change them.

A stamp is the last id of every table an answer comes from. It holds because money is only ever added to: whatever
settles or opens a debt writes postings, allocations or open items anew. Two at once may be written in another order
than they were numbered in, so nothing is remembered for more than a minute. Of each answer only the latest is kept:
some are lists of a hundred thousand ids.
"""

from django.core.cache import cache
from django.db.models import Count, Max, Q, Sum

from invoicing.models import Account, Allocation, Dispatch, Invoice, OpenItem, Posting

A_MINUTE = 60
BY_POST = ~Q(delivery=Account.Delivery.EMAIL) | Q(customer__email="")  # an account that is sent paper
MONEY = [Posting, Allocation, OpenItem]


def remembered(what, stamp, work):
    """What `work()` found when it was last asked with this stamp."""
    key = f"finance:{what}"
    known_at, value = cache.get(key, (None, None))
    if known_at != stamp:
        value = work()
        cache.set(key, (stamp, value), A_MINUTE)
    return value


def last_of(model):
    return model.objects.aggregate(last=Max("pk"))["last"]


def money_stamp():
    return list(map(last_of, MONEY))


def post_stamp():
    """Another invoice, another dispatch, another way of delivery: nothing else changes what waits for the post.

    Dispatches are counted as well: the note of an e-mail that the server refused is taken back.
    """
    issued = Invoice.objects.filter(issued_on__isnull=False).count()
    return [issued, last_of(Dispatch), Dispatch.objects.count(), *summed(Account.objects.filter(BY_POST)),
            *summed(Account.objects.filter(delivery=Account.Delivery.BOTH))]  # fmt: skip


def summed(accounts):
    """How many, and their ids together: another account among them changes one or both."""
    return accounts.aggregate(count=Count("pk"), sum=Sum("pk")).values()
