"""manage.py sample_documents DIR: every printed document in every hard case, to look at and to check."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from invoicing.einvoice.writers import factur_x, peppol
from invoicing.papers.invoice_document import InvoiceDocument
from invoicing.papers.samples import samples


class Command(BaseCommand):
    """Made of plain values: it needs no database, and changes nothing in one."""

    help = "Writes every document type in every hard case as PDF, and the XML of invoices and credit notes beside it."

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, help="where to write; made if it is not there")

    def handle(self, *args, directory, **options):
        try:
            directory.mkdir(parents=True, exist_ok=True)
            papers = samples()
            for name, (document, draw) in papers.items():
                (directory / f"{name}.pdf").write_bytes(draw(document))
                if isinstance(document, InvoiceDocument) and not document.is_draft:
                    (directory / f"{name}.factur-x.xml").write_bytes(factur_x(document))
                    (directory / f"{name}.peppol.xml").write_bytes(peppol(document))
        except OSError as error:
            why = f"Cannot write to {directory}: {error.strerror}. Name a folder you may write to."
            raise CommandError(why) from error
        self.stdout.write(f"{len(papers)} documents are in {directory}.")
