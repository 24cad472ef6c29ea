"""The rules of the counter: limits, fees and times, each explained, and who changed which when."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boxoffice.counter.authorising import PERMISSION
from boxoffice.counter.station import till_at
from boxoffice.counter.till.people import check_full
from boxoffice.pounds_field import PoundsField
from events.money import PenceField, pounds
from invoicing.models import CounterRules, CounterRulesChange

NAMES = [field.name for field in CounterRules._meta.concrete_fields if not field.primary_key]
PENCE = {field.name for field in CounterRules._meta.concrete_fields if isinstance(field, PenceField)}
GROUPS = [
    ("Refunds", ["refund_fee", "refund_until_hours", "refund_pin_over", "cash_refund_most"]),
    ("Exchanges", ["exchange_fee", "exchange_until_hours", "exchange_at_old_price"]),
    ("Tills", ["variance_tolerance", "second_sign_off"]),
    ("Times", ["basket_minutes", "parked_minutes", "link_minutes", "reserve_days"]),
    ("When the system is down", ["duty_manager", "pack_hours"]),
]
LIMITS = {"basket_minutes": (1, 120), "parked_minutes": (1, 24 * 60), "link_minutes": (1, 24 * 60),
          "reserve_days": (1, 365), "refund_until_hours": (0, 720), "exchange_until_hours": (0, 720)}  # fmt: skip
WORDS = {  # what each rule is called on the page, and what it does
    "refund_fee": ("Refund fee", "Kept of each ticket that is refunded, in pounds."),
    "refund_until_hours": ("Refunds until", "Hours before curtain-up; 0 is until it begins. Later takes a PIN."),
    "refund_pin_over": ("Refund limit", "In pounds. More than this takes the PIN of somebody who may authorise it."),
    "cash_refund_most": ("Most in cash", "In pounds. More than this does not go back in cash."),
    "exchange_fee": ("Exchange fee", "For each ticket, in pounds."),
    "exchange_until_hours": ("Exchanges until", "Hours before curtain-up; 0 is until it begins. Later takes a PIN."),
    "exchange_at_old_price": ("At the price of the first order", "New tickets are priced as on the day of that order."),
    "variance_tolerance": ("Over or short without a reason", "In pounds. A till further out than this needs one."),
    "second_sign_off": ("Two people close a till", "Somebody else than who counted enters their PIN."),
    "basket_minutes": ("Basket", "Minutes that a basket keeps its places."),
    "parked_minutes": ("Parked basket", "Minutes that a basket set aside keeps its places."),
    "link_minutes": ("Payment link", "Minutes that a payment link keeps the places."),
    "reserve_days": ("Reservation", "Days that an unpaid reservation stands."),
    "duty_manager": ("Duty manager’s e-mail address", "Who is sent the packs for when the system is down."),
    "pack_hours": ("Packs are made", "Hours before curtain-up, with spaces between them, such as 6 1."),
}


class RulesForm(forms.ModelForm):
    """Every rule, amounts in pounds, times above nothing."""

    class Meta:
        model = CounterRules
        fields = NAMES

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in PENCE:
            self.fields[name] = PoundsField()
            self.initial[name] = f"{getattr(self.instance, name) / 100:.2f}"
        for name, (least, most) in LIMITS.items():
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]

        for name, (label, help_text) in WORDS.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text

    def clean_pack_hours(self):
        hours = self.cleaned_data["pack_hours"].replace(",", " ").split()
        if not all(hour.isdecimal() and 0 < int(hour) <= 168 for hour in hours):
            raise forms.ValidationError("Write whole hours before curtain-up with spaces between them, such as 6 1.")
        return " ".join(hours)

    def groups(self):
        """(title, fields) in the order of the page; whatever no group names comes last."""
        named = {name for _, names in GROUPS for name in names}
        rest = [name for name in NAMES if name not in named]
        groups = [*GROUPS, ("Other", rest)] if rest else GROUPS
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in groups]


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request):
    """See and set the rules. For those who may authorise, signed in in full."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied("Only a manager sets the counter's rules. Ask one.")
    check_full(request)
    form = RulesForm(request.POST or None, instance=CounterRules.current())
    if form.is_valid():
        CounterRules.change(form.cleaned_data, by=request.user)
        messages.success(request, "The rules are set.")
        return redirect("counter:rules")
    changes = [(change, described(change)) for change in CounterRulesChange.objects.select_related("by")[:30]]
    context = {"form": form, "changes": changes, "till": till_at(request)}
    return render(request, "counter/rules.html", context, status=422 if form.errors else 200)


def described(change):
    """What changed, in words: [(rule, before, after)]."""
    said = {True: "yes", False: "no", "": "nothing"}
    words = [(name, [pounds(value) if name in PENCE else said.get(value, value) if isinstance(value, bool | str)
                     else value for value in values]) for name, values in change.changed.items()]  # fmt: skip
    return [(WORDS.get(name, (name,))[0], *values) for name, values in words]
