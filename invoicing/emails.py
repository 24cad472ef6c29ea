"""Papers by e-mail: a short letter with the PDF attached and, for an invoice, the link to pay."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from invoicing.models import Dispatch
from invoicing.printing import pay_url


def send(paper, *, by=None):
    """Send one paper to its account's address, and note that it went. False where there is no address."""
    document, customer = paper.document, paper.account.customer
    if not customer.email:
        return False
    message = letter(paper, document, customer)
    message.attach(f"{slug(document)}.pdf", bytes(paper.pdf), "application/pdf")
    message.send()
    Dispatch.objects.create(paper=paper, channel=Dispatch.Channel.EMAIL, to=customer.email, by=by)
    return True


def letter(paper, document, customer):
    """The words, as plain text and as HTML."""
    seller = document.seller
    about = {"document": document, "name": customer.name, "seller": seller, "title": title(paper, document),
             "owing": document.owing_total() if paper.invoice_id else 0,
             "pay_url": pay_url(document) if paper.invoice_id else "", "account": paper.account}  # fmt: skip
    message = EmailMultiAlternatives(
        f"{about['title']} from {seller['name']}", render_to_string("emails/paper.txt", about),
        from_email=f"{seller['name']} <{settings.DEFAULT_FROM_EMAIL}>", to=[customer.email],
        reply_to=[seller["email"]],
    )  # fmt: skip
    message.attach_alternative(render_to_string("emails/paper.html", about), "text/html")
    return message


TITLES = {"invoice": "Invoice {document}", "credit_note": "Credit note {document}", "payment": "Your receipt",
          "reminder": "{document.title}", "statement": "Statement of your account"}  # fmt: skip


def title(paper, document):
    """What the subject line calls it."""
    kind = next(name for name in TITLES if getattr(paper, f"{name}_id"))
    return TITLES[kind].format(document=document)


def slug(document):
    """A file name for it."""
    return str(document).lower().replace(",", "").replace(" ", "-")[:60]
