"""The end of a paper: VAT summary, totals, how to pay, and the slip torn off to pay by post."""
from dataclasses import dataclass

from reportlab.lib.units import mm

from events.pdf_text import BOLD, REGULAR, fit, tint, width, wrap

from .invoice_document import exemption_reason, long_date, pounds
from .letterhead import LEFT, MUTED, RIGHT
from .line_table import printed_rate
from .paper_flow import SLIP_TOP
from .pay_code import draw_pay_code

TOTALS_LEFT = 124 * mm
CODE = 25 * mm


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


@dataclass(frozen=True)
class Payment:
    """What is to be paid on a paper and how it is known: amount in pence, and what the slip calls the paper."""
    amount: int
    customer: str
    account: str = ""
    paper: tuple = ("Invoice", "")  # what it is and its number
    reference: str = ""
    due: object = None  # a date
    url: str = ""
    name: str = ""


def payment_of(document):
    """How an invoice is paid; None where nothing is to pay, or this is a credit note or a draft."""
    if document.to_pay <= 0 or document.is_credit or document.is_draft:
        return None
    due = document.instalments[0][0] if document.instalments else document.due_date
    return Payment(document.to_pay, document.customer_name, document.account_reference, ("Invoice", document.number),
                   document.pay_reference or document.number, due, document.pay_url, document.name)


def _bank_facts(flow, payment):
    """(term, value) for a bank transfer, only what is known."""
    head = flow.letterhead
    facts = [("Account name", head.account_name or head.name), ("Bank", head.bank_name),
             ("Sort code", head.sort_code), ("Account number", head.account_number), ("IBAN", _fours(head.iban)),
             ("BIC", head.bic), ("Payment reference", payment.reference)]
    if not head.account_number and not head.iban:
        facts = facts[-1:]
    return [(flow.say(term), value) for term, value in facts if value]


def _fours(iban):
    """An IBAN as it is printed, in groups of four."""
    plain = iban.replace(" ", "")
    return " ".join(plain[start:start + 4] for start in range(0, len(plain), 4))


def draw_payment(flow, payment):
    """How to pay: the bank's details and the reference, the link, and the code that opens it."""
    if payment is None:
        return
    canvas, kind, facts = flow.canvas, flow.type, _bank_facts(flow, payment)
    left, value = LEFT + 2 * mm, LEFT + (64 if kind.large else 41) * mm
    code_beside = bool(payment.url) and not kind.large
    right = RIGHT - CODE - 4 * mm if code_beside else RIGHT - 2 * mm
    leading = kind.body * 1.43
    link, link_size = _link(flow, payment, right - left)
    title, title_size = fit(_title(flow, payment), BOLD, kind.heading, right - left, 1, smallest=kind.body)
    depth = (len(title) * title_size + kind.body) * 1.25 + 8 + len(link) * kind.body * 1.35
    depth += flow.facts_depth(facts, value - left, right - value, leading, False)
    depth = max(depth + (CODE + 4 if link and kind.large else 0), CODE + 6 if code_beside else 0)
    flow.room(depth)
    top = flow.top
    canvas.panel(LEFT - 3 * mm, top, RIGHT - LEFT + 6 * mm, depth, flow.letterhead.ground, 4)
    with canvas.element("Sect"):
        below = canvas.lines(left, top + title_size * 1.4, title, BOLD, title_size, title_size * 1.25, "H2",
                             fill=flow.accent) - title_size * 1.25
        below = flow.draw_facts(facts, left, value, right, below + kind.body * 1.75, "Details for payment", leading,
                                bold_first=False)
        if link:
            below = canvas.link(left, below, link, payment.url, f"Pay {payment.name} online", REGULAR, link_size,
                                flow.accent)
            x, y = (RIGHT - CODE, top + 3) if code_beside else (left, below - kind.body * 0.7)
            draw_pay_code(canvas, x, y, CODE, payment.url, f"QR code that opens {payment.url} to pay {payment.name}")
    flow.top = top + depth + 6


def _title(flow, payment):
    """How to pay, with how much and by when, since this part is read on its own."""
    by = f" {flow.say('by {}', long_date(payment.due))}" if payment.due else ""
    return f"{flow.say('How to pay')}: {pounds(payment.amount)}{by}"


def _link(flow, payment, room):
    """(lines, size) of the link as printed, without the https:// that nobody types."""
    if not payment.url:
        return [], flow.type.body
    return fit(f"{flow.say('Pay online')}: {payment.url.removeprefix('https://')}", REGULAR, flow.type.body, room, 1,
               smallest=flow.type.body - 1.5)


def draw_slip(flow, payment):
    """The slip at the foot of the last sheet that goes back with a payment by post, where the sheet has room for it."""
    if payment is None or flow.top > SLIP_TOP:
        return
    canvas, kind, say = flow.canvas, flow.type, flow.say
    canvas.rule(0, 210 * mm, SLIP_TOP, "#8a979b", 0.6, (3, 3))
    middle = 108 * mm
    with canvas.element("Sect"):
        canvas.text(LEFT, SLIP_TOP + 9 * mm, say("Remittance slip"), BOLD, kind.heading, "H2", fill=flow.accent)
        words = wrap(say("Tear off along the line and send with your payment."), REGULAR, kind.body, RIGHT - LEFT)
        below = canvas.lines(LEFT, SLIP_TOP + 9 * mm + kind.heading * 1.3, words, REGULAR, kind.body)
        canvas.panel(LEFT - 3 * mm, below, middle - LEFT - 2 * mm, 284 * mm - below - 9 * mm,
                     tint(flow.letterhead.colour, 0.05), 4)
        top = below + kind.body * 1.7
        canvas.text(LEFT + 1 * mm, top, say("Send to"), REGULAR, kind.body, fill=MUTED)
        head = flow.letterhead
        lines = [line for part in (head.name, *head.address) for line in wrap(part, REGULAR, kind.body, 78 * mm)]
        canvas.lines(LEFT + 1 * mm, top + kind.body * 1.5, lines[:6], REGULAR, kind.body, kind.body * 1.25)
        facts = [("From", payment.customer), ("Account", payment.account), payment.paper,
                 ("Reference", payment.reference), ("Due", long_date(payment.due)), ("To pay", pounds(payment.amount))]
        facts = [(say(term), value) for term, value in facts if value]
        flow.draw_facts(facts, middle, middle + (32 if kind.large else 24) * mm, RIGHT, top, "What this slip pays",
                        kind.body * 1.6, bold_first=False)
