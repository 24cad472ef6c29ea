"""What importing a bank file sends: the file, and which of its columns is what."""

from django import forms

from events.models import Refused
from invoicing.bank.csv_file import columns_of, read_csv
from invoicing.bank.mapping import DELIMITERS, ENCODINGS, MOST_SKIPPED, Mapping
from invoicing.bank.statement import LARGEST_FILE
from invoicing.bank.values import DATE_FORMS
from invoicing.models import BankMapping

ROWS_SHOWN = 5
ABSENT = [("", "Not in the file")]
COLUMNS = {
    "date": "Date", "amount": "Amount, in and out in one column", "direction": "CR or DR", "credit": "Money in",
    "debit": "Money out", "payer": "Who paid", "bank_id": "The bank's own number of the line",
    "account": "Account the money went to", "currency": "Currency",
}  # fmt: skip
FORMS = {"day/month/year": "Day, month, year", "month/day/year": "Month, day, year",
         "year-month-day": "Year, month, day"}  # fmt: skip
BLANK = Mapping(date="A", amount="B")  # to look at a file's columns with, before any is chosen


class UploadForm(forms.Form):
    """A file from the bank."""

    file = forms.FileField(
        label="Bank file", max_length=150, allow_empty_file=True,
        help_text="A statement downloaded from the bank as CSV or camt.053.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xml"}),
        error_messages={"required": "Choose the file that the bank gave you.",
                        "max_length": "The file's name is too long. Give it a shorter one."},
    )  # fmt: skip
    mapping = forms.ModelChoiceField(
        BankMapping.objects, label="Columns of a CSV file", required=False,
        empty_label="Look at its headings and ask me",
        help_text="Choose the columns you saved for this bank, and the file is read at once.",
        error_messages={"invalid_choice": "These columns are saved no more. Choose others."},
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 20 MB. Ask the bank's site for a shorter period.")
        return file


class LayoutForm(forms.Form):
    """How a CSV file is written, which decides what its columns are."""

    delimiter = forms.ChoiceField(label="Columns are parted by a", choices=list(DELIMITERS.items()))
    encoding = forms.ChoiceField(label="Letters are written in", choices=list(ENCODINGS.items()))
    skip = forms.IntegerField(
        label="Lines above the headings", min_value=0, max_value=MOST_SKIPPED,
        error_messages={"required": "Enter how many lines stand above the headings: 0 for none."},
    )  # fmt: skip
    headings = forms.BooleanField(label="The first line read holds headings", required=False)

    def look(self):
        """A mapping of this layout, as far as it can be read, to ask a file for its columns with."""
        self.is_valid()
        return Mapping.from_json(BLANK.as_json() | getattr(self, "cleaned_data", {}))


class ColumnsForm(LayoutForm):
    """Which column is what; always bound, if only to a guess.

    `mapping` is the Mapping and `entries` every line read by it, once the form is valid.
    """

    reference = forms.MultipleChoiceField(
        label="What the payer wrote", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick every column that can hold a reference or a description.",
    )  # fmt: skip
    date_form = forms.ChoiceField(label="Dates are written", choices=[(form, FORMS[form]) for form in DATE_FORMS])
    decimal_comma = forms.BooleanField(label="Pence follow a comma: 1.204,50", required=False)
    turned_round = forms.BooleanField(label="Money in is written as a negative amount", required=False)
    name = forms.CharField(
        label="Save these columns as", max_length=60, required=False,
        help_text="Such as the name of the bank. A name that is there already is saved anew.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, file, data, **kwargs):
        super().__init__(data, **kwargs)
        self.file = file
        self.columns, self.unreadable = self._columns()
        choices = [(name, name) for name in self.columns]
        for what, label in COLUMNS.items():
            self.fields[what] = forms.ChoiceField(
                label=label, choices=ABSENT + choices, required=what == "date",
                error_messages={"invalid_choice": "“%(value)s” is not a column of this file. Choose another.",
                                "required": "Choose the column that holds the date."},
            )  # fmt: skip
        self.fields["reference"].choices = choices

    def _columns(self):
        """(the file's columns, why they cannot be told)"""
        try:
            return list(dict.fromkeys(columns_of(self.file, LayoutForm(self.data).look()))), ""
        except Refused as refusal:
            return [], refusal.message

    def clean(self):
        cleaned = super().clean()
        if self.unreadable:
            raise forms.ValidationError(self.unreadable)
        if self.errors:
            return cleaned
        chosen = {name: value for name, value in cleaned.items() if name != "name"}
        try:
            self.mapping = Mapping.from_json(chosen | {"reference": tuple(cleaned["reference"])})
            self.entries = read_csv(self.file, self.mapping)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return cleaned

    @classmethod
    def guessed(cls, file, guess, **kwargs):
        """The form as filled in by a Mapping; by None, with nothing chosen."""
        chosen = (guess or BLANK).as_json() | ({} if guess else {"date": "", "amount": ""})
        return cls(file, {**chosen, "headings": chosen["headings"] or ""}, **kwargs)

    @property
    def shown(self):
        """The first lines as they were read."""
        return self.entries[:ROWS_SHOWN] if self.is_valid() else []

    @property
    def main_columns(self):
        return [self[what] for what in ("date", "amount", "credit", "debit", "direction", "payer", "bank_id")]
