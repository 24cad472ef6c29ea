"""Invoices ticked in a list, or all that its filter shows, and what is done with many at once."""

from dataclasses import dataclass

from django.db import transaction
from django_q.tasks import async_task

from boxoffice.finance.asked import id_of
from boxoffice.finance.listing.filter import Filter, issued
from boxoffice.finance.listing.rows import counted
from events.models import AskedTooMuch
from invoicing.dunning import remind_each
from invoicing.emails import ask_to_email
from invoicing.models import Account, Job
from invoicing.print_queue import make_batch

MOST = 5000  # invoices printed, e-mailed or reminded about in one go
REMINDED_AT_ONCE = 20  # accounts, while the page waits; more are left to the worker


@dataclass(frozen=True)
class Selection:
    """Ids of issued invoices, in the order of the list they were chosen from."""

    pks: list

    @classmethod
    def of(cls, data, today):
        """From the form around the table: with `all` everything that `filter` shows, else what was ticked."""
        if "all" in data:
            return cls(list(Filter.of(data.get("filter", "")).invoices(today).values_list("pk", flat=True)))
        ticked = [pk for each in data.getlist("chosen")[:MOST] if (pk := id_of(each))]
        known = set(issued().filter(pk__in=ticked).values_list("pk", flat=True))
        return cls([pk for pk in ticked if pk in known])

    def checked(self):
        """The ids, or AskedTooMuch where there are none or too many."""
        if not self.pks:
            raise AskedTooMuch("Nothing is chosen. Tick at least one invoice, or choose all.")
        if len(self.pks) > MOST:
            raise AskedTooMuch(f"{len(self.pks):,} are too many at once. Filter them down to {MOST:,} or fewer.")
        return self.pks

    def print(self, *, by):
        """A print batch of them; the worker makes a large one."""
        return make_batch([f"invoice-{pk}" for pk in self.checked()], by=by)

    def email(self, *, by):
        """Have the worker send them. Returns the job to look at."""
        return ask_to_email("invoice", self.checked(), title=f"E-mailing {counted(len(self.pks), 'invoice')}", by=by)

    def remind(self, *, by):
        """Remind the accounts of them, each once of all it has overdue.

        Returns (how many were made, how many of them the mail server did not take, job or None).
        """
        accounts = Account.objects.filter(invoices__in=issued().filter(pk__in=self.checked())).distinct()
        accounts = list(accounts.select_related("customer"))
        if len(accounts) > REMINDED_AT_ONCE:
            return 0, 0, ask_to_remind(accounts, by)
        return *remind_each(accounts, by=by), None


@transaction.atomic
def ask_to_remind(accounts, by):
    """Have the worker send these accounts what is due to them."""
    job = Job.objects.create(title=f"Reminders for {counted(len(accounts), 'account')}", wanted=len(accounts), by=by)
    async_task("invoicing.dunning_tasks.remind_all", [account.pk for account in accounts], job.pk, by.pk)
    return job
