"""What the settings pages send: the letterhead, the arrears policy, a step of the reminder ladder."""

import re
from string import Formatter

from django import forms

from boxoffice.finance.setup.letterhead_sample import check_logo
from boxoffice.pounds_field import PoundsField
from events.models import Refused
from invoicing.models import ArrearsPolicy, Council, ReminderStep

SAMPLE = {"name": "Amy's Cheese", "total": "£48.70", "oldest": "1 November 2026", "days": 21}


class LetterheadForm(forms.ModelForm):
    """One state of the letterhead. Saving makes a new row; earlier documents keep theirs."""

    new_logo = forms.FileField(
        label="Logo", required=False, help_text="A PNG of up to 200 kB. Leave empty to keep the present one.",
        widget=forms.FileInput(attrs={"accept": "image/png"}),
    )  # fmt: skip
    without_logo = forms.BooleanField(label="Print no logo", required=False)

    class Meta:
        model = Council
        fields = Council.PRINTED
        labels = {"name": "Council", "sort_code": "Sort code", "account_number": "Account number", "colour": "Colour",
                  "footer": "Line at the foot of the page", "bank_name": "Bank",
                  "account_name": "Account name"}  # fmt: skip
        help_texts = {"colour": "Darkened where words in it could not be read.",
                      "envelope": "Where the address stands for the window."}  # fmt: skip
        widgets = {"address": forms.Textarea(attrs={"rows": 4}), "colour": forms.TextInput(attrs={"type": "color"})}
        error_messages = {"name": {"required": "Enter the council's name."},
                          "address": {"required": "Enter the address."}}  # fmt: skip

    def __init__(self, *args, current, **kwargs):
        self.current = current
        initial = {name: getattr(current, name) for name in Council.PRINTED}
        super().__init__(*args, initial=initial, use_required_attribute=False, **kwargs)

    def clean_address(self):
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if len(lines) < 2:
            raise forms.ValidationError("Write the address line by line, the postcode on the last one.")
        return "\n".join(lines)

    def clean_new_logo(self):
        upload = self.cleaned_data["new_logo"]
        if not upload:
            return b""
        try:
            return check_logo(upload.read())
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean(self):
        """Bank details go together: an invoice with half of them cannot be paid."""
        cleaned = super().clean()
        if bool(cleaned.get("sort_code")) != bool(cleaned.get("account_number")) and not (
            {"sort_code", "account_number"} & self.errors.keys()
        ):
            self.add_error("account_number", "A sort code and an account number go together. Enter both, or neither.")
        return cleaned

    def council(self, by):
        """The new letterhead, not kept yet."""
        logo = self.cleaned_data["new_logo"] or bytes(self.current.logo)
        printed = {name: self.cleaned_data[name] for name in Council.PRINTED}
        return Council(**printed, logo=b"" if self.cleaned_data["without_logo"] else logo, set_by=by)


class ArrearsForm(forms.ModelForm):
    """What arrears do. Saving makes a new row."""

    least = PoundsField(label="Least overdue amount that counts, in pounds")

    class Meta:
        model = ArrearsPolicy
        fields = ["stop_credit_after", "stop_casual_after", "least"]
        help_texts = {"stop_credit_after": "Leave empty and arrears never stop it.",
                      "stop_casual_after": "Leave empty and arrears never stop it."}  # fmt: skip


class StepForm(forms.ModelForm):
    """One rung of the ladder. Its words may name {name}, {total}, {oldest} and {days}, and nothing else."""

    class Meta:
        model = ReminderStep
        fields = ["days_late", "title", "text", "channel", "market_action"]
        labels = {"days_late": "Days after the due day", "text": "Words", "channel": "How it is sent",
                  "market_action": "What it does on the market"}  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        error_messages = {"days_late": {"unique": "Another step comes that many days after. Choose another day."},
                          "title": {"required": "Enter a title."},
                          "text": {"required": "Enter the words."}}  # fmt: skip

    def clean_text(self):
        text = self.cleaned_data["text"]
        try:
            found = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
        except ValueError as error:
            raise forms.ValidationError("A brace { or } stands alone. Write it twice to print it.") from error
        for name, spec, conversion in found:
            if name not in SAMPLE or spec or conversion:
                asked = "{" + re.sub(r"\s+", " ", name) + "}"
                raise forms.ValidationError(f"{asked} cannot be filled in. There are {{name}}, {{total}}, {{oldest}} "
                                            "and {days}.")  # fmt: skip
        return text


def preview(text):
    """The words of a step as a trader would read them."""
    return text.format(**SAMPLE)
