"""The slip torn off the foot of a paper and sent back with a payment by post."""
from reportlab.lib.units import mm

from events.money import pounds
from events.pdf_text import BOLD, REGULAR, tint, wrap
from invoicing.papers.invoice_document import long_date
from invoicing.papers.letterhead import LEFT, MUTED, RIGHT

SLIP_MIDDLE = 102 * mm


def draw_slip(flow, payment):
    """The slip at the foot of the last sheet that goes back with a payment by post, where the sheet has room for it."""
    if payment is None:
        return
    canvas, kind, say = flow.canvas, flow.type, flow.say
    facts, lines = _slip_facts(flow, payment), _slip_address(flow)
    value = SLIP_MIDDLE + flow.term_room * (1.15 if kind.large else 0.9)
    words = wrap(say("Tear off along the line and send with your payment."), REGULAR, kind.body, RIGHT - LEFT)
    head = kind.heading * 2.6 + len(words) * kind.body * 1.3
    depth = max(flow.facts_depth(facts, value - SLIP_MIDDLE, RIGHT - value, kind.body * 1.6, False),
                kind.body * (1.5 + 1.25 * len(lines))) + kind.body * 1.2
    top = flow.bottom + 1 * mm - max(head + depth, 66 * mm)
    if flow.top > top + 4:
        return
    canvas.rule(0, 210 * mm, top, "#8a979b", 0.6, (3, 3))
    with canvas.element("Sect"):
        canvas.text(LEFT, top + kind.heading * 1.9, say("Remittance slip"), BOLD, kind.heading, "H2", fill=flow.accent)
        canvas.lines(LEFT, top + kind.heading * 3.2, words, REGULAR, kind.body)
        canvas.panel(LEFT - 3 * mm, top + head, SLIP_MIDDLE - LEFT - 2 * mm, depth,
                     tint(flow.letterhead.colour, 0.05), 4)
        baseline = top + head + kind.body * 1.5
        canvas.text(LEFT + 1 * mm, baseline, say("Send to"), REGULAR, kind.body, fill=MUTED)
        canvas.lines(LEFT + 1 * mm, baseline + kind.body * 1.5, lines, REGULAR, kind.body, kind.body * 1.25)
        flow.draw_facts(facts, SLIP_MIDDLE, value, RIGHT, baseline, "What this slip pays", kind.body * 1.6,
                        bold_first=False)


def _slip_facts(flow, payment):
    facts = [("From", payment.customer), ("Account", payment.account), payment.paper,
             ("Reference", payment.reference if payment.reference != payment.account else ""),
             ("Due", long_date(payment.due)), ("To pay", pounds(payment.amount))]
    return [(flow.say(term), value) for term, value in facts if value]


def _slip_address(flow):
    head, room = flow.letterhead, SLIP_MIDDLE - LEFT - 6 * mm
    return [line for part in (head.name, *head.address) for line in wrap(part, REGULAR, flow.type.body, room)][:7]
