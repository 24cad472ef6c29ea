"""What the pages of budget codes send: a code with its budgets, and the form that codes are made in."""

from django import forms
from django.db import transaction

from boxoffice.finance.books.forms import DayInput
from boxoffice.pounds_field import PoundsField
from invoicing.ledger.budget_report import year_of
from invoicing.ledger.code_list import check_code
from invoicing.ledger.code_pattern import CodeForm, CodeRefused
from invoicing.models import Budget, BudgetCode


def year_words(year):
    return f"{year}/{(year + 1) % 100:02d}"


class CodeEntry(forms.ModelForm):
    """One budget code and its budgets of last year, this and the next. A code in the list keeps its name."""

    class Meta:
        model = BudgetCode
        fields = ["code", "title", "manager_email", "valid_from", "valid_to"]
        labels = {"valid_from": "First day", "valid_to": "Last day"}
        help_texts = {
            "manager_email": "Gets income against budget of their codes each month.",
            "valid_to": "Leave empty while it is in use. After its last day nothing can be invoiced on it.",
        }
        widgets = {"valid_from": DayInput, "valid_to": DayInput, "code": forms.TextInput(attrs={"autocomplete": "off"})}
        error_messages = {"code": {"unique": "This code is in the list already.", "required": "Enter the code."},
                          "title": {"required": "Enter what the code is for."},
                          "valid_from": {"required": "Choose the first day."}}  # fmt: skip

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        budgets = dict(self.instance.budgets.values_list("year", "amount")) if self.instance.pk else {}
        self.years = [year_of(today) + step for step in (-1, 0, 1)]
        for year in self.years:
            kept = budgets.get(year)
            initial = f"{kept // 100}.{kept % 100:02d}" if kept is not None else None
            self.fields[f"budget_{year}"] = PoundsField(label=f"Budget {year_words(year)} in pounds", required=False,
                                                        initial=initial)  # fmt: skip

    def clean_code(self):
        code = self.cleaned_data["code"].strip()
        try:
            check_code(code)
        except CodeRefused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return code

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "The last day is before the first day. Change one of them.")
        return cleaned

    def keep(self):
        """Save the code and its budgets; an empty budget is no budget."""
        with transaction.atomic():
            code = self.save()
            for year in self.years:
                amount = self.cleaned_data[f"budget_{year}"]
                if amount is None:
                    code.budgets.filter(year=year).delete()
                else:
                    Budget.objects.update_or_create(code=code, year=year, defaults={"amount": amount})
        return code


class SegmentForm(forms.Form):
    """One part of a code; left empty it is no part."""

    label = forms.CharField(label="Called", max_length=40, required=False)
    name = forms.CharField(label="Short name", max_length=30, required=False)
    pattern = forms.CharField(max_length=60, required=False)
    looks = forms.CharField(label="In words", max_length=60, required=False)
    optional = forms.BooleanField(label="May be left out", required=False)


SegmentForms = forms.formset_factory(SegmentForm, extra=2, max_num=8)


class CodeFormEntry(forms.Form):
    """What stands between the parts; with the segments' forms it makes the form of codes."""

    separator = forms.CharField(label="Between the parts", max_length=3, strip=False)

    def __init__(self, *args, segments, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.segments = segments

    def clean(self):
        """The form of codes as `cleaned_data["form"]`; what contradicts itself is said."""
        cleaned = super().clean()
        if self.errors or not self.segments.is_valid():
            return cleaned
        parts = [part for part in (one.cleaned_data for one in self.segments) if any(part.values())]
        try:
            cleaned["form"] = CodeForm.from_json({"separator": cleaned["separator"], "segments": parts})
        except CodeRefused as refusal:
            self.add_error(None, refusal.message)
        return cleaned
