"""The list of invoices: views, finding, figures, the spreadsheet, and a constant number of queries."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from boxoffice.finance.spreadsheet import safe
from invoicing.models import BillingRun, Charge, Invoice
from tests import cast
from tests.finance import desk


@pytest.fixture
def ben(days):
    return desk.charged(cast.trader("ben"), days[:1], number="2")


def numbers(response):
    return [row.invoice.number for row in response.context["rows"]]


def counts(response):
    return {words: int(count) for _, words, count, _ in response.context["tabs"]}


def test_an_empty_desk_says_what_to_do(client, fay):
    assert "No invoices yet" in desk.words(client.get("/finance/"))


def test_every_invoice_is_listed_the_latest_first(client, fay, ben, amy, invoice):
    assert numbers(client.get("/finance/")) == sorted(Invoice.objects.values_list("number", flat=True), reverse=True)
    page = desk.words(client.get("/finance/"))
    assert all(part in page for part in ("Amy&#x27;s Cheese", "88.20", "29.40", "MKT-4410", "Not yet"))


@pytest.mark.parametrize("text", ["amy", "00001", "INV-", "cheese"])
def test_words_find_a_number_or_a_trader(client, invoice, text):
    assert numbers(client.get("/finance/", {"q": text})) == [invoice.number]


def test_a_reference_finds_its_account_however_it_is_spaced(client, ben, invoice):
    reference = invoice.account.reference
    assert numbers(client.get("/finance/", {"q": f"{reference[:4]} {reference[4:]}"})) == [invoice.number]


def test_words_nobody_has_find_nothing(client, invoice):
    assert "No invoice here has that" in desk.words(client.get("/finance/", {"q": "zzz\0"}))


def test_the_views_count_and_show_the_same(client, fay, ben, amy):
    with time_machine.travel(now() - timedelta(days=40)):
        BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    client.force_login(fay)
    late = Invoice.objects.get(account=ben.account)
    desk.pay(client, Invoice.objects.get(account=amy.account), "88.20")
    page = client.get("/finance/")
    assert counts(page) == {"All": 2, "Overdue": 1, "Due this week": 0, "Not yet printed": 2}
    assert numbers(client.get("/finance/?view=overdue")) == [late.number]
    assert numbers(client.get("/finance/?view=due")) == []
    figures = {label: (pence, note) for label, pence, note in page.context["kpis"]}
    assert figures == {"Outstanding": (2940, "1 invoice"), "Overdue": (2940, "1 invoice, 1 trader"),
                       "Paid this month": (8820, "1 payment"), "Not yet invoiced": (0, "0 charges")}  # fmt: skip


def test_due_this_week_is_today_and_six_days_more(client, fay, amy):
    with time_machine.travel(now() - timedelta(days=24)):
        BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    client.force_login(fay)
    assert counts(client.get("/finance/"))["Due this week"] == 1


def test_what_is_printed_leaves_the_print_queue(client, ben, invoice):
    client.get(f"/finance/invoices/{invoice.number}/pdf")
    page = client.get("/finance/?view=unprinted")
    assert invoice.number not in numbers(page) and len(numbers(page)) == 1
    queue = client.get("/finance/invoices.pdf?view=unprinted")
    assert "Ben’s Cheese" in desk.pdf_text(queue.content).replace("'", "’")
    assert counts(client.get("/finance/"))["Not yet printed"] == 0


def test_nothing_cannot_be_printed(client, fay):
    assert client.get("/finance/invoices.pdf").status_code == 404


def test_an_unknown_view_shows_all(client, invoice):
    assert numbers(client.get("/finance/?view=nonsense&page=999")) == [invoice.number]


def test_the_spreadsheet_holds_what_is_shown(client, ben, invoice):
    response = client.get("/finance/invoices.csv", {"q": "amy"})
    assert response.content.startswith(b"\xef\xbb\xbf") and "attachment" in response["Content-Disposition"]
    heading, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    cells = dict(zip(heading, row, strict=True))
    assert (cells["Invoice"], cells["Trader"], cells["Net"], cells["VAT"], cells["Total"], cells["Owed"]) == (
        invoice.number, "Amy's Cheese", "73.50", "14.70", "88.20", "88.20")  # fmt: skip
    assert cells["Dated"] == invoice.issued_on.isoformat() and cells["Code"] == "MKT-4410"


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@sum", "\tx", "\rx"])
def test_no_cell_runs_as_a_formula(text):
    assert safe(text) == f"'{text}"


def test_a_trader_named_like_a_formula_is_made_safe(client, fay, amy, days):
    amy.name = "=HYPERLINK(1)"
    amy.save()
    desk.issue(client, BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay))
    assert "'=HYPERLINK(1)" in desk.words(client.get("/finance/invoices.csv"))


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(client, fay, invoice, days):
    before = [queries(client, address) for address in ("/finance/", "/finance/invoices.csv")]
    for number, name in enumerate(["bea", "cat", "dan"], 3):
        desk.charged(cast.trader(name), days[:2], number=str(number))
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    assert [queries(client, address) for address in ("/finance/", "/finance/invoices.csv")] == before
    assert before[0] <= 16


def test_a_hundred_to_a_page(client, fay, days, monkeypatch):
    monkeypatch.setattr("boxoffice.finance.views.A_PAGE", 2)
    for number, name in enumerate(["bea", "cat", "dan"], 1):
        desk.charged(cast.trader(name), days[:1], number=str(number))
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    page = client.get("/finance/?q=cheese&page=2")
    assert len(page.context["rows"]) == 1 and "?q=cheese&amp;page=1" in desk.words(page)
    assert Charge.objects.filter(invoice=None).count() == 0
