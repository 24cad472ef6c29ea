"""A credit note before it is issued: what it would come to, and that nothing changed since somebody looked."""

from dataclasses import dataclass

from events.models import AskedTooMuch
from events.models.transactions import retried
from events.money import Taxed, total_of
from invoicing.models import Account, Charge, CreditNote, Invoice
from invoicing.models.credit_note import check_wanted, creditable, shares


@dataclass(frozen=True)
class Preview:
    """One credit note that would be issued: its lines as (Creditable, price, Taxed), and what it would settle."""

    invoice: Invoice
    rows: list
    total: Taxed
    left: int
    owing: int

    @property
    def settles(self):
        """Pence that come off what is owed on the invoice."""
        return min(self.total.gross, self.owing)

    @property
    def kept(self):
        """Pence that become credit on the account."""
        return self.total.gross - self.settles

    @property
    def seen(self):
        """What somebody saw in the preview: when it is not the same any more, nothing is issued."""
        return f"{self.left}-{self.total.gross}-{self.owing}"


def preview(invoice, wanted):
    """What crediting [(charge, pence on its basis)] would come to. Keeps nothing; raises AskedTooMuch as issue does."""
    left = creditable(invoice)
    rows = shares(check_wanted(wanted, left), left)
    total = total_of([taxed for *_, taxed in rows])
    CreditNote.objects.check_total(invoice, total)
    return Preview(invoice, rows, total, sum(each.gross for each in left), invoice.owing_total())


@retried
def issue(invoice, wanted, *, seen, **about):
    """Issue what was `seen` in the preview; the CreditNote. Raises AskedTooMuch where the figures changed since.

    So a press too many credits nothing twice.
    """
    Account.objects.select_for_update().get(pk=invoice.account_id)
    if preview(invoice, wanted).seen != seen:
        raise AskedTooMuch("This is not what you saw: the lines or the invoice changed since. Preview it again.")
    return CreditNote.objects.issue(invoice, wanted, **about)


class DayCredit:
    """What crediting everybody charged for a market day would do, as invoicing.cancellation.credit_day does it."""

    def __init__(self, occurrence):
        charges = Charge.objects.filter(line__occurrence=occurrence, reverses=None, reversal=None)
        charges = charges.select_related("account__customer", "invoice__account__customer").order_by("invoice", "pk")
        self.off = [charge for charge in charges if charge.invoice_id is None]
        by_invoice = {}
        for charge in charges:
            if charge.invoice_id:
                by_invoice.setdefault(charge.invoice, set()).add(charge.pk)
        self.notes = [note for note in (note_for(*each) for each in by_invoice.items()) if note]

    @property
    def total(self):
        return sum(note.total.gross for note in self.notes)

    @property
    def off_total(self):
        return sum(charge.standing_gross for charge in self.off)


def note_for(invoice, wanted):
    """The credit note for all that is left of some charges of an invoice; None where nothing is."""
    left = [(each.charge, each.price) for each in creditable(invoice) if each.charge.pk in wanted and each.price]
    return preview(invoice, left) if left else None
