"""Messages as letters, for those without e-mail: each as a page, and all that wait as one file to print."""

from django.utils.timezone import localdate

from events.models import AskedTooMuch
from events.pdf_join import join
from invoicing.models import Council
from invoicing.papers import letter_pdf
from invoicing.printing import letterhead


def letter(message, seller=None):
    """The bytes of one message as a letter."""
    return letter_pdf.render(document_of(message, seller or Council.current().printed()))


def document_of(message, seller):
    """A message as plain values."""
    customer = message.customer
    account = getattr(customer, "account", None)
    address = (*(line for line in customer.address.splitlines() if line.strip()), customer.postcode)
    return letter_pdf.LetterDocument(
        subject=message.subject, customer_name=customer.name, address=tuple(line for line in address if line),
        reference=f"M-{message.pk:06d}", issue_date=localdate(message.at), paragraphs=tuple(message.paragraphs),
        letterhead=letterhead(seller), large_print=bool(account and account.large_print),
    )  # fmt: skip


def letters(messages):
    """Many as one file, each on the front of a sheet, in the order of their postcodes. Raises AskedTooMuch for none."""
    messages, seller = list(messages), Council.current().printed()
    if not messages:
        raise AskedTooMuch("No letter waits to be printed.")
    messages.sort(key=lambda message: (message.customer.postcode, message.customer_id, message.pk))
    latest = max(message.at for message in messages)
    return join((letter(message, seller) for message in messages), title="Letters to traders", author=seller["name"],
                subject=f"{len(messages)} letters for the post", when=latest)  # fmt: skip
