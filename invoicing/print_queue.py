"""The print queue: what waits for the post, in the order of its envelopes, and the batches made of it."""

import re
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q
from django_q.tasks import async_task

from events.models import AskedTooMuch
from events.pdf_join import join
from invoicing.models import Account, Council, Dispatch, Job, Paper, PrintBatch, Sequence
from invoicing.paper_kinds import KINDS, found
from invoicing.queued import queued

AT_ONCE = 100  # papers drawn and joined while somebody waits; more are left to the worker
A_PARCEL = 25  # papers put into a batch before its progress is told
LOCK = "PRINT-BATCH"  # who chooses what goes into a batch makes the next one wait until it is made
TASK = "invoicing.tasks.print_batch"
ON_HOLD = "Recovery is on hold, so no reminder of it is printed. Lift the hold first, if it may be lifted."
POSTCODE = re.compile(r"([A-Z]+)(\d+)([A-Z]?)\s*(\d[A-Z]{2})?")


@dataclass(frozen=True)
class Item:
    """One document for the post."""

    name: str  # of its kind, in KINDS
    document: Model

    @property
    def key(self):
        return f"{self.name}-{self.document.pk}"

    @property
    def words(self):
        return KINDS[self.name].one

    @property
    def postcode(self):
        """As printed in the window of the envelope, which may be older than the account's."""
        return self.document.billed_to.rstrip().rpartition("\n")[2].strip()

    @property
    def place(self):
        """Where its envelope stands among the others: by postcode (S9 before S10), all of one account together."""
        area = POSTCODE.match(self.postcode.upper())
        letters, district, letter, inward = area.groups() if area else ("", 0, "", "")
        order = (letters, int(district), letter, inward or "")
        return (not area, order, self.document.account_id, list(KINDS).index(self.name), self.document.pk)


def in_order(documents):
    """[(kind, document)] as items in the order of their envelopes."""
    return sorted((Item(kind, document) for kind, document in documents), key=lambda item: item.place)


def waiting(kinds=tuple(KINDS), **about):
    """What is to go by post and has not gone, in envelope order: [Item]. `about` narrows the documents (run=…)."""
    return in_order((kind, document) for kind in kinds for document in unposted(kind).filter(**about))


def unposted(kind):
    """Documents of one kind whose account wants post, which were never posted, and which nothing stops.

    What went by e-mail, before its account wanted post, waits for no post; only who wants both is sent both.
    """
    sent = Dispatch.objects.exclude(**{f"paper__{kind}": None}).order_by().values(f"paper__{kind}")
    posted, emailed = sent.filter(channel=Dispatch.Channel.POST), sent.filter(channel=Dispatch.Channel.EMAIL)
    unsent = KINDS[kind].going().filter(KINDS[kind].by_post).exclude(pk__in=posted)
    unsent = unsent.filter(Q(account__delivery=Account.Delivery.BOTH) | ~Q(pk__in=emailed))
    return unsent.select_related("account__customer").defer("seller")


def open_batches():
    """Batches that nobody has said anything about, while a paper of theirs still waits for the post."""
    posted = Dispatch.objects.filter(paper=OuterRef("paper"), channel=Dispatch.Channel.POST)
    unsent = PrintBatch.papers.through.objects.filter(~Exists(posted))
    return PrintBatch.objects.filter(printed_at=None, pk__in=unsent.values("printbatch")).select_related("made_by")


def in_open_batch():
    """The batch that each waiting document is in already, or is about to be put in, by the document's key."""
    asked = {key: PrintBatch(pk=batch) for batch, keys, _ in queued(TASK) for key in keys}
    links = PrintBatch.papers.through.objects.filter(printbatch__in=open_batches())
    names = [f"paper__{kind}" for kind in KINDS]
    return asked | {f"{kind}-{pk}": PrintBatch(pk=batch) for batch, *pks in links.values_list("printbatch", *names)
                    for kind, pk in zip(KINDS, pks, strict=True) if pk}  # fmt: skip


def left(kinds=tuple(KINDS), **about):
    """The keys of what waits and is in no open batch."""
    batches = in_open_batch()
    return [item.key for item in waiting(kinds, **about) if item.key not in batches]


def print_all(kinds=tuple(KINDS), *, by, **about):
    """A batch of all that is left. Of two who ask at once the second is left nothing: no paper is in both batches.

    Raises AskedTooMuch where nothing is left.
    """
    keys = left(kinds, **about)
    if len(keys) <= AT_ONCE:  # drawn before the lock is taken: while it is held, nobody sells on SQLite
        for kind, document in found(keys):
            drawn(kind, document)
    with transaction.atomic():
        Sequence.objects.lock(LOCK)
        keys = left(kinds, **about)
        if not keys:
            raise AskedTooMuch("Nothing is left to print: what waits is in a batch already. Open that batch.")
        return make_batch(keys, by=by)


def make_batch(keys, *, by):
    """A batch of these documents, such as invoice-12. Above AT_ONCE the worker makes it, and the batch fills.

    What may not be sent today is left out. Raises AskedTooMuch where nothing is chosen, or nothing may be sent.
    """
    documents = found(keys, going=True)
    if not documents:
        raise AskedTooMuch(ON_HOLD if found(keys) else "Nothing is chosen to print. Tick at least one, or print all.")
    if len(documents) > AT_ONCE:
        return ask_for_batch(documents, by)
    papers = [drawn(kind, document) for kind, document in documents]
    with transaction.atomic():
        Sequence.objects.lock(LOCK)
        batch = PrintBatch.objects.create(made_by=by)
        batch.papers.add(*papers)
    return batch


@transaction.atomic
def ask_for_batch(documents, by):
    Sequence.objects.lock(LOCK)
    batch = PrintBatch.objects.create(made_by=by)
    ask(batch, [Item(kind, document).key for kind, document in documents], by)
    return batch


def ask(batch, keys, by):
    """Have the worker draw these into the batch, if any, and make its file."""
    job = Job.objects.create(title=job_title(batch), wanted=len(keys) or batch.papers.count(), by=by)
    async_task(TASK, batch.pk, keys, job.pk)


def job_title(batch):
    return f"Print batch {batch}"


def job_of(batch):
    """The latest work on a batch; None where it was made at once."""
    return Job.objects.filter(title=job_title(batch)).first()


def fill(batch, keys, each):
    """Draw what is missing and put it in the batch, calling `each(count)` as it goes; safe to do again."""
    for start in range(0, len(keys), A_PARCEL):
        documents = found(keys[start : start + A_PARCEL], going=True)
        batch.papers.add(*(drawn(kind, document) for kind, document in documents))
        each(len(documents))


def drawn(kind, document):
    """The id of a document's paper, which is drawn where there is none yet; the pages themselves are not fetched."""
    stored = Paper.objects.filter(**{kind: document}).values_list("pk", flat=True).first()
    return stored or KINDS[kind].printed(document).pk


def contents(batch):
    """The papers of a batch in envelope order: [(Item, its paper's id)]."""
    paper_of = {}
    for pk, *documents in batch.papers.values_list("pk", *(f"{kind}_id" for kind in KINDS)):
        paper_of |= {f"{kind}-{document}": pk for kind, document in zip(KINDS, documents, strict=True) if document}
    return [(item, paper_of[item.key]) for item in in_order(found(paper_of))]


def merged(batch):
    """The batch as one PDF, each paper on the front of a sheet. What was posted before is drawn anew and says COPY."""
    posted = set(batch.papers.posted().values_list("pk", flat=True))

    def sheets():
        for item, paper in contents(batch):
            if paper in posted:
                yield KINDS[item.name].copied(item.document)
            else:
                yield bytes(Paper.objects.values_list("pdf", flat=True).get(pk=paper))

    count = batch.papers.count()
    return join(sheets(), title=f"Print batch {batch}", author=Council.current().name,
                subject=f"{count} papers for the post", when=batch.made_at)  # fmt: skip


def file_name(batch):
    return f"print-batches/{batch}.pdf"


def make_file(batch):
    """Keep the batch's PDF for whoever opens it; made anew after it was marked printed, as copies then."""
    content = merged(batch)
    drop_file(batch)
    default_storage.save(file_name(batch), ContentFile(content))


def file_of(batch):
    """The batch's PDF: the kept one, or made now where it is small; None where the worker must make it first."""
    if default_storage.exists(file_name(batch)):
        with default_storage.open(file_name(batch)) as file:
            return file.read()
    return merged(batch) if batch.papers.count() <= AT_ONCE else None


def is_ready(batch):
    """Whether it opens at once."""
    return batch.papers.count() <= AT_ONCE or default_storage.exists(file_name(batch))


def drop_file(batch):
    default_storage.delete(file_name(batch))


def mark_printed(batch, *, by):
    """All of it went into the post; its kept PDF goes, because from now on a print of it is a copy."""
    batch.mark_printed(by=by)
    drop_file(batch)
