"""Rows for the ledger's tests: a posting, a sale, and strategies for whole balanced journals and lists of invoices."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from invoicing.ledger import code_pattern
from invoicing.ledger.presets import CONTROLS
from invoicing.ledger.rows import Batch, JournalRow, SalesRow

BATCH = Batch("12", date(2026, 11, 30))
DAY = date(2026, 11, 22)
CODES = ["MKT-4410", "MKT-4420", "THE-3000", *CONTROLS]
# Anything a person or a bank may have put into a text, line ends, formulas, quotes and other alphabets too.
AWKWARD = "aZé£ŵŷłß’“–€李🎪\n\r\t,;|\"'=+-@0 \x00\x85\u200b\ud800"
WORDS = st.text(st.sampled_from(AWKWARD) | st.characters(), max_size=80)
DAYS = st.dates(date(2020, 4, 1), date(2030, 3, 31))
PENCE = st.integers(1, 10**9)


def segments(code):
    return code_pattern.DEFAULT.split(code) if code not in CONTROLS else {}


def posting(number=1, debit="DEBTORS", credit="MKT-4410", pence=2083, day=DAY, **more):
    """Both rows of one posting."""
    return [JournalRow(entry=f"E{number}", posting=str(number), date=day, side=side, code=code, amount=pence,
                       segments=segments(code), **more) for side, code in (("D", debit), ("C", credit))]  # fmt: skip


def sale(number="INV-2026-00001", code="MKT-4410", **more):
    return SalesRow(**{
        "number": number, "document": "invoice", "date": DAY, "due": date(2026, 12, 22), "customer": "Amy Archer",
        "description": "Pitch 12, Saturday market", "unit_price": 2500, "net": 2500, "vat": 500, "treatment": "S",
        "rate": 2000, "code": code, "account_reference": "700000017", "address": "1 High Street\nAlderbrook",
        "postcode": "AL1 1AA", "segments": segments(code),
    } | more)  # fmt: skip


@st.composite
def journals(draw):
    """Both sides of some postings, with texts of any kind."""
    rows = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        debit, credit = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True))
        about = {name: draw(WORDS) for name in ("text", "customer", "reference", "reason")}
        rows += posting(number, debit, credit, draw(PENCE), draw(DAYS), **about)
    return rows


@st.composite
def sales(draw):
    """Lines of some invoices and credit notes."""
    rows = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        document = draw(st.sampled_from(["invoice", "credit"]))
        for _ in range(draw(st.integers(1, 4))):
            rows.append(draw(sale_lines(f"INV-{number}", document)))
    return rows


@st.composite
def sale_lines(draw, number, document):
    treatment, rate = draw(st.sampled_from([("S", 2000), ("S", 500), ("Z", 0), ("E", 0), ("O", 0)]))
    sign = -1 if document == "credit" or draw(st.booleans()) else 1
    price, quantity = draw(st.integers(0, 10**6)), draw(st.integers(1, 400))
    net = sign * (price * quantity + draw(st.integers(0, 1)))
    return sale(number, draw(st.sampled_from(["MKT-4410", "THE-3000"])), document=document, unit_price=price, net=net,
                quantity=Decimal(quantity), vat=sign * (abs(net) * rate // 10_000), treatment=treatment, rate=rate,
                customer="C" + draw(WORDS), description="D" + draw(WORDS), date=draw(DAYS), due=draw(DAYS),
                address=draw(WORDS))  # fmt: skip
