"""Gift vouchers at the counter: sell one, find one by its code, see what became of it, print it, stop a lost one."""

from functools import partial

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice.counter.station import open_till, till_at
from boxoffice.counter.tenders.beside import by_card, ways
from boxoffice.counter.tenders.forms import SellVoucher, StopVoucher
from events.models import Refused
from events.money import pounds
from invoicing.card_purposes import ask_for_voucher
from invoicing.models import CardAttempt, NotSpendable, StoredValue
from invoicing.papers.voucher import render_voucher
from invoicing.slips import once
from invoicing.stored_values import sell

MOST_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def vouchers(request):
    """Sell a voucher, or find one; the latest where nothing is asked for."""
    code = request.GET.get("code", "")
    if code:
        try:
            return redirect("counter:voucher", StoredValue.objects.with_code(code).code)
        except NotSpendable as refusal:
            return show_vouchers(request, SellVoucher(), 422, code=code, wrong=refusal.message)
    form = SellVoucher(request.POST or None)
    if form.is_valid():
        try:
            return sell_one(request, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return show_vouchers(request, form, 422 if form.errors else 200)


def sell_one(request, form):
    """Sell it at once, or have a card pay it first: the next page. Raises a Refused."""
    data = form.cleaned_data
    if data["method"] in CardAttempt.Way.values:
        ask = partial(ask_for_voucher, data["amount"], wording=data["wording"])
        return by_card(request, data["method"], ask, key=data["key"], sent_to=data["sent_to"])
    with once(f"Slip {data['reference']}"):
        sold = sell(**form.tender(), by=request.user, till=open_till(request))
    messages.success(request, said(sold))
    return redirect("counter:voucher", sold.code)


def said(voucher):
    """Sold, with the change to hand back."""
    payment = voucher.payments.get()
    return f"{voucher} is sold: {payment}, change {pounds(payment.change)}. Print it now."


def show_vouchers(request, form, status=200, **about):
    found = StoredValue.objects.filter(sort=StoredValue.Sort.GIFT).annotate(left=Sum("movements__amount"))[:MOST_SHOWN]
    can = ways(request)
    form.offer(can)
    form.fields["key"].initial = can["key"]
    if form.is_bound:  # nothing was done: another try is another sale
        form.data = {**form.data.dict(), "key": can["key"]}
    context = {"form": form, "vouchers": found, "till": till_at(request), **about}
    return render(request, "counter/vouchers.html", context, status=status)


@require_safe
def voucher(request, code):
    """One voucher or credit: what is left on it, and its statement."""
    return show(request, get(code), StopVoucher())


def get(code):
    return get_object_or_404(StoredValue.objects.select_related("customer", "instead_of"), code=code.upper())


def show(request, stored, form, status=200):
    context = {"stored": stored, "movements": statement(stored), "left": stored.balance(), "form": form,
               "newer": StoredValue.objects.filter(instead_of=stored).first(), "till": till_at(request)}  # fmt: skip
    return render(request, "counter/voucher.html", context, status=status)


def statement(stored):
    """Its movements, each with what was left after it."""
    left, movements = 0, list(stored.movements.select_related("payment__booking", "by"))
    for movement in movements:
        left += movement.amount
        movement.left = left
    return movements


@require_safe
def voucher_pdf(request, code):
    """The voucher on paper."""
    stored = get(code)
    if stored.stopped_at or stored.sort != StoredValue.Sort.GIFT:
        messages.error(request, f"{stored} is not printed: it was stopped, or it is a customer's credit.")
        return show(request, stored, StopVoucher(), 422)
    response = HttpResponse(render_voucher(stored), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="voucher-{stored.code}.pdf"'
    return response


@require_POST
def reissues(request, code):
    """Stop a lost voucher and issue another with what is left on it."""
    stored, form = get(code), StopVoucher(request.POST)
    if stored.sort != StoredValue.Sort.GIFT:
        form.add_error(None, "A customer's credit is not stopped: nobody else can spend it.")
    if not form.is_valid():
        return show(request, stored, form, 422)
    newer = stored.reissue(reason=form.cleaned_data["reason"], by=request.user, at=now())
    messages.success(request, f"{stored.code} is stopped. {newer.code} is issued in its stead: print it now.")
    return redirect("counter:voucher", newer.code)
