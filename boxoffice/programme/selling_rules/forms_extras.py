"""What the pages of extras send: something sold beside a place, or a fee that is charged by itself."""

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from boxoffice.programme.selling_rules.fields import ChannelsField, PenceAsPounds
from events.models import ChargeType, Event, Extra, VatDetermination
from events.money import Basis, Vat
from invoicing.models import BudgetCode

SMALL, WHOLE = 32_767, 2_147_483_647  # what a small and a whole number's column can hold
TRADERS_ONLY, PUBLIC_ONLY = ["unit", "amps"], ["fee", "channels", "refundable"]


class ExtraForm(forms.ModelForm):
    """What is sold, its price and how VAT and the ledger take it; the choices are those that finance has set."""

    price = PenceAsPounds(label="Price", help_text="For one, such as 4.50.",
                          error_messages={"required": "Enter the price; 0 where it is free."})  # fmt: skip
    basis = forms.ChoiceField(label="The price is", choices=Basis, initial=Basis.GROSS)
    fee = forms.ChoiceField(label="How it is charged", required=False, choices=[
        ("", "Chosen by the customer"), ("ticket", "A fee on each ticket"), ("booking", "A fee once for each booking"),
    ])  # fmt: skip
    channels = ChannelsField(label="Where a fee is charged", help_text="Tick none for wherever it is sold.")
    stock = forms.IntegerField(label="Stock", required=False, min_value=0, max_value=WHOLE,
                               help_text="At each performance or market day. Empty: no limit.")  # fmt: skip
    most_each = forms.IntegerField(label="Most in one booking", min_value=1, max_value=SMALL, initial=10,
                                   error_messages={"required": "Enter how many one booking may have."})  # fmt: skip
    amps = forms.IntegerField(label="Socket, amps", required=False, min_value=0, max_value=SMALL,
                              help_text="16 or 32 for a socket; 0 for none.")  # fmt: skip
    position = forms.IntegerField(label="Order in the list", required=False, min_value=0, max_value=SMALL)

    class Meta:
        model = Extra
        fields = ["name", "price", "basis", "fee", "channels", "refundable", "stock", "most_each", "unit", "amps",
                  "charge_type", "budget_code", "position", "offered"]  # fmt: skip
        labels = {"name": "Name", "unit": "Unit", "offered": "On sale",
                  "refundable": "A fee goes back with its ticket when that is refunded"}  # fmt: skip
        help_texts = {"name": "The customer reads it.", "unit": "each, m², metre.", "refundable": "",
                      "offered": "Untick it to sell it no more. What was sold stays."}  # fmt: skip
        error_messages = {"name": {"required": "Give it a name."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        public = self.instance.event.audience == Event.Audience.PUBLIC
        for name in TRADERS_ONLY if public else PUBLIC_ONLY:
            del self.fields[name]
        if self.instance.pk and self.instance.is_sold():
            for name in ("name", "unit", "fee"):
                self.fields.pop(name, None)
        self.fields["charge_type"] = forms.ChoiceField(
            label="VAT is charged as", choices=charge_types(self.instance.event, self.instance.charge_type),
            help_text="What finance has determined the VAT on.", initial=self.instance.charge_type,
            error_messages={"required": "Choose what it is charged as: its VAT goes by that."})  # fmt: skip
        self.fields["budget_code"] = forms.ChoiceField(
            label="Budget code", choices=budget_codes(self.instance.event, self.instance.budget_code),
            initial=self.instance.budget_code or self.instance.event.budget_code)  # fmt: skip
        self.order_fields(self.Meta.fields)

    def clean(self):
        cleaned = super().clean()
        for name in ("amps", "position"):
            if name in self.fields and cleaned.get(name) is None and name not in self.errors:
                cleaned[name] = 0
        return cleaned

    def clean_name(self):
        name = self.cleaned_data["name"]
        if self.instance.event.extras.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"{self.instance.event} has an extra of this name. Choose another.")
        return name


def charge_types(event, kept=""):
    """[(charge type, its words with the VAT that is determined)]: what nobody has determined cannot be sold."""
    today = localdate()
    found = VatDetermination.objects.filter(Q(event=None) | Q(event=event), valid_from__lte=today)
    found = found.filter(Q(valid_to=None) | Q(valid_to__gte=today), occurrence=None).order_by("-event", "valid_from")
    decided = {one.charge_type: one for one in found if one.event_id is None}
    decided |= {one.charge_type: one for one in found if one.event_id and one.charge_type == event.charge_type}
    rows = [(one.value, f"{one.label}, {taxed(decided[one])}") for one in ChargeType if one in decided]
    if not kept:
        return [("", "Choose"), *rows]
    if kept not in decided:
        rows.append((kept, f"{ChargeType(kept).label}, VAT not determined"))
    return rows


def taxed(determination):
    """VAT 20%, or why there is none."""
    if determination.treatment == Vat.STANDARD:
        return f"VAT {determination.rate / 100:g}%"
    return determination.get_treatment_display()[:1].lower() + determination.get_treatment_display()[1:]


def budget_codes(event, kept=""):
    """[(code, its words)] in force today, the event's own first; the event's own where the house keeps no list."""
    codes = {row.code: str(row) for row in BudgetCode.objects.valid_on(localdate())}
    own = {event.budget_code: codes.get(event.budget_code, event.budget_code)}
    return list((own | codes | ({kept: codes.get(kept, kept)} if kept else {})).items())
