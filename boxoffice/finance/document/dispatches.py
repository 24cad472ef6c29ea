"""Sending one paper: by e-mail at once, or noting that it went in the post."""

from django.contrib import messages
from django.db import transaction

from invoicing.emails import UNSENT, send
from invoicing.models import Dispatch, PrintBatch


def dispatch(request, paper):
    """Do what the page asked for (`channel`: email or post) and say how it went."""
    if request.POST.get("channel") == Dispatch.Channel.POST:
        note_posted(paper, by=request.user)
        messages.success(request, f"Noted: {paper.document} went in the post.")
    else:
        email(request, paper)


def email(request, paper):
    """E-mail a paper to its account's address; where it cannot go, say what to do."""
    customer = paper.account.customer
    try:
        sent = send(paper, by=request.user)
    except UNSENT:
        messages.error(request, f"The mail server did not take it, so {customer} was sent nothing. Try again later.")
        return
    if sent:
        messages.success(request, f"E-mailed {paper.document} to {customer.email}.")
    else:
        messages.error(request, f"{customer} has no e-mail address. Add one on their account, or print it.")


@transaction.atomic
def note_posted(paper, *, by):
    """A batch of this one paper that went into the post."""
    batch = PrintBatch.objects.create(made_by=by)
    batch.papers.add(paper)
    batch.mark_printed(by=by)
