"""One account: what is open and in credit, what settles what, holds, terms, statements, charges by hand."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import localdate

from invoicing.models import (
    Account,
    Allocation,
    Charge,
    Dispatch,
    Invoice,
    Payment,
    RecoveryHold,
    Reminder,
    Statement,
)
from tests import cast
from tests.finance import desk

TODAY = localdate()


@pytest.fixture
def account(invoice):
    return invoice.account


def at(account, part=""):
    return f"/finance/accounts/{account.pk}/{part}"


def page_of(client, account, part=""):
    return desk.words(client.get(at(account, part)))


@pytest.fixture
def payment(account):
    """£30 that came in and settles nothing yet."""
    return Payment.objects.receive(account, "bacs", 3000, reference="line 1")


def test_the_page_says_what_is_open_and_what_is_in_credit(client, account, payment, invoice):
    page = page_of(client, account)
    assert all(text in page for text in (invoice.number, "88.20", "Bank transfer, line 1", "30.00", "Use it on the"))


def test_credit_goes_to_the_oldest_debts(client, account, payment, invoice):
    response = client.post(at(account, "allocations/"), {"oldest": "1"}, follow=True)
    assert "£30.00 of credit now settles the oldest debts" in desk.words(response)
    assert invoice.owing_total() == 5820 and Allocation.objects.get().appropriated_by == "oldest"
    again = client.post(at(account, "allocations/"), {"oldest": "1"}, follow=True)
    assert "Nothing was left to settle" in desk.words(again)


def allocate(client, account, invoice, amount, who="debtor", source=None):
    sent = {"source": source, f"invoice_{invoice.pk}": amount, "appropriated_by": who}
    return client.post(at(account, "allocations/"), sent)


def test_by_hand_says_who_chose(client, account, payment, invoice):
    source = f"payment-{payment.pk}"
    assert "£30.00</b> of it settles nothing" in page_of(client, account, f"allocations/?source={source}")
    assert allocate(client, account, invoice, "10", "creditor", source).status_code == 302
    assert Allocation.objects.get().appropriated_by == "creditor" and payment.unallocated() == 2000


@pytest.mark.parametrize(("amount", "who", "words"), [
    ("30.01", "debtor", "£30.00 of it is left to allocate"), ("", "debtor", "Enter an amount"),
    ("x", "debtor", "Write an amount"), ("1", "oldest", "Select a valid choice"), ("1", "", "required"),
])  # fmt: skip
def test_by_hand_what_cannot_be_is_refused(client, account, payment, invoice, amount, who, words):
    response = allocate(client, account, invoice, amount, who, f"payment-{payment.pk}")
    assert response.status_code == 422 and words in desk.words(response)
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("source", ["", "payment-0", "payment-x", "credit-note-1", "till-1", "payment-٣"])
def test_an_unknown_source_is_not_found(client, account, invoice, source):
    assert allocate(client, account, invoice, "1", source=source).status_code == 404


def test_releasing_makes_it_credit_again(client, account, invoice):
    desk.pay(client, invoice, "30")
    allocation = Allocation.objects.get()
    for _ in range(2):
        response = client.post(f"/finance/allocations/{allocation.pk}/releases/", follow=True)
    assert "£30.00 is credit on account" in desk.words(response)
    assert invoice.owing_total() == 8820 and account.credit() == 3000


def test_a_refund_is_asked_for_and_waits(client, account, payment):
    address = at(account, f"payments/{payment.pk}/refunds/")
    assert 'value="30.00"' in desk.words(client.get(address))
    assert client.post(address, {"amount": "30.01", "reason": "Paid twice"}).status_code == 422
    assert client.post(address, {"amount": "30", "reason": " "}).status_code == 422
    assert client.post(address, {"amount": "30", "reason": "Paid twice"}).status_code == 302
    assert "Paid twice" in page_of(client, account) and payment.unallocated() == 3000


def hold(client, account, cause="dispute", **sent):
    sent = {"cause": cause, "reason": "Says the stall was wet", "begins_on": TODAY.isoformat(), **sent}
    return client.post(at(account, "holds/"), sent)


def test_a_dispute_stops_reminders_of_its_invoice_until_it_is_lifted(client, account, invoice):
    assert hold(client, account, invoice=invoice.pk).status_code == 302
    placed = RecoveryHold.objects.get()
    assert placed.invoice == invoice and "On hold" in desk.words(client.get(f"/finance/invoices/{invoice.number}/"))
    late = invoice.due_on + timedelta(days=60)
    assert Reminder.objects.due(late) == []
    client.post(f"/finance/holds/{placed.pk}/lifts/")
    assert RecoveryHold.objects.get().lifted_by is not None
    assert "Lifted" in page_of(client, account, "holds/")


def test_breathing_space_is_explained_and_lasts_sixty_days(client, account):
    page = page_of(client, account, "holds/?cause=breathing")
    assert "Debt Respite" in page and (TODAY + timedelta(days=60)).isoformat() in page


def test_the_same_hold_twice_is_refused(client, account):
    hold(client, account)
    response = hold(client, account)
    assert response.status_code == 422 and "Lift that one first" in desk.words(response)
    assert RecoveryHold.objects.count() == 1


PLAN = {"count": "3", "first_due": (TODAY + timedelta(days=7)).isoformat()}


def test_a_plan_shows_its_instalments_and_then_keeps_them(client, account):
    page = hold(client, account, "plan", preview="1", **PLAN)
    assert page.status_code == 200 and desk.words(page).count("29.40") == 3
    assert not RecoveryHold.objects.exists()
    assert hold(client, account, "plan", **PLAN).status_code == 302
    assert [part.amount for part in RecoveryHold.objects.get().instalments.all()] == [2940] * 3


@pytest.mark.parametrize(("cause", "sent"), [
    ("dispute", {"reason": ""}), ("dispute", {"begins_on": "soon"}), ("dispute", {"invoice": "0"}),
    ("dispute", {"ends_on": (TODAY - timedelta(days=1)).isoformat()}),
    ("plan", {}), ("plan", {**PLAN, "count": "0"}), ("plan", {**PLAN, "count": "61"}),
    ("plan", {**PLAN, "first_due": "2001-01-01"}),
])  # fmt: skip
def test_a_hold_that_cannot_be_is_refused(client, account, cause, sent):
    assert hold(client, account, cause, **sent).status_code == 422
    assert not RecoveryHold.objects.exists()


def test_nothing_owed_is_nothing_to_plan(client, account, invoice):
    desk.pay(client, invoice, "88.20")
    response = hold(client, account, "plan", **PLAN)
    assert response.status_code == 422 and "Nothing is owed" in desk.words(response)


TERMS = {"delivery": "post", "language": "cy", "large_print": "on", "cycle": "quarter", "terms_days": "14",
         "credit_limit": "1,200", "needs_order_number": "on", "order_number": "PO 7"}  # fmt: skip


def test_preferences_and_terms_are_kept(client, account):
    assert client.post(at(account, "preferences/"), TERMS).status_code == 302
    kept = Account.objects.get(pk=account.pk)
    assert (kept.credit_limit, kept.terms_days, kept.language, kept.large_print) == (120_000, 14, "cy", True)
    assert "PO 7" in page_of(client, account) and 'value="1,200.00"' in page_of(client, account, "preferences/")


@pytest.mark.parametrize("sent", [
    {"terms_days": "366"}, {"terms_days": ""}, {"credit_limit": "-1"}, {"credit_limit": ""}, {"delivery": "pigeon"},
    {"cycle": ""},
])  # fmt: skip
def test_terms_that_cannot_be_are_refused(client, account, sent):
    assert client.post(at(account, "preferences/"), {**TERMS, **sent}).status_code == 422
    assert Account.objects.get(pk=account.pk).terms_days == account.terms_days


def test_no_e_mail_address_no_e_mail(client, account):
    account.customer.email = ""
    account.customer.save()
    response = client.post(at(account, "preferences/"), {**TERMS, "delivery": "email"})
    assert response.status_code == 422 and "no e-mail address" in desk.words(response)


CHAIRS = {"description": "Chairs", "charge_type": "equipment", "on": TODAY.isoformat(), "quantity": "10",
          "price": "2.50", "basis": "net", "budget_code": "MKT-4420"}  # fmt: skip


def test_a_charge_for_something_else_bears_the_vat_in_force(client, account):
    cast.determination("equipment", "S", 2000)
    assert "20%" in page_of(client, account, "charges/")
    client.post(at(account, "charges/"), CHAIRS)
    charge = Charge.objects.get(description="Chairs")
    assert (charge.price, charge.quantity, charge.vat_rate, charge.standing_gross) == (2500, 10, 2000, 3000)
    assert account.balance() == 8820 + 3000


@pytest.mark.parametrize("sent", [
    {"description": ""}, {"charge_type": ""}, {"charge_type": "hire"}, {"on": "2001-01-01"}, {"quantity": "0"},
    {"price": "0"}, {"price": "-1"}, {"price": ""}, {"basis": "odd"}, {"budget_code": ""}, {"price": "9999"},
])  # fmt: skip
def test_a_charge_that_cannot_be_is_refused(client, account, sent):
    cast.determination("equipment", "S", 2000)
    response = client.post(at(account, "charges/"), {**CHAIRS, **sent})
    assert response.status_code == 422
    assert Charge.objects.count() == 3


def test_what_is_charged_can_be_invoiced_at_once(client, account):
    cast.determination("equipment", "S", 2000)
    client.post(at(account, "charges/"), CHAIRS)
    chosen = Charge.objects.get(description="Chairs").pk
    response = client.post(at(account, "invoices/"), {"charge": [chosen, "x"]})
    invoice = Invoice.objects.first()
    assert response["Location"] == f"/finance/invoices/{invoice.number}/" and invoice.gross == 3000
    again = client.post(at(account, "invoices/"), {"charge": [chosen]})
    assert again.status_code == 422 and Invoice.objects.count() == 2


def test_what_is_outside_the_scope_goes_on_an_invoice_of_its_own(client, account):
    cast.determination("equipment", "S", 2000)
    cast.determination("consent", "O", 0, "Statutory fee")
    client.post(at(account, "charges/"), CHAIRS)
    client.post(at(account, "charges/"), {**CHAIRS, "charge_type": "consent", "description": "Consent"})
    chosen = Charge.objects.filter(invoice=None).values_list("pk", flat=True)
    client.post(at(account, "invoices/"), {"charge": chosen})
    assert sorted(invoice.gross for invoice in Invoice.objects.all()) == [2500, 3000, 8820]


def test_what_cannot_be_invoiced_says_why_and_issues_nothing(client, account):
    cast.determination("equipment", "S", 2000)
    client.post(at(account, "charges/"), CHAIRS)
    account.customer.address = ""
    account.customer.save()
    response = client.post(at(account, "invoices/"), {"charge": Charge.objects.get(invoice=None).pk})
    assert response.status_code == 422 and "no postal address" in desk.words(response)
    assert Invoice.objects.count() == 1


def test_a_statement_opens_and_closes_by_the_journal(client, account, invoice):
    desk.pay(client, invoice, "30")
    period = f"statements/?first={TODAY.isoformat()}&last={TODAY.isoformat()}"
    page = page_of(client, account, period)
    assert all(text in page for text in (invoice.number, "line 1", "58.20", "Owed on"))


def test_a_statement_is_kept_printed_and_e_mailed(client, account, invoice):
    sent = {"first": TODAY.isoformat(), "last": TODAY.isoformat()}
    response = client.post(at(account, "statements/"), sent)
    kept = Statement.objects.get()
    assert response["Location"] == f"/finance/statements/{kept.pk}/" and kept.closing == 8820
    desk.pay(client, invoice, "88.20")
    assert "88.20" in desk.words(client.get(response["Location"]))
    client.post(f"/finance/statements/{kept.pk}/dispatches/", {"channel": "email"})
    assert mail.outbox[0].to == [account.customer.email] and Dispatch.objects.get().paper.statement == kept


@pytest.mark.parametrize(("first", "last"), [
    ("2026-02-01", "2026-01-01"), ("", "2026-01-01"), ("x", "y"), ("2001-01-01", "2026-01-01"),
])  # fmt: skip
def test_a_period_that_cannot_be_is_refused(client, account, first, last):
    assert client.get(at(account, f"statements/?first={first}&last={last}")).status_code == 422
    assert client.post(at(account, "statements/"), {"first": first, "last": last}).status_code == 422
    assert not Statement.objects.exists()


def test_a_receipt_prints(client, account, payment):
    assert "30.00" in desk.pdf_text(client.get(f"/finance/payments/{payment.pk}/receipt").content)


POSTS = ["allocations/", "holds/", "preferences/", "charges/", "invoices/", "statements/", "address/"]


@pytest.mark.parametrize("part", POSTS)
def test_who_only_looks_or_trades_changes_nothing(client, account, payment, amy, part):
    sent = {"oldest": "1", "source": f"payment-{payment.pk}"}
    for user in (cast.staff("robot", "Machines"), amy.user):
        client.force_login(user)
        assert client.post(at(account, part), sent).status_code == 403
        assert client.post(at(account, f"payments/{payment.pk}/refunds/"), {}).status_code == 403
