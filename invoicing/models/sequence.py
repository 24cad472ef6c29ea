"""Numbers without gaps: a counter row, taken inside the transaction that uses the number, as its last act.

Whatever rolls back gives its number back with it. Required of VAT invoices: VAT Regulations 1995, reg. 14(1)(a).
"""

from django.db import IntegrityError, models, transaction

from . import statements


class SequenceQuerySet(models.QuerySet):
    """The verb of the counter."""

    def take(self, name):
        """The next number of a series. Must be called inside a transaction, as late in it as can be."""
        if not transaction.get_connection(self.db).in_atomic_block:
            raise transaction.TransactionManagementError("A number is taken inside the transaction that uses it.")
        while (number := statements.next_number(name)) is None:
            try:
                with transaction.atomic():
                    self.create(name=name)
            except IntegrityError:  # Another transaction made the row: count from it.
                continue
        return number

    def lock(self, name):
        """Make others who take from this series wait for this transaction, before they have begun their own work."""
        self.get_or_create(name=name)
        self.select_for_update().get(name=name)


class Sequence(models.Model):
    """One series of numbers and the last one given out."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = SequenceQuerySet.as_manager()

    def __str__(self):
        return f"{self.name}: {self.last}"
