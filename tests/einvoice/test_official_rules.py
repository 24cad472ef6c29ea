"""The official rules (schema, EN 16931 schematron, Peppol) find nothing wrong, and would if there were."""
from dataclasses import replace

import pytest

from invoicing.einvoice.cii import cross_industry_invoice
from invoicing.einvoice.ubl import ubl
from invoicing.einvoice.writers import factur_x, peppol
from tests.einvoice.judge import judge
from tests.einvoice.papers import PAPERS, PITCH, paper, sale

WRITERS = {"Factur-X": cross_industry_invoice, "Peppol": ubl}
ONE, EXEMPT, OUTSIDE = PAPERS["one line"], PAPERS["exempt"], PAPERS["outside scope"]
WRONG = {
    "BR-CO-15": replace(ONE, gross=ONE.gross + 1),
    "BR-CO-10": replace(ONE, lines=(replace(ONE.lines[0], net=2849),)),
    "BR-E-10": replace(EXEMPT, vat_rows=(replace(EXEMPT.vat_rows[0], reason=""),)),
    "BR-O-11": paper(PITCH, sale("Street trading consent", 1, 5000, "O")),
    "BR-E-02": replace(EXEMPT, letterhead=replace(EXEMPT.letterhead, vat_number="")),
}


@pytest.fixture(scope="module")
def verdicts():
    """Everything judged in one process, as compiling the rules costs more than judging."""
    good = {("Factur-X", name): factur_x(document) for name, document in PAPERS.items()}
    good |= {("Peppol", name): peppol(document) for name, document in PAPERS.items()}
    bad = {(syntax, rule): write(document).encode() for rule, document in WRONG.items()
           for syntax, write in WRITERS.items()}
    return judge({" ".join(key): xml for key, xml in (good | bad).items()})


@pytest.mark.slow
@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("syntax", WRITERS)
def test_the_official_rules_find_nothing_wrong(verdicts, syntax, name):
    # Without a VAT number a customer has no address on the Peppol network; everything else must still be right.
    known = ["PEPPOL-EN16931-R010"] if syntax == "Peppol" and not PAPERS[name].customer_vat_number else []
    assert verdicts[f"{syntax} {name}"] == known


@pytest.mark.slow
@pytest.mark.parametrize("rule", WRONG)
@pytest.mark.parametrize("syntax", WRITERS)
def test_the_official_rules_would_have_found_a_fault(verdicts, syntax, rule):
    assert any(rule in finding for finding in verdicts[f"{syntax} {rule}"])
