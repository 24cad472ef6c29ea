"""From an invoice's frozen rows to the paper: what it says, its stored pages, and one PDF for a whole run."""

from django.conf import settings

from events.money import Basis, Taxed, Vat, tax
from invoicing.invoice_document import INVOICE, VAT_INVOICE, InvoiceDocument, InvoiceLine, VatRow
from invoicing.invoice_pdf import render, render_batch
from invoicing.letterhead import Letterhead
from invoicing.models import PrintedInvoice


def printed(invoice):
    """The stored pages of an issued invoice, drawn and stored when they are first asked for."""
    return PrintedInvoice.of(invoice, invoice_pdf)


def invoice_pdf(invoice):
    """An issued invoice's bytes; the same rows always give the same bytes."""
    return render(document_of(invoice))


def batch_pdf(invoices):
    """One printable file that holds every invoice, each starting on the front of a sheet."""
    return render_batch([document_of(invoice) for invoice in invoices])


def draft_pdf(bill):
    """A sample of what a billing run would issue: no number, and the words that say so."""
    customer = bill.account.customer
    taxed = tax([charge.priced for charge in bill.charges])
    address = f"{customer.name}\n{customer.address.strip()}\n{customer.postcode}"
    return render(document(bill.charges, taxed, bill.account, address, settings.COUNCIL))


def document_of(invoice):
    """An issued invoice as plain values, from what was frozen when it was issued and nothing else."""
    charges = list(invoice.charges.all())
    taxed = [Taxed(charge.net, charge.vat_amount) for charge in charges]
    return document(charges, taxed, invoice.account, invoice.billed_to, invoice.seller, number=invoice.number,
                    issue_date=invoice.issued_on, due_date=invoice.due_on, tax_point=invoice.issued_on,
                    pay_reference=invoice.account.reference)  # fmt: skip


def document(charges, taxed, account, billed_to, seller, number=None, **dates):
    """What the paper says about these charges, addressed to `billed_to` by `seller`.

    A document with nothing taxable on it is not a VAT invoice (HMRC VATREC4020) and is not called one.
    """
    name, *address = [line for line in billed_to.splitlines() if line.strip()]
    net, vat = sum(one.net for one in taxed), sum(one.vat for one in taxed)
    taxable = any(charge.vat in (Vat.STANDARD, Vat.ZERO) for charge in charges)
    basis = one_basis(charges)
    return InvoiceDocument(
        title=VAT_INVOICE if taxable else INVOICE, number=number, customer_name=name, address=tuple(address),
        issue_date=dates.pop("issue_date", None), account_reference=account.reference or "",
        lines=tuple(line(charge, one, basis) for charge, one in zip(charges, taxed, strict=True)),
        vat_rows=tuple(vat_rows(charges, taxed)), net=net, vat=vat, gross=net + vat, to_pay=net + vat,
        letterhead=letterhead(seller), price_basis=basis, **dates,
    )  # fmt: skip


def one_basis(charges):
    """The basis that all prices were published on; net where they were not alike, as there is one price column."""
    bases = {charge.basis for charge in charges}
    return bases.pop() if len(bases) == 1 else Basis.NET


def line(charge, taxed, basis):
    """One charge as a line: its price, as published where that is on the document's basis, and what it came to."""
    unit_price = charge.price if charge.basis == basis else taxed.net
    return InvoiceLine(
        description=charge.description, quantity=1, unit_price=unit_price, net=taxed.net, vat=taxed.vat,
        gross=taxed.gross, treatment=charge.vat, vat_rate_bp=charge.vat_rate, date=charge.on,
        budget_code=charge.budget_code,
    )  # fmt: skip


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
    """The council's letterhead from what an invoice keeps of it."""
    address = tuple(seller["address"].splitlines())
    return Letterhead(
        name=seller["name"], address=address, vat_number=seller["vat_number"], telephone=seller["telephone"],
        email=seller["email"], bank_name=seller["bank_name"], sort_code=seller["sort_code"],
        account_number=seller["account_number"], footer=", ".join([seller["name"], *address]),
    )  # fmt: skip
