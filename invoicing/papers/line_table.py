"""What an invoice's tables say: its lines in VAT groups, and on an invoice for up to a year its dates to pay."""
from itertools import groupby

from events.money import pounds
from invoicing.papers.invoice_document import (
    EXEMPT,
    OUTSIDE,
    exemption_reason,
    long_date,
    plain_number,
    rate_text,
    short_date,
    unit_pounds,
)
from invoicing.papers.table import Column, PaperTable, Row


def line_table(flow, document):
    """The lines under the VAT group they belong to; a group is headed by its reason and, among several, summed."""
    return PaperTable(flow, _columns(flow.say, document), list(_rows(flow.say, document)),
                      "Lines: what was supplied, with quantity, price and VAT")


def _columns(say, document):
    columns = [Column("date", say("Date"), "left", folded=True)] if any(line.date for line in document.lines) else []
    price = "Unit price with VAT" if document.price_basis == "gross" else "Unit price"
    columns += [Column("description", say("Description"), "left", wide=True),
                Column("quantity", say("Qty"), folded=True), Column("unit_price", say(price), folded=True)]
    if document.simplified:
        return [*columns, Column("rate", say("VAT rate")), Column("gross", say("Amount with VAT"))]
    if document.is_outside_scope:
        return [*columns, Column("net", say("Amount"))]
    return [*columns, Column("net", say("Net")), Column("rate", say("VAT rate")), Column("vat", say("VAT"))]


def _rows(say, document):
    several, remaining = len(document.vat_rows) > 1, list(document.lines)
    for group in document.vat_rows:
        members = [line for line in remaining if (line.treatment, line.vat_rate_bp) == (group.treatment, group.rate_bp)]
        remaining = [line for line in remaining if line not in members]
        if reason := exemption_reason(group):
            yield Row(role="heading", label=reason)
        yield from (_line(say, line) for line in members)
        if several:
            yield _subtotal(say, group)
    yield from (_line(say, line) for line in remaining)


def _line(say, line):
    quantity, price = plain_number(line.quantity), unit_pounds(line.unit_price)
    cells = {"date": short_date(line.date), "description": line.description, "quantity": quantity,
             "unit_price": price, "net": pounds(line.net), "rate": printed_rate(say, line.treatment, line.vat_rate_bp),
             "vat": pounds(line.vat), "gross": pounds(line.gross)}
    return Row(cells, folded=", ".join(filter(None, (short_date(line.date), f"{quantity} × {price}"))))


def _subtotal(say, group):
    label = group.label if group.label[:2] == "VA" else f"{group.label[:1].lower()}{group.label[1:]}"
    cells = {"net": pounds(group.net), "rate": printed_rate(say, group.treatment, group.rate_bp),
             "vat": pounds(group.vat), "gross": pounds(group.net + group.vat)}
    return Row(cells, "subtotal", say("Sub-total, {}", label))


def printed_rate(say, treatment, rate_bp):
    """What the VAT rate column says."""
    return say("Exempt") if treatment == EXEMPT else say("No VAT") if treatment == OUTSIDE else \
        rate_text(treatment, rate_bp)


def schedule_table(flow, document):
    """Each date to pay with the amount without VAT, the rate and the VAT (VAT Regulations 1995, reg. 90(2))."""
    say = flow.say
    if any(line.tax_point for line in document.lines):
        columns = [Column("due", say("Due"), "left", wide=True), Column("net", say("Excluding VAT")),
                   Column("rate", say("VAT rate")), Column("vat", say("VAT")), Column("gross", say("To pay"))]
        rows = _taxed_dates(say, document.lines)
    else:
        columns = [Column("due", say("Due"), "left", wide=True), Column("gross", say("To pay"))]
        rows = [Row({"due": long_date(due), "gross": pounds(amount)}) for due, amount in document.instalments]
    return PaperTable(flow, columns, rows, "Each date on which a part is to be paid, with its VAT")


def _taxed_dates(say, lines):
    def key(line):
        return line.tax_point, line.treatment, line.vat_rate_bp

    rows = []
    for (due, treatment, rate), members in groupby(sorted((line for line in lines if line.tax_point), key=key), key):
        members = list(members)
        net, vat = sum(line.net for line in members), sum(line.vat for line in members)
        rows.append(Row({"due": long_date(due), "net": pounds(net), "rate": printed_rate(say, treatment, rate),
                         "vat": pounds(vat), "gross": pounds(net + vat)}))
    return rows
