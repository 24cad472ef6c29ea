"""Whatever is sold, both XML files say the document's own pence, and a document that is a penny out is refused."""
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.money import Basis
from invoicing.einvoice.writers import NotAnInvoice, check, factur_x, peppol
from tests.einvoice.papers import CREDIT, paper, sale
from tests.einvoice.reading import NAMES, figures, figures_of, tree_of

RATES = [("S", 2000), ("S", 500), ("Z", 0), ("E", 0)]


@st.composite
def sales(draw, rates=RATES):
    treatment, rate = draw(st.sampled_from(rates))
    quantity = draw(st.integers(-9, 40).filter(bool))
    basis = draw(st.sampled_from(Basis))  # one document may hold prices published on both
    return sale("Pitch", quantity, draw(st.integers(0, 500_000)), treatment, rate, basis=basis)


@st.composite
def documents(draw):
    rates = draw(st.sampled_from([RATES, [("O", 0)]]))
    document = paper(*draw(st.lists(sales(rates), min_size=1, max_size=12)))
    if draw(st.booleans()):
        return replace(document, **CREDIT)
    paid = draw(st.integers(0, max(document.gross, 0)))
    return replace(document, paid=paid, to_pay=document.gross - paid)


@st.composite
def a_penny_out(draw):
    """A document in which one figure, or two that go together, are wrong."""
    document, wrong = draw(documents()), draw(st.integers(-100, 100).filter(bool))
    part = draw(st.sampled_from(["document", "line", "row"]))
    names = {"document": ["net", "vat", "gross", "net gross"], "row": ["net", "vat"],
             "line": ["net", "vat", "gross", "net gross", "vat gross", "net vat"]}
    changed = draw(st.sampled_from(names[part])).split()
    if part == "document":
        return replace(document, **{name: getattr(document, name) + wrong for name in changed})
    several = "lines" if part == "line" else "vat_rows"
    items = list(getattr(document, several))
    at = draw(st.integers(0, len(items) - 1))
    items[at] = replace(items[at], **{name: getattr(items[at], name) + wrong for name in changed})
    return replace(document, **{several: tuple(items)})


@given(documents())
def test_both_files_say_the_documents_own_pence(document):
    check(document)
    assert figures(factur_x(document)) == figures(peppol(document)) == figures_of(document)


@given(documents())
def test_quantity_times_price_is_what_was_charged_and_no_price_is_negative(document):
    tree = tree_of(factur_x(document))
    for line in tree.iterfind(".//ram:IncludedSupplyChainTradeLineItem", NAMES):
        price, quantity, for_quantity, net = (
            Decimal(line.findtext(f".//ram:{name}", "1", NAMES))
            for name in ("ChargeAmount", "BilledQuantity", "BasisQuantity", "LineTotalAmount"))
        assert price >= 0
        assert price * quantity == net * for_quantity


@given(a_penny_out())
def test_a_document_that_is_a_penny_out_is_refused(document):
    with pytest.raises(NotAnInvoice):
        check(document)
