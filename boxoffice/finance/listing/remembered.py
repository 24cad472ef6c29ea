"""Answers that read a hundred thousand rows, remembered until a row is added that could change them.

A stamp is the last id of every table an answer comes from. It holds because money is only ever added to: whatever
settles or opens a debt writes postings, allocations or open items anew. Two at once may be written in another order
than they were numbered in, so nothing is remembered for more than a minute.
"""

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from invoicing.models import Account, Allocation, Dispatch, Invoice, OpenItem, Posting

A_MINUTE = 60
MONEY = [Posting, Allocation, OpenItem]


def remembered(what, stamp, work):
    """What `work()` found when it was last asked with this stamp."""
    return cache.get_or_set(f"finance:{what}:{':'.join(map(str, stamp))}", work, A_MINUTE)


def last_of(model):
    return model.objects.aggregate(last=Max("pk"))["last"]


def money_stamp():
    return list(map(last_of, MONEY))


def post_stamp():
    """Another invoice, another dispatch, another way of delivery: nothing else changes what waits for the post."""
    by_post = Account.objects.exclude(delivery=Account.Delivery.EMAIL).aggregate(count=Count("pk"), sum=Sum("pk"))
    issued = Invoice.objects.filter(issued_on__isnull=False).count()
    return [issued, last_of(Dispatch), *by_post.values()]
