"""What is still owed, invoice by invoice and due day by due day."""

from django.db import models
from django.db.models import Q, Sum

from events.models.statements import insert
from events.money import PenceField


class OpenItemQuerySet(models.QuerySet):
    """Restating what is open, and the questions of aged debt."""

    def restate(self, invoice):
        """Write down anew what is open of an issued invoice. The caller holds the account's row locked."""
        settled = invoice.allocations.live().total() + invoice.written_off_total()
        rows = []
        for due_on, pence in invoice.parts():
            covered = min(settled, pence)
            settled -= covered
            if pence > covered:
                rows.append(OpenItem(invoice=invoice, account_id=invoice.account_id, due_on=due_on,
                                     owing=pence - covered))  # fmt: skip
        self.filter(invoice=invoice).delete()
        self.bulk_create(rows)

    def open(self, invoice, parts):
        """Write down what a new invoice owes, [(due day, pence)]: nothing has settled any of it yet."""
        rows = [OpenItem(invoice=invoice, account_id=invoice.account_id, due_on=due_on, owing=pence)
                for due_on, pence in parts if pence]  # fmt: skip
        if rows:
            insert(rows)

    def overdue(self, day):
        return self.filter(due_on__lt=day)

    def held_by(self, holds):
        """Those that some of these holds is about: its account's, or its invoice's where it names one."""
        accounts = holds.order_by().filter(invoice=None).values("account")
        invoices = holds.order_by().filter(invoice__isnull=False).values("invoice")
        return self.filter(Q(account__in=accounts) | Q(invoice__in=invoices))

    def outside(self, holds):
        """Those that none of these holds is about."""
        return self.exclude(pk__in=OpenItem.objects.held_by(holds).order_by().values("pk"))

    def owing(self):
        return self.aggregate(total=Sum("owing"))["total"] or 0


class OpenItem(models.Model):
    """What is still owed of an invoice, by the day it is due: a projection of invoices, allocations and write-offs.

    There is a row only where something is owed, so lists of a hundred thousand invoices find the debtors at once.
    `prove` compares it with the facts.
    """

    invoice = models.ForeignKey("invoicing.Invoice", models.CASCADE, related_name="open_items")
    account = models.ForeignKey("invoicing.Account", models.CASCADE, related_name="open_items")
    due_on = models.DateField(db_index=True)
    owing = PenceField()

    objects = OpenItemQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "invoice_id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "due_on"], name="one_open_item_a_due_day"),
            models.CheckConstraint(name="open_item_owes_something", condition=Q(owing__gt=0)),
        ]

    def __str__(self):
        return f"{self.invoice}: {self.owing}p due {self.due_on}"
