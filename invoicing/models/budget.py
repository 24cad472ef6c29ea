"""Budget codes: which may be used when, and how much income each is expected to bring."""

from django.db import models
from django.db.models import F, Q

from events.money import PenceField


class BudgetCodeQuerySet(models.QuerySet):
    """Questions about codes."""

    def valid_on(self, day):
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def book(self):
        """Every code by its name, for whoever asks about many uses."""
        return {row.code: row for row in self}

    def why_refused(self, uses, book=None):
        """Why one of these uses, (code, day), is wrong, in a sentence; None where all are right.

        A house that keeps no list of codes checks none. With the `book` in hand the database is not asked.
        """
        uses = set(uses)
        known = {row.code: row for row in self.filter(code__in={code for code, _ in uses})} if book is None else book
        if not known and (book is not None or not self.exists()):
            return None
        for code, day in sorted(uses):
            if code not in known:
                return f"Budget code {code} is not in the list. Add it under Budget codes, or put the event right."
            if reason := known[code].why_not_on(day):
                return reason
        return None


class BudgetCode(models.Model):
    """One code of the council's ledger. Its parts (cost centre, subjective) follow the form set for codes."""

    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=100)
    manager_email = models.EmailField("budget holder's e-mail", blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = BudgetCodeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="budget_code_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def why_not_on(self, day):
        """Why it may not be used on a day; None where it may."""
        if day < self.valid_from:
            first = f"{self.valid_from:%-d %B %Y}"
            return f"Budget code {self.code} begins on {first}, after {day:%-d %B %Y}. Change its dates."
        if self.valid_to and day > self.valid_to:
            return f"Budget code {self.code} ended on {self.valid_to:%-d %B %Y}. Extend it, or use its successor."
        return None


class Budget(models.Model):
    """Income expected on a code in one financial year, which begins on 1 April."""

    code = models.ForeignKey(BudgetCode, models.CASCADE, related_name="budgets")
    year = models.PositiveSmallIntegerField(help_text="The calendar year it begins in: 2026 for 2026/27.")
    amount = PenceField(help_text="Net income in pence.")

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="one_budget_a_code_and_year")]

    def __str__(self):
        return f"{self.code.code} {self.year}/{(self.year + 1) % 100:02d}"


class CodeForm(models.Model):
    """How codes are made up, segment by segment (invoicing/ledger/code_pattern.py). The last row is in force."""

    form = models.JSONField()
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"Form of {self.since:%-d %b %Y}"
