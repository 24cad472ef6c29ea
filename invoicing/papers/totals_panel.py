"""The figures under an invoice's lines: the VAT summary, the totals, and the notes below them."""
from reportlab.lib.units import mm

from events.money import pounds
from events.pdf_text import BOLD, REGULAR, width, wrap
from invoicing.papers.invoice_document import exemption_reason
from invoicing.papers.letterhead import LEFT, MUTED, RIGHT
from invoicing.papers.line_table import printed_rate

TOTALS_LEFT = 124 * mm


def total_rows(say, document):
    """(label, amount, is the bottom line) for the totals beside the VAT summary."""
    rows = []
    if document.simplified:
        rows = [(say("VAT included (£ sterling)"), document.vat, False)]
    elif not document.is_outside_scope:
        rows = [(say("Total excluding VAT"), document.net, False), (say("Total VAT (£ sterling)"), document.vat, False)]
    rows.append((say("Total credit" if document.is_credit else "Total"), document.gross, document.is_credit))
    if not document.is_credit:
        if document.paid:
            rows.append((say("Already paid"), -document.paid, False))
        rows.append((say("To pay"), document.to_pay, True))
    return rows


def draw_totals(flow, document):
    """The VAT summary at the left, the totals at the right; in large print one below the other."""
    rows, large = total_rows(flow.say, document), flow.type.large
    summary_depth, totals_depth = _summary_depth(flow, document), _totals_depth(flow, rows)
    flow.room((summary_depth if large else 0) + totals_depth + 8)
    top = flow.top = flow.top + 6
    if not document.is_outside_scope:
        _draw_vat_summary(flow, document, top)
        top += summary_depth if large else 0
    below = _draw_amounts(flow, rows, top)
    flow.top = max(below, flow.top + summary_depth) + 8


def _totals_left(flow):
    return LEFT + 30 * mm if flow.type.large else TOTALS_LEFT


def _measured_totals(flow, rows):
    """(label's lines, money, face, size, is the bottom line) of each total."""
    for label, amount, last in rows:
        face, size, money = (BOLD if last else REGULAR), (flow.type.heading if last else flow.type.body), pounds(amount)
        room = RIGHT - _totals_left(flow) - width(money, face, size) - 8
        yield wrap(label, face, size, room), money, face, size, last


def _totals_depth(flow, rows):
    return sum(len(lines) * size * 1.24 + size * 0.38 + (6 if last else 0)
               for lines, _, _, size, last in _measured_totals(flow, rows)) + 4


def _draw_amounts(flow, rows, top):
    left = _totals_left(flow)
    with flow.canvas.element("Table", summary="Totals of this document"), flow.canvas.element("TBody"):
        for lines, money, face, size, last in _measured_totals(flow, rows):
            if last:
                top += 6
                flow.canvas.rule(left, RIGHT, top - 2, flow.accent, 1)
            fill = flow.accent if last else "#1b2a2f"
            with flow.canvas.element("TR"):
                below = flow.canvas.lines(left, top + size * 1.12, lines, face, size, size * 1.24, "TH", fill=fill,
                                          scope="Row")
                flow.canvas.text(RIGHT, top + size * 1.12, money, face, size, "TD", "right", fill=fill)
            top = below - size * 1.12 + size * 0.38
    return top


def _summary_columns(flow, document):
    """(edge, words, align, what a VAT row shows there) of each column of the VAT summary."""
    say, large = flow.say, flow.type.large
    if document.simplified:
        return [(RIGHT if large else 114 * mm, say("Total with VAT"), lambda row: pounds(row.net + row.vat))]
    return [(140 * mm if large else 87 * mm, say("Net"), lambda row: pounds(row.net)),
            (RIGHT if large else 114 * mm, say("VAT"), lambda row: pounds(row.vat))]


def _summary_labels(flow, document):
    room = 80 * mm if flow.type.large else 42 * mm
    for row in document.vat_rows:
        rate = printed_rate(flow.say, row.treatment, row.rate_bp)
        yield wrap(row.label if rate in row.label or not row.rate_bp else f"{row.label} {rate}", REGULAR,
                   flow.type.body, room)


def _summary_depth(flow, document):
    if document.is_outside_scope:
        return 0
    size = flow.type.body
    return size * 1.9 + sum(len(label) * size * 1.3 + size * 0.15 for label in _summary_labels(flow, document)) + 4


def _draw_vat_summary(flow, document, top):
    canvas, size, columns = flow.canvas, flow.type.body, _summary_columns(flow, document)
    with canvas.element("Table", summary="VAT summary: each rate with its amount and VAT"):
        with canvas.element("THead"), canvas.element("TR"):
            canvas.text(LEFT, top + size * 1.14, flow.say("VAT summary"), BOLD, size, "TH", fill=MUTED, scope="Column")
            for edge, words, _ in columns:
                canvas.text(edge, top + size * 1.14, words, BOLD, size, "TH", "right", MUTED, scope="Column")
        canvas.rule(LEFT, columns[-1][0], top + size * 1.6, "#aab7bb", 0.5)
        baseline = top + size * 2.86
        with canvas.element("TBody"):
            for row, label in zip(document.vat_rows, _summary_labels(flow, document), strict=True):
                with canvas.element("TR"):
                    below = canvas.lines(LEFT, baseline, label, REGULAR, size, size * 1.3, "TH", scope="Row")
                    for edge, _, shown in columns:
                        canvas.text(edge, baseline, shown(row), REGULAR, size, "TD", "right")
                baseline = below + size * 0.15


def notes_of(document):
    """The notes to print. A reason that heads the table's lines is not said twice."""
    said = {exemption_reason(row) for row in document.vat_rows}
    return [note for note in document.notes if note and note not in said]
