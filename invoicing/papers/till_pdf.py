"""The Z of a closed till as PDF: what was counted, what was taken, and where the cash went. For the file."""

from reportlab.lib.units import mm

from events.dates import clock, day_clock
from events.money import pounds
from events.pdf_text import BOLD, REGULAR, fit
from invoicing.papers.flow import Flow
from invoicing.papers.letterhead import LEFT, MUTED, RIGHT
from invoicing.papers.table import Column, PaperTable, Row

VALUES = LEFT + 42 * mm


class Total(str):
    """The name of a row that is the sum of those above it."""


def render_z(figures, letterhead):
    """The bytes of a closed session's Z (TillFigures), PDF/UA-1 and PDF/A-3a; the same each time."""
    session = figures.session
    name = f"{session.drawer}, Z {session.number}"
    flow = Flow(letterhead, running=name)
    title, size = fit(name, BOLD, flow.type.title, RIGHT - LEFT, 1, smallest=14)
    flow.canvas.text(LEFT, 15 * mm, letterhead.name, BOLD, flow.type.body, fill=MUTED)
    flow.canvas.lines(LEFT, 25 * mm, title, BOLD, size, size * 1.2, "H1", fill=flow.accent)
    flow.top = flow.draw_facts(facts(session), LEFT, VALUES, RIGHT, 35 * mm, "When it was open, and by whom")
    for heading, table in tables(flow, figures):
        flow.top += 8
        with flow.canvas.element("Sect"):
            flow.titled(heading, table)
    notes(flow, figures)
    sign(flow)
    return flow.finished(name, f"Closed {day_clock(session.closed_at)}", session.closed_at)


def facts(session):
    """[(term, value)] about the session, as far as they are known."""
    known = [
        ("Opened", f"{day_clock(session.opened_at)} by {session.opened_by}"),
        ("Closed", f"{day_clock(session.closed_at)}{f' by {session.closed_by}' if session.closed_by else ''}"),
        ("Signed off by", session.signed_off_by and str(session.signed_off_by)),
        ("Over or short", f"Cash {apart(session.variance)}" + (
            f", card terminal {apart(session.terminal_variance)}" if session.terminal_variance is not None else "")),
        ("Why", session.variance_reason),
        ("Banked", session.banked is not None and f"{pounds(session.banked)}, bag {session.bag or 'none'}"),
        ("Left in the drawer", session.carried is not None and pounds(session.carried)),
    ]  # fmt: skip
    return [(term, value) for term, value in known if value]


def apart(pence):
    """£3.00 short; right."""
    return f"{pounds(abs(pence))} {'over' if pence > 0 else 'short'}" if pence else "right"


def tables(flow, figures):
    """[(heading, table)] of what the Z shows, without those that are empty."""
    made = [
        ("Counted", ["Tender", "Expected", "Counted", "Over or short"], counted(figures)),
        ("How the cash comes about", ["What", "Amount"], cash(figures)),
        ("Takings by tender", ["Tender", "Sales", "Taken", "Refunds", "Given back", "Net"], takings(figures)),
        ("Income by budget code", ["Code", "Amount"], [(code, pounds(pence)) for code, pence in figures.codes]),
        ("Who sold", ["Person", "Sales", "Net"], [(name, str(n), pounds(pence)) for name, n, pence in figures.people]),
        ("Cash moved without a sale", ["What and why", "When", "By", "Amount"], moved(figures)),
    ]  # fmt: skip
    return [(heading, table(flow, heading, headers, rows)) for heading, headers, rows in made if rows]


def table(flow, summary, headers, rows):
    """The first column says what, the others how much. A row named by a Total is the sum of those above it."""
    columns = [Column(str(n), header, "left" if n == 0 else "right", wide=n == 0) for n, header in enumerate(headers)]
    return PaperTable(flow, columns, [cells(row) for row in rows], summary)


def cells(row):
    name, *rest = row
    amounts = {str(n): cell for n, cell in enumerate(rest, 1)}
    return Row(amounts, "subtotal", name) if isinstance(name, Total) else Row({"0": name, **amounts})


def counted(figures):
    return [(name, pounds(row.expected), pounds(row.counted), apart(row.variance)) for name, row in figures.compared]


def cash(figures):
    lines = [(words, pounds(pence)) for words, pence in figures.cash_lines]
    return [*lines, (Total("Expected"), pounds(figures.expected))]


def takings(figures):
    rows = [(one.name, str(one.sales), pounds(one.taken), str(one.refunds), pounds(one.back), pounds(one.net))
            for one in figures.tenders]  # fmt: skip
    taken, back = sum(one.taken for one in figures.tenders), sum(one.back for one in figures.tenders)
    sums = (Total("All"), str(figures.sales), pounds(taken), str(figures.refunds), pounds(back), pounds(figures.total))
    return [*rows, sums] if rows else []


def moved(figures):
    """Lifts, paid in and out, and the drawer opened for nothing."""
    about = [", ".join(filter(None, [one.get_sort_display(), one.bag and f"bag {one.bag}", one.budget_code]))
             for one in figures.movements]  # fmt: skip
    return [(f"{what}: {one.reason}", clock(one.at), str(one.by), pounds(one.amount))
            for what, one in zip(about, figures.movements, strict=True)]  # fmt: skip


def notes(flow, figures):
    """What was counted anew, and undone."""
    session, (undone, pence) = figures.session, figures.voids
    flow.top += 8
    if session.recounts:
        flow.paragraph(f"Counted first as {pounds(session.first_counted)}, before the difference was known; counted "
                       f"anew {session.recounts} {'time' if session.recounts == 1 else 'times'}.")  # fmt: skip
    flow.paragraph(f"Payments undone at this till: {undone}, {pounds(pence)}. Drawer opened without a sale: "
                   f"{figures.openings}.")  # fmt: skip


def sign(flow):
    """Two lines to sign on, kept together."""
    flow.room(24 * mm)
    flow.top += 16 * mm
    for left, words in ((LEFT, "Counted by"), (LEFT + 90 * mm, "Signed off by")):
        flow.canvas.rule(left, left + 75 * mm, flow.top, MUTED, 0.6)
        flow.canvas.text(left, flow.top + 4.5 * mm, words, REGULAR, flow.type.small, fill=MUTED)
