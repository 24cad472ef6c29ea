"""What takes two people: one asks, another decides, and nobody decides on their own."""

import pytest

from invoicing.models import Approval, Code, Payment, Posting
from tests import cast
from tests.finance import desk


@pytest.fixture
def max(invoice):
    return cast.staff("max", "Managers")


def ask(client, invoice, amount="88.20", reason="Gone away"):
    address = f"/finance/invoices/{invoice.number}/write-offs/"
    return client.post(address, {"amount": amount, "reason": reason}, follow=True)


def decide(client, decision, approval=None):
    approval = approval or Approval.objects.get()
    return client.post(f"/finance/approvals/{approval.pk}/decisions/", {"decision": decision}, follow=True)


def test_a_write_off_waits_and_changes_nothing_yet(client, invoice):
    page = desk.words(ask(client, invoice))
    assert "It waits for somebody else to decide" in page and "Gone away" in page
    assert invoice.owing_total() == 8820


@pytest.mark.parametrize(("amount", "reason"), [("88.21", "a"), ("0", "a"), ("", "a"), ("x", "a"), ("5", ""),
                                                ("5", "x" * 201)])  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, invoice, amount, reason):
    assert ask(client, invoice, amount, reason).status_code == 422
    assert not Approval.objects.exists()


def test_nobody_decides_on_their_own(client, invoice):
    ask(client, invoice)
    assert "Somebody else must decide" in desk.words(client.get("/finance/approvals/"))
    response = decide(client, "grant")
    assert response.status_code == 422 and "Somebody else must decide" in desk.words(response)
    assert invoice.owing_total() == 8820 and Approval.objects.get().decided_at is None


def test_somebody_else_grants_and_the_debt_is_gone(client, invoice, max):
    ask(client, invoice)
    client.force_login(max)
    assert "Grant: write off £88.20" in desk.words(client.get("/finance/approvals/"))
    assert "Granted: Write-off of £88.20" in desk.words(decide(client, "grant"))
    assert invoice.owing_total() == 0 and Posting.objects.balance(Code.BAD_DEBTS) == 8820
    again = decide(client, "grant")
    assert again.status_code == 422 and Posting.objects.balance(Code.BAD_DEBTS) == 8820


def test_refusing_leaves_everything(client, invoice, max):
    ask(client, invoice)
    client.force_login(max)
    assert "Refused: Write-off" in desk.words(decide(client, "refuse"))
    assert invoice.owing_total() == 8820


def test_paid_meanwhile_it_cannot_be_granted(client, invoice, max):
    ask(client, invoice)
    desk.pay(client, invoice, "88.20")
    client.force_login(max)
    response = decide(client, "grant")
    assert response.status_code == 422 and "owes only £0.00 by now" in desk.words(response)
    assert Approval.objects.get().decided_at is None and Posting.objects.balance(Code.BAD_DEBTS) == 0


def test_a_refund_goes_back_by_the_tender_it_came_with(client, invoice, fay, max):
    payment = Payment.objects.receive(invoice.account, "bacs", 3000, reference="line 1")
    approval = Approval.objects.ask_refund(payment, 3000, reason="Paid twice", by=fay)
    client.force_login(max)
    assert "Grant: give back £30.00" in desk.words(client.get("/finance/approvals/"))
    decide(client, "grant", approval)
    refund = Payment.objects.get(refund_of=payment)
    assert (refund.amount, refund.method) == (-3000, "bacs") and invoice.account.owed() == 8820


def test_a_decision_is_grant_or_refuse(client, invoice, max):
    ask(client, invoice)
    client.force_login(max)
    assert decide(client, "maybe").status_code == 422 and Approval.objects.get().decided_at is None


def test_who_may_not_decide_is_refused(client, invoice, amy):
    ask(client, invoice)
    for user in (cast.staff("robot", "Machines"), amy.user):
        client.force_login(user)
        assert decide(client, "grant").status_code == 403
        assert ask(client, invoice).status_code == 403
    assert invoice.owing_total() == 8820
