"""What is not an invoice is refused with a sentence that says what to do."""
import datetime
from dataclasses import replace

import pytest

from events.models import Refused
from invoicing.einvoice.writers import NotAnInvoice, attachment, check, factur_x, peppol
from tests.einvoice.papers import PAPERS, PITCH, paper, sale

ONE, EXEMPT = PAPERS["one line"], PAPERS["exempt"]
LINE, ROW = ONE.lines[0], ONE.vat_rows[0]


def with_line(**changes):
    return replace(ONE, lines=(replace(LINE, **changes),))


REFUSED = {
    "has no lines": replace(ONE, lines=(), vat_rows=(), net=0, vat=0, gross=0, to_pay=0),
    "not in whole pence": replace(ONE, gross=34.2),
    "a float": with_line(quantity=1.0),
    "does not say what it is for": with_line(description=" \x00"),
    "says £34.21": with_line(gross=3421),
    "quantity of nought": with_line(quantity=0),
    "unknown VAT treatment AE": with_line(treatment="AE"),
    "does not go with its treatment": with_line(treatment="E"),
    "is not its rate of the net": with_line(vat=600, gross=3450),
    "has £0.01 of VAT": replace(EXEMPT, vat=1, gross=10001, to_pay=10001,
                                lines=(replace(EXEMPT.lines[0], vat=1, gross=10001),),
                                vat_rows=(replace(EXEMPT.vat_rows[0], vat=1),)),
    "two sub-totals": replace(ONE, vat_rows=(ROW, ROW)),
    "not those of its lines": replace(ONE, vat_rows=(replace(ROW, rate_bp=500),)),
    "£28.50 before VAT, and the total says £28.49": replace(ONE, vat_rows=(replace(ROW, net=2849),)),
    "£5.70 of VAT, and the total says £5.71": replace(ONE, vat=571, gross=3421, to_pay=3421),
    "the total says £34.21": replace(ONE, gross=3421, to_pay=3421),
    "is left to pay": replace(ONE, paid=1, to_pay=3420),
    "the instalments come to £34.19": replace(ONE, instalments=((datetime.date(2027, 1, 1), 3419),)),
    "document of their own": paper(PITCH, sale("Street trading consent", 1, 5000, "O")),
    "why no VAT is charged": replace(EXEMPT, vat_rows=(replace(EXEMPT.vat_rows[0], reason=" "),)),
    "no VAT registration number": replace(ONE, letterhead=replace(ONE.letterhead, vat_number="")),
    "does not name the invoice": replace(PAPERS["credit note"], original_number=""),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_wrong_is_named_and_neither_file_is_written(words):
    for write in (check, factur_x, peppol):
        with pytest.raises(NotAnInvoice) as refusal:
            write(REFUSED[words])
        assert words in refusal.value.message
        assert refusal.value.message.endswith(".")


@pytest.mark.parametrize("name", PAPERS)
def test_every_good_paper_passes(name):
    check(PAPERS[name])


def test_the_refusal_is_one_that_pages_answer():
    assert issubclass(NotAnInvoice, Refused)
    assert issubclass(NotAnInvoice, ValueError)


def test_vat_that_the_official_rules_would_forgive_is_refused():
    lines = [replace(line, vat=line.vat + 1, gross=line.gross + 1) for line in PAPERS["ninety lines"].lines]
    document = PAPERS["ninety lines"]
    row = replace(document.vat_rows[0], vat=document.vat + 90)
    with pytest.raises(NotAnInvoice, match="is not the VAT on"):
        check(replace(document, lines=tuple(lines), vat_rows=(row,), vat=row.vat, gross=document.gross + 90,
                      to_pay=document.gross + 90))


def test_a_credit_may_carry_the_pennies_that_earlier_credits_left():
    credit = PAPERS["credit note"]
    line, row = credit.lines[0], credit.vat_rows[0]
    check(replace(credit, lines=(replace(line, vat=line.vat + 5, gross=line.gross + 5),), vat=credit.vat + 5,
                  vat_rows=(replace(row, vat=row.vat + 5),), gross=credit.gross + 5))


def test_a_draft_has_no_file():
    draft = replace(ONE, number=None, issue_date=None)
    assert attachment(draft) is None
    for write in (factur_x, peppol):
        with pytest.raises(NotAnInvoice, match="Issue it first"):
            write(draft)
    check(draft)
