"""The list of budget codes beside the codes that are in use, and whether a code is made as the form of codes says."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from events.models import Event
from invoicing.ledger.budget_report import year_of
from invoicing.ledger.code_pattern import CodeRefused
from invoicing.ledger.export import code_form
from invoicing.models import BudgetCode, Charge, Code, Posting


@dataclass(frozen=True)
class UnlistedCode:
    """A code that something uses and nobody has entered: what for, and since when."""

    code: str
    title: str
    since: date


def unlisted(today):
    """Codes of events, charges and income that the list lacks: [UnlistedCode]."""
    listed = set(BudgetCode.objects.values_list("code", flat=True))
    titles = dict(Event.objects.order_by("-pk").values_list("budget_code", "title"))
    charged = dict(Charge.objects.order_by().values_list("budget_code").annotate(Min("on")))
    earned = dict(Posting.objects.order_by().values_list("credit").annotate(Min("on")))
    used = (titles.keys() | charged.keys() | earned.keys()) - listed - set(Code.values)
    april = date(year_of(today), 4, 1)
    return [UnlistedCode(code, titles.get(code, code), min(charged.get(code, april), earned.get(code, april), april))
            for code in sorted(used)]  # fmt: skip


def check_code(code):
    """Raise CodeRefused, naming the part that is wrong, where a code is not made as the form of codes says."""
    code_form().split(code)


def misfits(form):
    """Codes of the list that a form of codes would not take."""
    return [code for code in BudgetCode.objects.values_list("code", flat=True) if not fits(form, code)]


def fits(form, code):
    try:
        form.split(code)
    except CodeRefused:
        return False
    return True
