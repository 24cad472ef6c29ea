"""What the ledger's pages send: a batch to close, and a layout of the files it is handed over in."""

import json

from django import forms
from django.utils.timezone import localdate

from invoicing.ledger.layout import ALLOWED, Layout
from invoicing.ledger.presets import PRESETS
from invoicing.ledger.rows import LedgerRefused
from invoicing.models import BudgetCode, Code, LedgerLayout


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class CloseForm(forms.Form):
    """Up to which day to close a batch, and how its files are written."""

    until = forms.DateField(
        label="Hand over everything up to and including", widget=DayInput,
        error_messages={"required": "Choose the last day.", "invalid": "Choose a day, such as 30/11/2026."},
    )  # fmt: skip
    layout = forms.ModelChoiceField(
        LedgerLayout.objects.all(), empty_label=None, error_messages={"required": "Choose a layout."}
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until > localdate():
            raise forms.ValidationError("Choose today or an earlier day: what is still to come is not in the journal.")
        return until


class PresetForm(forms.Form):
    """Which preset a new layout copies."""

    preset = forms.ChoiceField(label="Start from a preset", choices=[(key, one.name) for key, one in PRESETS.items()])


def choices(values):
    return [(value, value) for value in sorted(values)]


class LayoutForm(forms.Form):
    """A layout: the file, its columns, and what the ledger knows our codes by."""

    name = forms.CharField(max_length=60)
    source = forms.ChoiceField(label="What the lines are", choices=choices(ALLOWED["source"]))
    form = forms.ChoiceField(label="Form", choices=[("csv", "CSV"), ("fixed", "Columns in fixed places")])
    encoding = forms.ChoiceField(choices=choices(ALLOWED["encoding"]))
    line_ending = forms.ChoiceField(choices=choices(ALLOWED["line_ending"]))
    delimiter = forms.ChoiceField(
        label="Values set apart by", choices=[(",", "comma"), (";", "semicolon"), ("|", "bar"), ("\t", "tab")]
    )
    quoting = forms.ChoiceField(choices=choices(ALLOWED["quoting"]))
    headings = forms.BooleanField(label="First line holds the headings", required=False)
    file_name = forms.CharField(max_length=80, help_text="{batch}, {date} and {part} are filled in.")
    documents_per_file = forms.IntegerField(
        label="Most invoices in one file", min_value=0, max_value=100_000, help_text="0 for any number."
    )
    header = forms.CharField(
        label="Line before", required=False, strip=False,
        help_text="{count} {debits} {credits} {hash_total} {batch} {date}",
    )  # fmt: skip
    trailer = forms.CharField(label="Line after", required=False, strip=False)
    columns = forms.CharField(widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "in code"}))

    def __init__(self, *args, row=None, segments=(), **kwargs):
        self.row, self.segments = row, segments
        if row:
            kwargs["initial"] = {**row.layout, "columns": json.dumps(row.layout["columns"], indent=1)}
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.ours = listed_codes(row.layout.get("codes", {}) if row else {})

    def clean_columns(self):
        try:
            return json.loads(self.cleaned_data["columns"])
        except ValueError as error:
            raise forms.ValidationError(f"The columns are not JSON: {error}.") from error

    def clean_name(self):
        name = self.cleaned_data["name"]
        if LedgerLayout.objects.filter(name=name).exclude(pk=self.row.pk).exists():
            raise forms.ValidationError("Another layout has this name. Choose another.")
        return name

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                cleaned["layout"] = Layout.from_json({**cleaned, "codes": self.codes()}).to_json()
            except LedgerRefused as refusal:
                self.add_error("columns" if "Column" in refusal.message else None, refusal.message)
        return cleaned

    def codes(self):
        """{our code: {"code": theirs, segment: part}} as sent; what is left empty goes as it is."""
        sent = {}
        for ours in self.ours:
            parts = {part: self.data.get(f"{part}:{ours}", "").strip() for part in ("code", *self.segments)}
            if parts := {part: value for part, value in parts.items() if value}:
                sent[ours] = parts
        return sent

    @property
    def mapping(self):
        """A row for each of our codes: (code, [(name of the input, heading, value)])."""
        kept = self.codes() if self.is_bound else self.row.layout.get("codes", {})
        heads = [("code", "Ledger's code"), *((name, name.replace("_", " ").capitalize()) for name in self.segments)]
        return [(ours, [(f"{part}:{ours}", head, kept.get(ours, {}).get(part, "")) for part, head in heads])
                for ours in self.ours]  # fmt: skip

    @property
    def headings_of_mapping(self):
        return ["Ledger's code", *(name.replace("_", " ").capitalize() for name in self.segments)]


def listed_codes(mapped):
    """Control accounts first, then the budget codes, then what is mapped and no longer in the list."""
    budget = list(BudgetCode.objects.values_list("code", flat=True))
    return list(dict.fromkeys([*Code.values, *budget, *mapped]))
