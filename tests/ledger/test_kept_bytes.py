"""Files as they were first written: a batch closed long ago must come out the same from whatever code writes it now."""

import hashlib

import pytest

from invoicing.ledger.file import write
from invoicing.ledger.layout import INVOICES
from invoicing.ledger.presets import PRESETS
from tests.ledger.rows import BATCH, posting, sale

JOURNAL = [*posting(1, text="Tŷ Bara, pitch 12", reason="invoice", reference="INV-2026-00001"),
           *posting(2, credit="VAT-OUTPUT", pence=417, text="=cmd", reason="invoice")]  # fmt: skip
SALES = [sale(), sale("CN-2026-00001", document="credit", net=-1000, vat=-200, unit_price=1000, description="Łódź")]


def test_sage_journals():
    assert write(PRESETS["sage_journal"], BATCH, JOURNAL).decode("cp1252").split("\r\n") == [
        'JD,,1100,0,22/11/2026,INV-2026-00001,"Ty Bara, pitch 12",20.83,T9,0.00',
        'JC,,4410,0,22/11/2026,INV-2026-00001,"Ty Bara, pitch 12",20.83,T9,0.00',
        "JD,,1100,0,22/11/2026,,'=cmd,4.17,T9,0.00",
        "JC,,2200,0,22/11/2026,,'=cmd,4.17,T9,0.00",
        "",
    ]


def test_sage_invoices():
    assert write(PRESETS["sage_invoices"], BATCH, SALES).decode("cp1252").split("\r\n") == [
        'SI,70000001,4410,0,22/11/2026,INV-2026-00001,"Pitch 12, Saturday market",25.00,T1,5.00',
        "SC,70000001,4410,0,22/11/2026,CN-2026-00001,Lódz,10.00,T1,2.00",
        "",
    ]


@pytest.mark.parametrize(("name", "digest"), [
    ("journal", "e6e676e5be85ca67"),
    ("journal_by_code", "22d26deaa2d54428"),
    ("unit4", "271f5dcbc0dd67e9"),
    ("sage_journal", "feb86bf44e0a13eb"),
    ("sage_invoices", "d256d6a0fb12fcd5"),
    ("xero", "ed78fef7eaf8b40c"),
])
def test_every_preset(name, digest):
    layout = PRESETS[name]
    made = write(layout, BATCH, SALES if layout.source == INVOICES else JOURNAL)
    assert hashlib.sha256(made).hexdigest().startswith(digest)
