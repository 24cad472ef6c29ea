"""Matching: bank lines beside what is proposed for them, accepted together or one by one, and taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from boxoffice.finance.account.forms_allocation import AllocationForm
from boxoffice.finance.asked import id_of, words_of
from boxoffice.finance.listing.rows import counted
from boxoffice.finance.money_in.matching import Desk, accept, accounts_found
from events.models import Refused
from events.money import pounds
from invoicing.models import Account, Allocation, BankLine


@require_safe
def matching(request):
    """Both panes."""
    return show(request, request.GET)


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def exact_matches(request):
    """Match every ticked line that is exact; those that are so no more are named and left."""
    matched, left = accept(Desk(), set(request.POST.getlist("line")), by=request.user)
    for line, reason in left:
        messages.warning(request, f"Left as it is: {line}. {reason}")
    if not matched:
        messages.error(request, "Nothing was matched. Tick at least one exact match.")
        return show(request, request.GET, 422)
    total = pounds(sum(line.amount for line in matched))
    messages.success(request, f"Matched {counted(len(matched), 'line')}, {total}.")
    return redirect("finance:matching")


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def line_matches(request, pk):
    """Match one line: as proposed, by amounts typed for an account's invoices, or all of it as credit."""
    line, desk = get_object_or_404(BankLine, pk=pk), Desk()
    try:
        if "proposal" in request.POST:
            as_proposed(desk, line, request)
        elif not by_hand(line, request):
            return show(request, {"line": str(pk), "account": request.POST.get("account")}, 422, desk=desk)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show(request, {"line": str(pk), "account": request.POST.get("account", "")}, 422)
    return onward(desk, line)


def as_proposed(desk, line, request):
    """Match as the person saw it proposed. Raises Refused where it would be proposed otherwise by now."""
    receipt = next((each for each in desk.receipts if each.line == line), None)
    suggestions = receipt.suggestions if receipt else []
    chosen = next((each for each in suggestions if each.key == request.POST["proposal"]), None)
    if chosen is None:
        raise Refused("This is no longer what is proposed: the line or an invoice changed. Look at it again.")
    line.match(Account.objects.get(pk=chosen.account.id), chosen.invoices(), by=request.user,
               appropriated_by=chosen.appropriated_by)  # fmt: skip


def by_hand(line, request):
    """Match as typed; False, with the form kept on the request, where it cannot be read. Raises Refused."""
    account = get_object_or_404(Account, pk=id_of(request.POST.get("account")))
    if "credit" in request.POST:
        line.match(account, [], by=request.user)
        return True
    request.allocation_form = AllocationForm(request.POST, account=account, use_required_attribute=False)
    if not request.allocation_form.is_valid():
        return False
    try:
        line.match(account, request.allocation_form.parts, by=request.user,
                   appropriated_by=request.allocation_form.cleaned_data["appropriated_by"])  # fmt: skip
    except Refused as refusal:
        request.allocation_form.add_error(None, refusal.message)
        return False
    return True


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def set_asides(request, pk):
    """Set a line aside with a reason, or take it up again."""
    line, desk = get_object_or_404(BankLine, pk=pk), Desk()
    try:
        line.put_back() if "back" in request.POST else line.set_aside(words_of(request.POST.get("reason")))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show(request, {"line": str(pk)}, 422)
    return onward(desk, line) if line.set_aside_reason else redirect(f"{reverse('finance:matching')}?line={pk}")


@require_POST
@permission_required("invoicing.add_invoice", raise_exception=True)
def line_releases(request, pk):
    """Take back what a line settled. The payment stays, as credit on the account."""
    try:
        payment = get_object_or_404(BankLine, pk=pk).release(by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return show(request, request.GET, 422)
    left, reference = pounds(payment.unallocated()), payment.account.reference
    messages.success(request, f"Released. The money did come in, so {left} stays as credit on account {reference}.")
    return redirect("finance:receipt", payment.pk)


def onward(desk, line):
    """To the line that comes next, with the one just dealt with to be undone."""
    following = desk.after(line) if line in desk.lines else None
    address = ({"line": following.pk} if following else {}) | {"done": line.pk}
    return redirect(f"{reverse('finance:matching')}?{urlencode(address)}")


def show(request, chosen, status=200, *, desk=None):
    """Both panes, the chosen line on the right; `chosen` says which, and what is looked for by hand."""
    desk = desk or Desk()
    receipt, text = desk.at(chosen.get("line") or ""), words_of(chosen.get("q"))
    account = Account.objects.select_related("customer").filter(pk=id_of(chosen.get("account"))).first()
    form = getattr(request, "allocation_form", None)
    if form is None and account and receipt:
        form = AllocationForm(account=account, initial=oldest_first(account, receipt.line.amount))
    done = BankLine.objects.select_related("payment__account__customer").filter(pk=id_of(chosen.get("done")))
    return render(request, "finance/matching.html", {
        "panes": desk, "receipt": receipt, "open": BankLine.objects.open().count(), "text": text, "account": account,
        "found": accounts_found(text) if text and not account else [], "form": form, "done": done.first(),
        "focus": bool(chosen.get("line") or chosen.get("done")) and not account and not text,
    }, status=status)  # fmt: skip


def oldest_first(account, left):
    """What goes to which invoice when the oldest is paid first, as the form's first values. Finance chose, as yet."""
    filled = {"appropriated_by": Allocation.AppropriatedBy.CREDITOR}
    for invoice in account.invoices.issued().owed().with_owing().order_by("due_on", "pk"):
        part = min(left, invoice.owing)
        left -= part
        filled[f"invoice_{invoice.pk}"] = f"{part // 100}.{part % 100:02d}" if part else ""
    return filled
