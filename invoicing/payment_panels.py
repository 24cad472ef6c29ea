"""The end of an invoice: VAT summary, totals, notes, how to pay, and the slip torn off to pay by post."""
from reportlab.lib.units import mm

from events.pdf_text import BOLD, REGULAR, fit, tint, wrap

from .invoice_document import exemption_reason, long_date, pounds
from .letterhead import BODY, LEADING, LEFT, MUTED, RIGHT

SLIP_TOP = 205 * mm
TOTALS_LEFT = 124 * mm
SUMMARY_NET, SUMMARY_VAT, SUMMARY_LABEL = 87 * mm, 114 * mm, 42 * mm
FACT_ROOM = 58 * mm


def total_rows(document):
    """(label, amount, is the bottom line) for the totals beside the VAT summary."""
    rows = []
    if not document.is_outside_scope:
        rows += [("Total excluding VAT", document.net, False), ("Total VAT (£ sterling)", document.vat, False)]
    credit = "Total credit" if document.is_credit else "Total"
    rows.append((credit, document.gross, document.is_credit))
    if not document.is_credit:
        if document.paid:
            rows.append(("Already paid", -document.paid, False))
        rows.append(("To pay", document.to_pay, True))
    return rows


def totals_depth(document):
    summary = 0 if document.is_outside_scope else 20 + 15 * sum(len(_summary_label(row)) for row in document.vat_rows)
    return max(summary, 17 * len(total_rows(document)) + 6) + 14


def draw_totals(canvas, document, top):
    """The VAT summary at the left, the totals at the right."""
    if not document.is_outside_scope:
        _draw_vat_summary(canvas, document, top)
    letterhead = document.letterhead
    with canvas.element("Table", summary="Totals of this document"), canvas.element("TBody"):
        baseline = top + 12
        for label, amount, bottom_line in total_rows(document):
            face = BOLD if bottom_line else REGULAR
            size = 12.5 if bottom_line else BODY
            fill = letterhead.accent if bottom_line else "#1b2a2f"
            if bottom_line:
                baseline += 6
                canvas.rule(TOTALS_LEFT, RIGHT, baseline - 16, letterhead.accent, 1)
            with canvas.element("TR"):
                canvas.text(TOTALS_LEFT, baseline, label, face, size, "TH", fill=fill, scope="Row")
                canvas.text(RIGHT, baseline, pounds(amount), face, size, "TD", "right", fill=fill)
            baseline += 17
    return top + totals_depth(document)


def _draw_vat_summary(canvas, document, top):
    with canvas.element("Table", summary="VAT summary: each rate with its net amount and VAT"):
        with canvas.element("THead"), canvas.element("TR"):
            for edge, words, align in ((LEFT, "VAT summary", "left"), (SUMMARY_NET, "Net", "right"),
                                       (SUMMARY_VAT, "VAT", "right")):
                canvas.text(edge, top + 12, words, BOLD, BODY, "TH", align, MUTED, scope="Column")
        canvas.rule(LEFT, SUMMARY_VAT, top + 17, "#aab7bb", 0.5)
        with canvas.element("TBody"):
            baseline = top + 30
            for row in document.vat_rows:
                label = _summary_label(row)
                with canvas.element("TR"):
                    below = canvas.lines(LEFT, baseline, label, REGULAR, BODY, 15, "TH", scope="Row")
                    canvas.text(SUMMARY_NET, baseline, pounds(row.net), REGULAR, BODY, "TD", "right")
                    canvas.text(SUMMARY_VAT, baseline, pounds(row.vat), REGULAR, BODY, "TD", "right")
                baseline = below


def _summary_label(row):
    return wrap(row.label, REGULAR, BODY, SUMMARY_LABEL)


def note_lines(document):
    """The notes, wrapped, each a list of lines. A reason that heads the table's lines is not said twice."""
    said = {exemption_reason(row) for row in document.vat_rows}
    return [wrap(note, REGULAR, BODY, RIGHT - LEFT) for note in document.notes if note and note not in said]


def notes_depth(document):
    return sum(len(lines) * LEADING + 4 for lines in note_lines(document)) + (6 if document.notes else 0)


def draw_notes(canvas, document, top):
    baseline = top + 11
    for lines in note_lines(document):
        baseline = canvas.lines(LEFT, baseline, lines, REGULAR, BODY, LEADING) + 4
    return top + notes_depth(document)


def wants_payment(document):
    return document.to_pay > 0 and not document.is_credit and not document.is_draft


def payment_facts(document):
    """(term, value) for a bank transfer, only what is known."""
    head = document.letterhead
    facts = [("Account name", head.account_name or head.name), ("Bank", head.bank_name),
             ("Sort code", head.sort_code), ("Account number", head.account_number),
             ("Payment reference", document.pay_reference or document.number)]
    if not head.account_number:
        facts = facts[-1:]
    return [(term, value) for term, value in facts if value]


def payment_depth(document):
    if not wants_payment(document):
        return 0
    facts = sum(15 * len(lines) for _, lines, _ in _measured(payment_facts(document), FACT_ROOM))
    return max(80, 34 + facts + (16 if document.pay_url else 0)) + 4


def _measured(facts, room):
    """(term, value's lines, their size) for each fact."""
    return [(term, *fit(value, BOLD, BODY, room, 1, smallest=9.5)) for term, value in facts]


def draw_payment(canvas, document, top):
    """How to pay: the bank's details and the reference at the left, the amount and its date at the right."""
    if not wants_payment(document):
        return top
    letterhead, depth = document.letterhead, payment_depth(document) - 4
    canvas.panel(LEFT - 3 * mm, top, RIGHT - LEFT + 6 * mm, depth, letterhead.ground, 4)
    with canvas.element("Sect"):
        canvas.text(LEFT + 2 * mm, top + 18, "How to pay", BOLD, 12.5, "H2", fill=letterhead.accent)
        baseline = top + 36
        below = _draw_facts(canvas, payment_facts(document), LEFT + 2 * mm, 60 * mm, baseline, FACT_ROOM)
        if document.pay_url:
            shown = document.pay_url.removeprefix("https://")
            canvas.link(LEFT + 2 * mm, below, f"Pay online: {shown}", document.pay_url,
                        f"Pay {document.name} online", fill=letterhead.accent)
        canvas.text(TOTALS_LEFT, top + 18, "To pay", REGULAR, BODY, fill=MUTED)
        canvas.text(TOTALS_LEFT, top + 40, pounds(document.to_pay), BOLD, 18, fill=letterhead.accent)
        if document.due_date:
            canvas.text(TOTALS_LEFT, top + 60, f"by {long_date(document.due_date)}", BOLD, BODY)
    return top + depth + 4


def _draw_facts(canvas, facts, left, value_left, baseline, room, leading=15):
    """A two-column table of terms and values."""
    with canvas.element("Table", summary="Details for payment"), canvas.element("TBody"):
        for term, lines, size in _measured(facts, room):
            with canvas.element("TR"):
                canvas.text(left, baseline, term, REGULAR, BODY, "TH", fill=MUTED, scope="Row")
                baseline = canvas.lines(value_left, baseline, lines, BOLD, size, leading, "TD")
    return baseline


def draw_slip(canvas, document):
    """The slip at the foot of the last page that goes back with a payment by post."""
    letterhead = document.letterhead
    canvas.rule(0, 210 * mm, SLIP_TOP, "#8a979b", 0.6, (3, 3))
    canvas.panel(LEFT - 3 * mm, SLIP_TOP + 25 * mm, 88 * mm, 44 * mm, tint(letterhead.colour, 0.05), 4)
    with canvas.element("Sect"):
        canvas.text(LEFT, SLIP_TOP + 11 * mm, "Remittance slip", BOLD, 12.5, "H2", fill=letterhead.accent)
        canvas.text(LEFT, SLIP_TOP + 17.5 * mm, "Tear off along the line and send with your payment.")
        canvas.text(LEFT + 1 * mm, SLIP_TOP + 32 * mm, "Send to", REGULAR, BODY, fill=MUTED)
        lines = [line for part in (letterhead.name, *letterhead.address)
                 for line in wrap(part, REGULAR, BODY, 80 * mm)][:7]
        canvas.lines(LEFT + 1 * mm, SLIP_TOP + 38 * mm, lines, REGULAR, BODY, 13.5)
        facts = [("From", document.customer_name), ("Account", document.account_reference),
                 ("Invoice", document.number), ("Reference", document.pay_reference or document.number),
                 ("Due", long_date(document.due_date)), ("To pay", pounds(document.to_pay))]
        _draw_facts(canvas, [(term, value) for term, value in facts if value], 112 * mm, 135 * mm,
                    SLIP_TOP + 32 * mm, RIGHT - 135 * mm, 18)
