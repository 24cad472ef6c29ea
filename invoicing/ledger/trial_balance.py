"""The trial balance, and what any of its figures is made of."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from invoicing.models import BudgetCode, Code, Posting


@dataclass(frozen=True)
class Balance:
    """One code: what was debited and credited to it over a period, in pence."""

    code: str
    title: str
    debits: int
    credits: int

    @property
    def balance(self):
        """Debits less credits."""
        return self.debits - self.credits


def trial_balance(first, last):
    """Every code moved from one day to another; debits and credits come to the same: [Balance]."""
    moved = Posting.objects.filter(on__range=(first, last)).order_by()
    debits = dict(moved.values_list("debit").annotate(Sum("amount")))
    credits = dict(moved.values_list("credit").annotate(Sum("amount")))
    titles = titles_of()
    return [Balance(code, titles.get(code, ""), debits.get(code, 0), credits.get(code, 0))
            for code in sorted(debits.keys() | credits.keys())]  # fmt: skip


def titles_of():
    """What each code is called: control accounts by themselves, the others from the list of budget codes."""
    return {**dict(BudgetCode.objects.values_list("code", "title")), **dict(Code.choices)}


def explained(code, first, last, **about):
    """The postings that a figure is made of, oldest first; `about` narrows it (account=…, invoice=…, batch=…)."""
    moved = Posting.objects.filter(Q(debit=code) | Q(credit=code), on__range=(first, last), **about)
    return moved.select_related("booking", "payment", "account__customer", "invoice", "credit_note", "till", "by",
                                "batch").order_by("on", "pk")  # fmt: skip
