"""What crediting sends: the lines of an invoice with how much of each, and the reason."""

from fractions import Fraction

from django import forms
from django.utils.html import format_html

from boxoffice.pounds_field import PoundsField
from boxoffice.templatetags.british import day
from events.models import Refused
from events.money import pounds, rounded
from invoicing.models import CreditNote
from invoicing.models.credit_note import check_wanted, creditable


class KeyedRadios(forms.RadioSelect):
    """Choices numbered from one, each chosen by the key of its number (letters.js)."""

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        option["attrs"]["data-letter"] = str(index + 1)
        option["label"] = format_html("{} <kbd>{}</kbd>", label, index + 1)
        return option


class ReasonForm(forms.Form):
    """Why something is credited, from the list, and words to print below it."""

    reason = forms.ChoiceField(
        choices=CreditNote.Reason.choices, widget=KeyedRadios, error_messages={"required": "Choose a reason."}
    )
    text = forms.CharField(
        label="Words to print below the reason", max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class CreditForm(ReasonForm):
    """Every line of which something is left, all of it prefilled. `wanted` is [(charge, pence)] once it is valid."""

    def __init__(self, *args, invoice, **kwargs):
        super().__init__(*args, **kwargs)
        self.invoice = invoice
        self.all_left = creditable(invoice)
        self.left = [each for each in self.all_left if each.price > 0]
        for each in self.left:
            self.add_line(each)

    def add_line(self, each):
        """The fields of one line: whether, how many, how much."""
        charge, what = each.charge, f"{each.charge.description}, {day(each.charge.on)}"
        self.fields[f"line_{charge.pk}"] = forms.BooleanField(label=f"Credit {what}", required=False, initial=True)
        if charge.quantity > 1:
            self.fields[f"quantity_{charge.pk}"] = forms.IntegerField(
                label=f"How many of {what}", required=False, min_value=1, max_value=charge.quantity,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "in qty"}),
            )  # fmt: skip
        self.fields[f"amount_{charge.pk}"] = PoundsField(
            label=f"Amount of {what}", required=False, initial=pounds(each.price).removeprefix("£"),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "in amount"}),
        )  # fmt: skip

    @property
    def rows(self):
        """(what is left, tick, quantity or None, amount) for each line."""
        for each in self.left:
            pk = each.charge.pk
            quantity = self[f"quantity_{pk}"] if each.charge.quantity > 1 else None
            yield each, self[f"line_{pk}"], quantity, self[f"amount_{pk}"]

    def clean(self):
        cleaned = super().clean()
        wanted = [(each, self.price_of(each)) for each in self.left if cleaned.get(f"line_{each.charge.pk}")]
        self.wanted = [(each.charge, price) for each, price in wanted if price]
        if not self.errors and not self.wanted:
            self.add_error(None, "Choose at least one line to credit.")
        return cleaned

    def price_of(self, each):
        """Pence to credit of one ticked line, by quantity or by amount; says on the line what is wrong with it."""
        field = f"amount_{each.charge.pk}"
        amount = self.cleaned_data.get(field)
        quantity = self.cleaned_data.get(f"quantity_{each.charge.pk}")
        if quantity:
            amount = self.by_quantity(each, quantity, amount)
        elif not amount and field not in self.errors:
            self.add_error(field, "Enter how much to credit, or take the tick off the line.")
        if amount:
            try:
                check_wanted([(each.charge, amount)], self.all_left)
            except Refused as refusal:
                self.add_error(field, refusal.message)
        return amount

    def by_quantity(self, each, quantity, amount):
        """The price of so many. An amount that was typed as well must be the same, or be as it was prefilled."""
        share = rounded(Fraction(each.charge.price * quantity, each.charge.quantity))
        share = each.price if share - each.price == 1 else share  # the last of several credits, a rounded penny less
        if amount in (None, share, each.price):
            return share
        return self.add_error(f"quantity_{each.charge.pk}", "Enter a quantity or an amount for this line, not both.")
