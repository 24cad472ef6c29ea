"""From an invoice's or credit note's frozen rows to the paper: what it says, its stored pages, its XML."""

import functools
from decimal import Decimal

from django.conf import settings

from events.money import Basis, Taxed, Vat, tax
from invoicing.einvoice.writers import attachment, peppol
from invoicing.models import Council, Paper
from invoicing.papers.invoice_document import (
    CREDIT_NOTE,
    INVOICE,
    VAT_INVOICE,
    InvoiceDocument,
    InvoiceLine,
    VatRow,
    long_date,
)
from invoicing.papers.invoice_pdf import render
from invoicing.papers.letterhead import Letterhead

RATE_HEADING = "Credit note: change of VAT rate"  # reg. 15


def printed(invoice):
    """The stored pages of an issued invoice, drawn and stored when they are first asked for."""
    return Paper.objects.of(lambda: pdf(document_of(invoice)), invoice=invoice)


def printed_credit(note):
    """The stored pages of a credit note."""
    return Paper.objects.of(lambda: pdf(document_of_credit(note)), credit_note=note)


def pdf(document):
    """A document's bytes with its XML inside; the same rows always give the same bytes."""
    return render(document, attachment(document))


def draft_pdf(bill):
    """A sample of what a billing run would issue: no number, and the words that say so."""
    customer = bill.account.customer
    taxed = tax([charge.priced for charge in bill.charges])
    address = f"{customer.name}\n{customer.address.strip()}\n{customer.postcode}"
    return render(document(bill.charges, taxed, bill.account, address, Council.current().printed()))


def ubl(invoice):
    """An issued invoice as Peppol BIS 3."""
    return peppol(document_of(invoice))


def credit_ubl(note):
    """A credit note as Peppol BIS 3."""
    return peppol(document_of_credit(note))


def document_of(invoice, copy=False):
    """An issued invoice as plain values, from what was frozen when it was issued and nothing else."""
    charges = list(invoice.charges.all())
    taxed = [Taxed(charge.net, charge.vat_amount) for charge in charges]
    instalments = tuple(invoice.parts()) if invoice.schedule else ()
    return document(charges, taxed, invoice.account, invoice.billed_to, invoice.seller, number=invoice.number,
                    issue_date=invoice.issued_on, due_date=invoice.due_on, instalments=instalments,
                    tax_point=None if invoice.schedule else invoice.issued_on, copy=copy,
                    pay_reference=invoice.account.reference, pay_url=pay_url(invoice),
                    your_reference=invoice.order_number, customer_vat_number=invoice.customer_vat_number,
                    language=invoice.language, large_print=invoice.large_print)  # fmt: skip


def document_of_credit(note, copy=False):
    """A credit note as plain values, its lines in the words of the invoice it corrects."""
    lines = list(note.lines.select_related("charge"))
    charges, original = [line.charge for line in lines], note.invoice
    taxed = [Taxed(line.net, line.vat_amount) for line in lines]
    prices = [line.price for line in lines]
    reason = f"{note.get_reason_display()}. {note.text}".strip() if note.text else note.get_reason_display()
    return document(charges, taxed, note.account, note.billed_to, note.seller, number=note.number, prices=prices,
                     issue_date=note.issued_on, tax_point=note.issued_on, reason=reason, copy=copy,
                     original=f"{original.number} of {long_date(original.issued_on)}",
                     original_number=original.number, original_date=original.issued_on,
                     your_reference=original.order_number, customer_vat_number=original.customer_vat_number,
                     language=original.language, large_print=original.large_print, title=CREDIT_NOTE, to_pay=0,
                     notes=(RATE_HEADING,) if note.reason == "rate" else ())  # fmt: skip


def pay_url(invoice):
    """Where this invoice is paid by card, printed on it."""
    return f"{settings.SITE_URL}/pay/{invoice.pay_token}/" if invoice.pay_token else ""


def document(charges, taxed, account, billed_to, seller, number=None, prices=None, **facts):
    """What the paper says about these charges, addressed to `billed_to` by `seller`.

    A document with nothing taxable on it is not a VAT invoice (HMRC VATREC4020) and is not called one.
    """
    name, *address = [line for line in billed_to.splitlines() if line.strip()]
    net, vat = sum(one.net for one in taxed), sum(one.vat for one in taxed)
    taxable = any(charge.vat in (Vat.STANDARD, Vat.ZERO) for charge in charges)
    basis = one_basis(charges)
    prices = prices or [charge.price for charge in charges]
    facts = {"title": VAT_INVOICE if taxable else INVOICE, "to_pay": net + vat, "issue_date": None, **facts}
    return InvoiceDocument(
        number=number, customer_name=name, address=tuple(address), account_reference=account.reference or "",
        lines=tuple(map(line_on(basis), charges, taxed, prices)), vat_rows=tuple(vat_rows(charges, taxed)), net=net,
        vat=vat, gross=net + vat, letterhead=letterhead(seller), price_basis=basis, **facts,
    )  # fmt: skip


def one_basis(charges):
    """The basis that all prices were published on; net where they were not alike, as there is one price column."""
    bases = {charge.basis for charge in charges}
    return bases.pop() if len(bases) == 1 else Basis.NET


def line_on(basis):
    """How one charge becomes a line: its price as published where that is on the document's basis, else its net."""

    def line(charge, taxed, price):
        whole = price == charge.price
        published = price if charge.basis == basis else taxed.net
        quantity = charge.quantity if whole else 1
        return InvoiceLine(
            description=charge.description, quantity=quantity, unit_price=unit(published, quantity), net=taxed.net,
            vat=taxed.vat, gross=taxed.gross, treatment=charge.vat, vat_rate_bp=charge.vat_rate, date=charge.on,
            budget_code=charge.budget_code, price=published, tax_point=charge.tax_point,
        )  # fmt: skip

    return line


def unit(pence, quantity):
    """The price of one, exact to four places of a pound's hundredth where it is no whole number of pence."""
    return pence // quantity if pence % quantity == 0 else round(Decimal(pence) / quantity, 2)


def vat_rows(charges, taxed):
    """Net and VAT by treatment and rate, one row each (EN 16931 BR-E-01), with every reason once."""
    totals, reasons = {}, {}
    for charge, one in zip(charges, taxed, strict=True):
        key = (charge.vat, charge.vat_rate)
        totals[key] = totals.get(key, Taxed(0, 0)) + one
        reasons.setdefault(key, {})[charge.vat_reason] = True
    for (treatment, rate), total in totals.items():
        reason = "; ".join(filter(None, reasons[treatment, rate]))
        label = f"VAT at {rate / 100:g}%" if treatment == Vat.STANDARD else Vat(treatment).label
        yield VatRow(treatment=treatment, label=label, rate_bp=rate, net=total.net, vat=total.vat, reason=reason)


def letterhead(seller):
    """The council's letterhead from what a document keeps of it."""
    address = tuple(seller["address"].splitlines())
    kept = {name: seller[name] for name in Letterhead.__dataclass_fields__ if name in seller and name != "address"}
    return Letterhead(**{**kept, "address": address, "logo": logo(seller.get("council")),
                         "footer": kept.get("footer") or ", ".join([seller["name"], *address])})  # fmt: skip


def logo(council):
    """The logo of one state of the letterhead; letterheads never change, so it is read once a process."""
    return read_logo(council) if council else b""


@functools.cache
def read_logo(council):
    return bytes(Council.objects.get(pk=council).logo)
