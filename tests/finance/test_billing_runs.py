"""A billing run: chosen, previewed, issued once, printed; what is held back is freed in place."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from invoicing.models import BillingRun, Charge, Invoice
from tests import cast
from tests.finance import desk

HOME = {"address": "2 Low Road\nTown", "postcode": "ab12cd", "email": ""}


@pytest.fixture
def ben(days):
    """Ben, who trades without an address."""
    ben = desk.charged(cast.trader("ben"), days[:2], number="2")
    ben.address = ben.postcode = ""
    ben.save()
    return ben


def give_address(client, customer, run, **changed):
    back = f"/finance/billing-runs/{run.pk}/"
    return client.post(f"/finance/accounts/{customer.account.pk}/address/", {**HOME, "next": back, **changed})


def test_the_end_of_last_month_is_suggested_and_today_is_a_press_away(client, fay):
    page = desk.words(client.get("/finance/billing-runs/"))
    month_end = localdate().replace(day=1) - timedelta(days=1)
    assert f'value="{month_end.isoformat()}"' in page and f"?until={localdate().isoformat()}" in page
    assert f'value="{localdate()}"' in desk.words(client.get(f"/finance/billing-runs/?until={localdate()}"))
    assert client.get("/finance/billing-runs/?until=2026-02-31").status_code == 200


def test_a_month_is_chosen_previewed_issued_and_printed(client, fay, amy):
    preview = desk.start_run(client)
    run = desk.latest_run()
    assert preview.redirect_chain[-1][0] == f"/finance/billing-runs/{run.pk}/"
    page = desk.words(preview)
    assert all(text in page for text in ("Amy&#x27;s Cheese", "Issue 1 invoice, £88.20", "£73.50", "MKT-4410"))
    assert not Invoice.objects.exists()
    assert "Issued: 1 invoice." in desk.words(desk.issue(client, run))
    page = desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    assert 'aria-current="step">Print and send' in page and Invoice.objects.get().number in page
    batch = client.get(f"/finance/billing-runs/{run.pk}/invoices.pdf")
    text = desk.pdf_text(batch.content)
    assert "Amy's Cheese" in text and Invoice.objects.get().number in text and "£88.20" in text
    assert not Invoice.objects.unprinted().exists()


def test_issuing_twice_issues_nothing_twice(client, fay, amy):
    desk.start_run(client)
    for words in ("Issued: 1 invoice.", "Nothing was left to issue."):
        assert words in desk.words(desk.issue(client, desk.latest_run()))
    assert Invoice.objects.count() == 1


def test_two_runs_over_the_same_charges_bill_them_once(client, fay, amy):
    first, second = (BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay) for _ in range(2))
    desk.issue(client, first)
    assert "Nothing was left to issue." in desk.words(desk.issue(client, second))
    assert Invoice.objects.count() == 1


def test_the_same_choice_finds_the_run_that_waits(client, fay, amy):
    desk.start_run(client)
    desk.start_run(client)
    assert BillingRun.objects.count() == 1
    desk.issue(client, desk.latest_run())
    desk.start_run(client)
    assert BillingRun.objects.count() == 2


def test_only_the_chosen_market_up_to_the_chosen_day(client, fay, amy, days):
    desk.start_run(client, until=days[1].day, event=days[0].event.pk)
    desk.issue(client, desk.latest_run())
    assert Invoice.objects.get().charges.count() == 2 and Charge.objects.filter(invoice=None).count() == 1


@pytest.mark.parametrize("data", [{}, {"until": ""}, {"until": "soon"}, {"until": "2099-01-01"},
                                  {"until": "2026-01-31", "event": "999"}])  # fmt: skip
def test_what_cannot_be_billed_is_said(client, fay, data):
    assert client.post("/finance/billing-runs/", data).status_code == 422
    assert not BillingRun.objects.exists()


def test_nothing_to_bill_says_so(client, fay, amy):
    assert "Nothing is left to bill" in desk.words(desk.start_run(client, until=localdate()))


def test_nothing_issued_is_nothing_to_print(client, fay, amy):
    desk.start_run(client)
    assert client.get(f"/finance/billing-runs/{desk.latest_run().pk}/invoices.pdf").status_code == 404


def test_a_sample_is_a_draft_with_the_sum_of_the_bill(client, fay, amy):
    desk.start_run(client)
    charge = Charge.objects.last()
    sample = client.get(f"/finance/billing-runs/{desk.latest_run().pk}/drafts/{charge.pk}.pdf")
    text = desk.pdf_text(sample.content)
    assert "£88.20" in text and "draft" in text.lower() and not Invoice.objects.exists()
    assert client.get(f"/finance/billing-runs/{desk.latest_run().pk}/drafts/999999.pdf").status_code == 404


def test_who_is_held_back_is_freed_in_place_and_billed(client, fay, amy, ben):
    page = desk.words(desk.start_run(client))
    run = desk.latest_run()
    assert "1 held back" in page and "has no postal address" in page
    assert page.index("held back") < page.index("By trader")
    assert give_address(client, ben, run).url == f"/finance/billing-runs/{run.pk}/"
    page = desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    assert "held back" not in page and "Issue 2 invoices, £147.00" in page
    desk.issue(client, run)
    assert Invoice.objects.get(account=ben.account).billed_to == "Ben's Cheese\n2 Low Road\nTown\nAB1 2CD"


def test_who_is_freed_after_the_run_was_issued_is_billed_by_it(client, fay, amy, ben):
    desk.start_run(client)
    run = desk.latest_run()
    desk.issue(client, run)
    assert Invoice.objects.count() == 1
    give_address(client, ben, run)
    assert "Issue 1 invoice, £58.80" in desk.words(client.get(f"/finance/billing-runs/{run.pk}/"))
    desk.issue(client, run)
    assert run.invoices.count() == 2


@pytest.mark.parametrize("wrong", [{"address": " "}, {"postcode": ""}, {"postcode": "nowhere"}, {"email": "ben"}])
def test_a_wrong_address_is_kept_to_put_right(client, fay, ben, wrong):
    desk.start_run(client)
    response = give_address(client, ben, desk.latest_run(), **wrong)
    assert response.status_code == 422 and "There is a problem" in desk.words(response)
    ben.refresh_from_db()
    assert ben.address == "" and "Ben&#x27;s Cheese" in desk.words(response)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "", "javascript:alert(1)"])
def test_an_address_leads_nowhere_else(client, fay, ben, back):
    desk.start_run(client)
    response = give_address(client, ben, desk.latest_run(), next=back)
    assert response.url == f"/finance/accounts/{ben.account.pk}/"


def test_an_issued_invoice_keeps_its_address(client, amy, invoice):
    give_address(client, amy, invoice.run)
    invoice.refresh_from_db()
    assert "1 High Street" in invoice.billed_to


def test_a_run_finds_its_own_invoices(client, fay, amy, invoice):
    address = f"/finance/billing-runs/{invoice.run_id}/"
    assert [row.invoice for row in client.get(address, {"q": "amy"}).context["rows"]] == [invoice]
    assert "No invoice of this run" in desk.words(client.get(address, {"q": "zzz"}))


def test_the_account_page_shows_terms_charges_and_invoices(client, fay, amy, invoice, days):
    desk.charged(amy, days[4:])
    page = desk.words(client.get(f"/finance/accounts/{amy.account.pk}/"))
    parts = (amy.account.reference, "30 days", "£500.00", "£147.00", "£88.20", "£58.80", invoice.number, "£353.00")
    assert [part for part in parts if part not in page] == []


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(client, fay, amy, days):
    desk.start_run(client)
    address = f"/finance/billing-runs/{desk.latest_run().pk}/"
    before = queries(client, address)
    for number, name in enumerate(["bea", "cat", "dan"], 3):
        desk.charged(cast.trader(name), days[:2], number=str(number))
    assert queries(client, address) == before


def test_looking_at_the_last_charge_takes_nothing_off(amy):
    assert Charge.objects.last().price > 0
    assert Charge.objects.count() == 3
