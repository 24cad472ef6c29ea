"""Electronic invoices to EN 16931: the XML inside the PDF, the same for Peppol, and the check that both add up."""
from itertools import groupby

from events.models import Refused
from events.money import pounds
from events.pdf_finish import Attachment
from invoicing.einvoice.cii import cross_industry_invoice
from invoicing.einvoice.ubl import ubl
from invoicing.einvoice.xml import clean
from invoicing.papers.invoice_document import EXEMPT, OUTSIDE, STANDARD, ZERO

INVOICE_SLACK, CREDIT_SLACK = 2, 99  # pence


class NotAnInvoice(Refused, ValueError):
    """The document does not add up, or lacks what an invoice must say."""

    code = "not_an_invoice"


def attachment(document):
    """The XML to embed in the document's PDF; None for a draft, which is not an invoice. NotAnInvoice if wrong."""
    if document.is_draft:
        return None
    return Attachment("factur-x.xml", factur_x(document), f"{document.name} as data (EN 16931)",
                      factur_x_level="EN 16931")


def factur_x(document):
    """Cross Industry Invoice D16B, profile EN 16931, as bytes. NotAnInvoice if it does not add up or is a draft."""
    check_issued(document)
    return cross_industry_invoice(document).encode()


def peppol(document):
    """UBL 2.1 for Peppol BIS Billing 3.0 as bytes: an Invoice or a CreditNote. NotAnInvoice as for factur_x.

    Only a customer registered for VAT has an address on the Peppol network; for others the file is valid EN 16931
    but no access point will deliver it.
    """
    check_issued(document)
    return ubl(document).encode()


def check_issued(document):
    if document.is_draft or not document.issue_date:
        raise NotAnInvoice(f"{document.name} has no number and date yet. Issue it first.")
    check(document)


def check(document):
    """Refuse (NotAnInvoice) a document that is a penny out or breaks a rule of VAT.

    The official rules forgive VAT that is less than £1 wrong (EN 16931 BR-CO-17); on an invoice this does not.
    """
    fault = next(faults(document), None)
    if fault:
        raise NotAnInvoice(f"{document.name} cannot be issued: {fault}")


def faults(document):
    """What is wrong, a sentence each; those after the first may only follow from it."""
    if not document.lines:
        yield "it has no lines. Add what is charged."
    yield from _not_pence(document)
    for number, line in enumerate(document.lines, 1):
        yield from (f"line {number} {fault}" for fault in _line_faults(document, line))
    yield from _row_faults(document)
    yield from _total_faults(document)
    yield from _law_faults(document)


def _not_pence(document):
    """Money is whole pence in an int: a float has already lost some."""
    money = [document.net, document.vat, document.gross, document.paid, document.to_pay]
    money += [figure for part in (*document.lines, *document.vat_rows) for figure in (part.net, part.vat)]
    money += [line.gross for line in document.lines] + [pence for _, pence in document.instalments]
    if not all(type(figure) is int for figure in money):
        yield "an amount is not in whole pence. Work the document out again."
    if any(isinstance(figure, float) for line in document.lines for figure in (line.quantity, line.unit_price)):
        yield "a quantity or a unit price is a float. Give whole numbers or decimals."


def _is_vat(document, net, vat, rate_bp):
    """Whether VAT is its rate of the net, give or take what rounding does; without a rate there is none at all.

    Rounded once a group and apportioned, no line is two out, even of a price with VAT in it. A credit takes back what
    earlier credits left (cumulative method), so it is held to what the official rules forgive.
    """
    slack = CREDIT_SLACK if document.is_credit else INVOICE_SLACK
    return abs(vat * 10_000 - net * rate_bp) <= slack * 10_000 if rate_bp else not vat


def _line_faults(document, line):
    if not clean(line.description):
        yield "does not say what it is for. Describe it."
    if line.net + line.vat != line.gross:
        yield f"comes to {pounds(line.net + line.vat)} and says {pounds(line.gross)}. Work it out again."
    if line.net and not line.quantity:
        yield "charges for a quantity of nought. Correct the quantity."
    if line.treatment not in (STANDARD, ZERO, EXEMPT, OUTSIDE):
        yield f"has the unknown VAT treatment {line.treatment}. Correct it under charges and VAT."
    if (line.treatment == STANDARD) != (line.vat_rate_bp > 0):
        yield "has a VAT rate that does not go with its treatment. Correct it under charges and VAT."
    if not _is_vat(document, line.net, line.vat, line.vat_rate_bp):
        yield f"has {pounds(line.vat)} of VAT, which is not its rate of the net. Work it out again."


def _row_faults(document):
    rows = {(row.treatment, row.rate_bp): row for row in document.vat_rows}
    if len(rows) != len(document.vat_rows):
        yield "a VAT rate has two sub-totals. Put them together."
    ordered = sorted(document.lines, key=_group)
    groups = {key: list(lines) for key, lines in groupby(ordered, key=_group)}
    if rows.keys() != groups.keys():
        yield "its VAT sub-totals are not those of its lines. Work it out again."
    for key, lines in groups.items():
        if key in rows:
            yield from _differences(f"the lines of {rows[key].label} come to", rows[key], lines)
            if not _is_vat(document, rows[key].net, rows[key].vat, rows[key].rate_bp):
                yield f"{pounds(rows[key].vat)} is not the VAT on {pounds(rows[key].net)}. Work it out again."


def _group(line):
    return line.treatment, line.vat_rate_bp


def _differences(what, total, parts):
    """Net or VAT that is not the sum of its parts."""
    for name, found, said in (("before VAT", sum(part.net for part in parts), total.net),
                              ("of VAT", sum(part.vat for part in parts), total.vat)):
        if found != said:
            yield f"{what} {pounds(found)} {name}, and the total says {pounds(said)}. Work it out again."


def _total_faults(document):
    yield from _differences("the VAT sub-totals come to", document, document.vat_rows)
    if document.net + document.vat != document.gross:
        yield (f"net and VAT come to {pounds(document.net + document.vat)}, and the total says"
               f" {pounds(document.gross)}. Work it out again.")
    if not document.is_credit and document.gross - document.paid != document.to_pay:
        yield (f"{pounds(document.gross - document.paid)} is left to pay, and it says {pounds(document.to_pay)}."
               " Work it out again.")
    due = sum(pence for _, pence in document.instalments)
    if document.instalments and due not in (document.gross, document.to_pay):
        yield f"the instalments come to {pounds(due)}. Make them {pounds(document.gross)}."


def _law_faults(document):
    """VATA 1994, VAT Regulations 1995 regs 14 and 15C, and the EN 16931 rules BR-E-02, BR-E-10, BR-O-11."""
    treatments = {row.treatment for row in document.vat_rows}
    if OUTSIDE in treatments and len(treatments) > 1:
        yield "lines outside the scope of VAT stand with others. Put them on a document of their own."
    for row in document.vat_rows:
        if row.treatment in (EXEMPT, OUTSIDE) and not clean(row.reason):
            yield f"it does not say why no VAT is charged on {row.label}. Give the reason under charges and VAT."
    if not document.is_outside_scope and not clean(document.letterhead.vat_number):
        yield "the letterhead has no VAT registration number. Add it under settings."
    if document.is_credit and not clean(document.original_number):
        yield "it does not name the invoice that it credits. Say which."
