"""Proofs about what is charged, invoiced and credited."""

from collections import defaultdict

from django.db.models import Count, F, Q, Sum

from events.money import tax, total_of
from invoicing.models import Charge, Code, CreditLine, CreditNote, Invoice
from invoicing.proofs.sums import Rules, balances, differences, excesses, gaps, minus, sums

rules = Rules()


@rules.enter("Charges not yet invoiced are exactly what the journal holds as unbilled")
def unbilled_agrees():
    standing = defaultdict(int)
    for charge in Charge.objects.filter(invoice=None):
        standing[charge.account_id] += charge.standing_gross
    return differences("account", balances(Code.UNBILLED, "account"), standing)


@rules.enter("Every charge is invoiced at most once, and a line charged at most once")
def charged_once():
    first = Charge.objects.filter(reverses=None, restores=None, restores_credit=None, instead_of=None)
    first = first.exclude(line=None)
    twice = first.values("line", "extra_line").annotate(n=Count("pk")).filter(n__gt=1)
    return [f"line {row['line']}" for row in twice]


@rules.enter("Each invoice is the sum of its charges, its VAT exact to the penny")
def invoices_add_up():
    wrong = []
    for invoice in Invoice.objects.issued().prefetch_related("charges").iterator(500):
        charges = list(invoice.charges.all())
        total = total_of(tax([charge.priced for charge in charges]))
        lines = (sum(charge.net for charge in charges), sum(charge.vat_amount for charge in charges))
        if not lines == (total.net, total.vat) == (invoice.net, invoice.vat_amount):
            wrong.append(f"invoice {invoice}: lines {lines}, total {(invoice.net, invoice.vat_amount)}")
    return wrong


@rules.enter("No invoice mixes charges outside the scope of VAT with others, and exemptions say why")
def vat_regimes_apart():
    mixed = Invoice.objects.issued().annotate(
        outside=Count("charges", filter=Q(charges__vat="O")), lines=Count("charges")
    ).filter(outside__gt=0).exclude(outside=F("lines"))  # fmt: skip
    silent = Charge.objects.filter(vat__in="EO", vat_reason="")
    return [f"invoice {invoice}" for invoice in mixed] + [f"charge {charge.pk}" for charge in silent]


@rules.enter("Invoice numbers run from 1 without a gap, series by series")
def invoice_numbers_gapless():
    return gaps(Invoice.objects.issued().values_list("number", flat=True), "INV-")


@rules.enter("Credit note numbers run from 1 without a gap, series by series")
def credit_numbers_gapless():
    unnumbered = CreditNote.objects.filter(number=None).values_list("pk", flat=True)
    numbers = CreditNote.objects.exclude(number=None).values_list("number", flat=True)
    return [f"credit note {pk}" for pk in unnumbered] + gaps(numbers, "CN-")


@rules.enter("Each credit note is the sum of its lines, all of them charges of its invoice, and so it was posted")
def credit_notes_add_up():
    strays = CreditLine.objects.exclude(charge__invoice=F("credit_note__invoice")).values_list("pk", flat=True)
    wrong = [f"credit line {pk}" for pk in strays]
    for field in ("net", "vat_amount"):
        notes = dict(CreditNote.objects.values_list("pk", field))
        wrong += differences(f"{field} of credit note", notes, sums(CreditLine.objects, "credit_note", field))
    posted = balances(Code.DEBTORS, "credit_note")
    posted.pop(None, None)
    gross = dict(CreditNote.objects.values_list("pk", F("net") + F("vat_amount")))
    return wrong + differences("credit note", minus(posted), gross)


@rules.enter("No more is credited than was invoiced: line by line, rate by rate and in all")
def credits_within_invoices():
    return lines_within() + rates_within() + wholes_within()


def lines_within():
    """A charge's price, net and VAT are each credited up to what they were; a charge credited whole is gone."""
    wrong = []
    for field in ("price", "net", "vat_amount"):
        wholes = dict(Charge.objects.filter(credits__isnull=False).values_list("pk", field))
        wrong += excesses(f"{field} of charge", sums(CreditLine.objects, "charge", field), wholes)
    credited = Charge.objects.annotate(taken=Sum("credits__price"), net_taken=Sum("credits__net"),
                                       vat_taken=Sum("credits__vat_amount")).filter(taken=F("price"))  # fmt: skip
    left = credited.exclude(net_taken=F("net"), vat_taken=F("vat_amount"))
    return wrong + [f"charge {pk} is credited whole but for its VAT" for pk in left.values_list("pk", flat=True)]


def rates_within():
    """The VAT of an invoice's group (basis, treatment, rate) is credited up to what it was."""
    credited = by_group(CreditLine.objects, "charge__")
    invoiced = by_group(Charge.objects.filter(invoice__credit_notes__isnull=False).distinct(), "")
    return excesses("VAT group", credited, invoiced)


def by_group(rows, charge):
    """VAT in pence by invoice, basis, treatment and rate."""
    totals = defaultdict(int)
    columns = [f"{charge}{name}" for name in ("invoice", "basis", "vat", "vat_rate")]
    for _, pence, *group in rows.order_by().values_list("pk", "vat_amount", *columns):
        totals[tuple(group)] += pence
    return totals


def wholes_within():
    gross = F("net") + F("vat_amount")
    credited = dict(CreditNote.objects.order_by().values_list("invoice").annotate(total=Sum(gross)))
    wholes = dict(Invoice.objects.filter(credit_notes__isnull=False).values_list("pk", gross))
    return excesses("invoice", credited, wholes)
