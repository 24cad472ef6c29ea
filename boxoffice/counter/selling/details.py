"""What is written down with a basket: access needs, a note, who collects it, its delivery, what was agreed to."""

from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from boxoffice.counter.basket import basket_of
from boxoffice.counter.forms import BasketDetails
from boxoffice.counter.views import back, says_why
from events.models import AskedTooMuch, Consent, ConsentWording


@require_http_methods(["GET", "HEAD", "POST"])
@says_why
def details(request):
    """The form; POST keeps what is in it. Asked twice, it is kept once."""
    basket = basket_of(request)
    if basket is None:
        return back(request) if request.method == "POST" else redirect("counter:desk")
    if request.method != "POST":
        context = {"booking": basket, "customer": basket.customer, "wordings": wordings(basket.customer),
                   "performance": request.GET.get("performance", "")}  # fmt: skip
        return render(request, "counter/details.html", context)
    form = BasketDetails(request.POST)
    if not form.is_valid():
        raise AskedTooMuch(" ".join(error for errors in form.errors.values() for error in errors))
    keep(basket, form.cleaned_data, request)
    return back(request)


def keep(basket, data, request):
    """Write the details, and what the customer agreed to now, with the words that were read out."""
    basket.describe(note=data["note"], collector=data["collector"], delivery=data["delivery"])
    if basket.customer is None:
        return
    basket.customer.access_needs = data["access_needs"]
    basket.customer.save(update_fields=["access_needs"])
    agreed = set(request.POST.getlist("consent"))
    answers = {wording: str(wording.pk) in agreed for wording, _ in wordings(basket.customer)}
    Consent.objects.note(basket.customer, answers, how=basket.channel, by=request.user, at=now())


def wordings(customer):
    """[(the words to read out, whether they are agreed to)]; nothing where there is no customer."""
    if customer is None:
        return []
    latest = Consent.objects.latest(customer)
    current = ConsentWording.objects.current(localdate())
    return [(one, one.subject in latest and latest[one.subject].given) for one in current]
