"""A batch before it is closed: what it would hold, its control totals, and a layout tried out on the last postings."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from invoicing.ledger.export import files, header, rows
from invoicing.ledger.file import ledger_lines, write_files
from invoicing.ledger.layout import INVOICES, Layout
from invoicing.ledger.presets import PRESETS
from invoicing.ledger.rows import control_totals
from invoicing.models import LedgerLayout, Posting

TRIED = 10  # postings a layout is tried out on before it is saved


@dataclass(frozen=True)
class DraftBatch:
    """What a batch would be, without a number: everything that the writer asks a batch."""

    until: date
    layout: dict
    postings: QuerySet
    number: int | None = None

    @property
    def count(self):
        return self.postings.count()

    @property
    def pence(self):
        """Pence debited, which is what is credited too."""
        return self.postings.aggregate(total=Sum("amount", default=0))["total"]


def draft(until, layout):
    """The batch that closing up to a day would make, under a layout that is plain data."""
    return DraftBatch(until, layout, Posting.objects.filter(batch=None, on__lte=until))


def totals(batch):
    """The control totals of a batch's files, closed or not: of the lines as they stand in them."""
    layout = Layout.from_json(batch.layout)
    return control_totals(ledger_lines(layout, rows(batch, layout)))


def written(batch):
    """(control totals, files) of a batch, its rows read once. Raises LedgerRefused, naming line and remedy."""
    layout = Layout.from_json(batch.layout)
    lines = list(rows(batch, layout))
    return control_totals(ledger_lines(layout, lines)), write_files(layout, header(batch), lines)


def try_out(layout):
    """The files that the last postings would make under a layout. Raises LedgerRefused, naming line and remedy.

    A layout of invoices is tried out on the postings that issued the last of them.
    """
    postings = Posting.objects.all()
    if Layout.from_json(layout).source == INVOICES:
        postings = postings.filter(reason__in=["invoice", "credit"])
    last = list(postings.order_by("-pk").values_list("pk", "on")[:TRIED])
    until = max((on for _, on in last), default=date.today())
    return files(DraftBatch(until, layout, Posting.objects.filter(pk__in=[pk for pk, _ in last])))


def ensure_presets():
    """Give a house that has no layouts yet one of each preset, to use or to change."""
    if not LedgerLayout.objects.exists():
        LedgerLayout.objects.bulk_create(
            LedgerLayout(name=layout.name, layout=layout.to_json()) for layout in PRESETS.values()
        )


def start_from(preset):
    """A new layout that copies a preset, under a name nobody has yet."""
    layout = PRESETS[preset]
    name, count = layout.name, 1
    while LedgerLayout.objects.filter(name=name).exists():
        count += 1
        name = f"{layout.name} {count}"
    return LedgerLayout.objects.create(name=name, layout={**layout.to_json(), "name": name})
