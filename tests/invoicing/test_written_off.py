"""A debt that was written off and is credited later: nobody gets credit for what was let go."""

import pytest

from invoicing.models import Approval, BillingRun, Code, CreditNote, Payment, Posting
from invoicing.proofs.every import PROOFS
from tests import cast
from tests.finance import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice():
    """Amy's invoice of £88.20."""
    fay = cast.staff("fay", "Finance")
    desk.charged(cast.trader(), cast.market(vat=("S", 2000))[:3])
    return BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)[0]


@pytest.mark.parametrize(
    ("paid", "let_go", "credit"), [(0, 8820, 0), (0, 5000, 0), (5000, 3820, 5000), (8000, 820, 8000)]
)
def test_a_whole_credit_takes_the_write_off_back_first(invoice, paid, let_go, credit):
    fay, max_ = cast.User.objects.get(email__startswith="fay"), cast.staff("max", "Managers")
    if paid:
        Payment.objects.receive(invoice.account, "bacs", paid, invoice=invoice, by=fay, reference="line")
    Approval.objects.ask_write_off(invoice, let_go, reason="Moved away", by=fay).decide(True, by=max_)
    CreditNote.objects.credit_whole(invoice, reason="goodwill", by=fay)
    assert (invoice.owing_total(), invoice.account.credit()) == (0, credit)
    assert Posting.objects.balance(Code.BAD_DEBTS) == invoice.written_off_total() == 0
    assert {title: broken for title, check in PROOFS if (broken := check())} == {}
