"""How a licence goes on or ends: successor, wish to move, notice, an officer's reason, another pitch, a takeover."""

from django.views.decorators.http import require_POST

from boxoffice.market.licences.forms import EndForm, SuccessorForm, TakeoverForm, TransferForm, WishForm
from boxoffice.market.licences.views import answered, check_may_decide, find, show
from boxoffice.templatetags.british import day as in_words
from invoicing import standing_ends


def with_form(request, pk, name, form, act, words):
    """Do `act(licence, form's data)`; show the licence again with the form where that is not in order."""
    check_may_decide(request)
    if not form.is_valid():
        return show(request, find(pk), 422, **{name: form})
    return answered(request, pk, lambda one: act(one, form.cleaned_data), words)


@require_POST
def licence_successors(request, pk):
    """Name who is to take it over."""
    return with_form(request, pk, "successor_form", SuccessorForm(request.POST, prefix="next"),
                     lambda one, said: one.nominate(said["customer"], by=request.user),
                     lambda one: f"Successor: {one.successor or 'nobody'}.")  # fmt: skip


@require_POST
def licence_wishes(request, pk):
    """Note that they would rather stand elsewhere."""
    return with_form(request, pk, "wish_form", WishForm(request.POST, prefix="wish"),
                     lambda one, said: one.ask_transfer(said["wish"], by=request.user),
                     lambda one: "Noted." if one.transfer_wish else "Taken off.")  # fmt: skip


@require_POST
def licence_notices(request, pk):
    """The trader gave notice by letter or by word of mouth."""
    return answered(request, pk, lambda one: standing_ends.give_notice(one, by=request.user),
                    lambda one: f"Notice noted. The last day is {in_words(one.ends_on)}.")  # fmt: skip


@require_POST
def licence_ends(request, pk):
    """End it for a reason."""
    return with_form(request, pk, "end_form", EndForm(request.POST, prefix="end"),
                     lambda one, said: standing_ends.end(one, by=request.user, **said),
                     lambda one: f"The last day is {in_words(one.ends_on)}; later ones are given back.")  # fmt: skip


@require_POST
def licence_transfers(request, pk):
    """Move the holder to another pitch."""
    return with_form(request, pk, "transfer_form",
                     TransferForm(request.POST, event=find(pk).event, prefix="move"),
                     lambda one, said: standing_ends.transfer(one, said["place"], said["on"], by=request.user),
                     lambda one: f"Moved: see the licence for {one.followed_by.place}.")  # fmt: skip


@require_POST
def licence_takeovers(request, pk):
    """Offer it to the successor."""
    return with_form(request, pk, "takeover_form", TakeoverForm(request.POST, prefix="take"),
                     lambda one, said: standing_ends.take_over(one, said["on"], by=request.user),
                     lambda one: f"Offered to {one.followed_by.customer}.")  # fmt: skip
