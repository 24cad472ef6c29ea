"""What a billing run holds back, and how each is freed in place."""

import pytest

from invoicing.models import Account, BudgetCode, Invoice
from tests.finance import desk


def test_who_is_held_back_is_freed_in_place_and_billed(client, fay, amy, ben):
    page = desk.words(desk.start_run(client))
    run = desk.latest_run()
    assert "1 held back" in page and "has no postal address" in page
    assert page.index("held back") < page.index("By trader")
    assert desk.give_address(client, ben, run).url == f"/finance/billing-runs/{run.pk}/"
    page = desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    assert "held back" not in page and "Issue 2 invoices, £147.00" in page
    desk.issue(client, run)
    assert Invoice.objects.get(account=ben.account).billed_to == "Ben's Cheese\n2 Low Road\nTown\nAB1 2CD"


def test_who_is_freed_after_the_run_was_issued_is_billed_by_it(client, fay, amy, ben):
    desk.start_run(client)
    run = desk.latest_run()
    desk.issue(client, run)
    assert Invoice.objects.count() == 1
    desk.give_address(client, ben, run)
    assert "Issue 1 invoice, £58.80" in desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    desk.issue(client, run)
    assert run.invoices.count() == 2


@pytest.mark.parametrize("wrong", [{"address": " "}, {"postcode": ""}, {"postcode": "nowhere"}, {"email": "ben"}])
def test_a_wrong_address_is_kept_to_put_right(client, fay, ben, wrong):
    desk.start_run(client)
    response = desk.give_address(client, ben, desk.latest_run(), **wrong)
    assert response.status_code == 422 and "There is a problem" in desk.words(response)
    ben.refresh_from_db()
    assert ben.address == "" and "Ben&#x27;s Cheese" in desk.words(response)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "", "javascript:alert(1)"])
def test_an_address_leads_nowhere_else(client, fay, ben, back):
    desk.start_run(client)
    response = desk.give_address(client, ben, desk.latest_run(), next=back)
    assert response.url == f"/finance/accounts/{ben.account.pk}/"


def test_an_issued_invoice_keeps_its_address(client, amy, invoice):
    desk.give_address(client, amy, invoice.run)
    invoice.refresh_from_db()
    assert "1 High Street" in invoice.billed_to


def press(client, run, what, customer, **more):
    address = f"/finance/billing-runs/{run.pk}/{what}/"
    return client.post(address, {"account": customer.account.pk, **more}, follow=True)


def test_an_order_number_is_added_in_place(client, fay, amy):
    Account.objects.filter(customer=amy).update(needs_order_number=True)
    assert "Add order number" in desk.words(desk.start_run(client))
    run = desk.latest_run()
    assert press(client, run, "order-numbers", amy, order_number=" ").status_code == 422
    assert "Issue 1 invoice" in desk.words(press(client, run, "order-numbers", amy, order_number="PO 7"))
    desk.issue(client, run)
    assert Invoice.objects.get().order_number == "PO 7"


def test_who_has_no_email_is_switched_to_post_in_place(client, fay, amy):
    Account.objects.filter(customer=amy).update(delivery="email")
    amy.email = ""
    amy.save()
    assert "Send by post" in desk.words(desk.start_run(client))
    assert "Issue 1 invoice" in desk.words(press(client, desk.latest_run(), "by-post", amy))


def test_a_budget_code_out_of_date_leads_to_the_codes(client, fay, amy):
    BudgetCode.objects.create(code="MKT-4410", title="Market", valid_from="2020-01-01", valid_to="2020-12-31")
    page = desk.words(desk.start_run(client))
    assert "ended on 31 December 2020" in page and 'class="btn" href="/finance/budget-codes/"' in page


def test_who_is_left_out_waits_for_another_run(client, fay, amy):
    desk.start_run(client)
    run = desk.latest_run()
    page = desk.words(press(client, run, "left-out", amy))
    assert "1 left out of this run" in page and "Issue 1" not in page
    desk.issue(client, run)
    assert not Invoice.objects.exists()
    assert "Issue 1 invoice" in desk.words(press(client, run, "taken-in", amy))


def test_no_account_is_no_account(client, fay, amy):
    desk.start_run(client)
    for account in ("", "x", "999999"):
        address = f"/finance/billing-runs/{desk.latest_run().pk}/left-out/"
        assert client.post(address, {"account": account}).status_code == 404
