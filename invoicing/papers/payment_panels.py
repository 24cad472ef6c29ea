"""How to pay, as printed on papers: the bank's details and the reference, the link, and the code that opens it."""
import datetime
from dataclasses import dataclass

from reportlab.lib.units import mm

from events.money import pounds
from events.pdf_text import BOLD, REGULAR, fit
from invoicing.papers.invoice_document import long_date
from invoicing.papers.letterhead import LEFT, RIGHT
from invoicing.papers.pay_code import draw_pay_code

CODE = 25 * mm


@dataclass(frozen=True)
class Payment:
    """What is to be paid on a paper and how it is known: amount in pence, and what the slip calls the paper."""
    amount: int
    customer: str
    account: str = ""
    paper: tuple = ("Invoice", "")  # what it is and its number
    reference: str = ""
    due: datetime.date | None = None
    url: str = ""
    name: str = ""
    in_parts: bool = False  # the first of several, whose dates are listed above


def payment_of(document):
    """How an invoice is paid; None where nothing is to pay, or this is a credit note or a draft."""
    if document.to_pay <= 0 or document.is_credit or document.is_draft:
        return None
    due, amount = document.instalments[0] if document.instalments else (document.due_date, document.to_pay)
    return Payment(amount, document.customer_name, document.account_reference, ("Invoice", document.number),
                   document.pay_reference or document.number, due, document.pay_url, document.name,
                   len(document.instalments) > 1)


def _bank_facts(flow, payment):
    """(term, value) for a bank transfer, only what is known."""
    head = flow.letterhead
    facts = [("Account name", head.account_name or head.name), ("Bank", head.bank_name),
             ("Sort code", head.sort_code), ("Account number", head.account_number), _international(head),
             ("Payment reference", payment.reference)]
    if not head.account_number and not head.iban:
        facts = facts[-1:]
    return [(flow.say(term), value) for term, value in facts if value]


def _international(head):
    """(term, value) for payments from abroad; an IBAN is printed in groups of four."""
    plain = head.iban.replace(" ", "")
    iban = " ".join(plain[start:start + 4] for start in range(0, len(plain), 4))
    return ("IBAN and BIC", f"{iban}, {head.bic}") if iban and head.bic else ("IBAN", iban)


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
    amount, due = pounds(payment.amount), long_date(payment.due)
    if payment.in_parts:
        return flow.say("How to pay {} by {}, and then each part by its date", amount, due)
    return flow.say("How to pay {} by {}", amount, due) if due else flow.say("How to pay {}", amount)


def _link(flow, payment, room):
    """(lines, size) of the link as printed, without the https:// that nobody types."""
    if not payment.url:
        return [], flow.type.body
    return fit(f"{flow.say('Pay online')}: {payment.url.removeprefix('https://')}", REGULAR, flow.type.body, room, 1,
               smallest=flow.type.body - 1.5)
