"""The list of invoices: views, finding, figures, the spreadsheet, and a constant number of queries."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from boxoffice.finance.listing.filter import VIEWS
from invoicing import print_queue
from invoicing.models import Account, BillingRun, Charge, Invoice, Payment, RecoveryHold
from tests import cast
from tests.finance import desk


@pytest.fixture
def ben(days):
    return desk.charged(cast.trader("ben"), days[:1], number="2")


def numbers(response):
    return [row.invoice.number for row in response.context["rows"]]


def counts(response):
    return {tab.words: int(tab.count) for tab in response.context["list"].tabs}


def test_an_empty_desk_says_what_to_do(client, fay):
    assert "No invoices yet" in desk.words(client.get("/finance/"))


def test_every_invoice_is_listed_the_latest_first(client, fay, ben, amy, invoice):
    assert numbers(client.get("/finance/")) == sorted(Invoice.objects.values_list("number", flat=True), reverse=True)
    page = desk.words(client.get("/finance/"))
    parts = ("Amy&#x27;s Cheese", "88.20", "29.40", "MKT-4410", "Not sent", "Thursday market ×3")
    assert [part for part in parts if part not in page] == []


@pytest.mark.parametrize("text", ["amy", "00001", "INV-", "cheese"])
def test_words_find_a_number_or_a_trader(client, invoice, text):
    assert numbers(client.get("/finance/", {"q": text})) == [invoice.number]


def test_a_reference_finds_its_account_however_it_is_spaced(client, ben, invoice):
    reference = invoice.account.reference
    assert numbers(client.get("/finance/", {"q": f"{reference[:4]} {reference[4:]}"})) == [invoice.number]


def test_words_nobody_has_find_nothing(client, invoice):
    assert "No invoice here is like that" in desk.words(client.get("/finance/", {"q": "zzz\0"}))


def test_the_views_count_and_show_the_same(client, fay, ben, amy):
    with time_machine.travel(now() - timedelta(days=40)):
        BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    client.force_login(fay)
    late = Invoice.objects.get(account=ben.account)
    desk.pay(client, Invoice.objects.get(account=amy.account), "88.20")
    page = client.get("/finance/")
    assert counts(page) == {"All": 2, "Overdue": 1, "Due this week": 0, "Not yet printed": 2, "On hold": 0,
                            "Part paid": 0}  # fmt: skip
    assert numbers(client.get("/finance/?view=overdue")) == [late.number]
    assert numbers(client.get("/finance/?view=due")) == []
    figures = {label: (pence, note) for label, pence, note in page.context["list"].kpis}
    assert figures == {"Outstanding": (2940, "1 invoice"), "Overdue": (2940, "1 invoice, 1 trader"),
                       "Paid this month": (8820, "1 payment"),
                       "Credit on accounts": (0, "Settles no invoice yet")}  # fmt: skip


def test_due_this_week_is_today_and_six_days_more(client, fay, amy):
    with time_machine.travel(now() - timedelta(days=24)):
        BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    client.force_login(fay)
    assert counts(client.get("/finance/"))["Due this week"] == 1


def test_what_was_posted_is_no_longer_waiting_for_it(client, fay, ben, invoice):
    waiting = client.get("/finance/?view=unprinted")
    assert invoice.number in numbers(waiting) and counts(waiting)["Not yet printed"] == 2
    print_queue.mark_printed(print_queue.make_batch([f"invoice-{invoice.pk}"], by=fay), by=fay)
    page = client.get("/finance/?view=unprinted")
    assert invoice.number not in numbers(page) and counts(page)["Not yet printed"] == 1
    assert [row.sent for row in client.get("/finance/?q=amy").context["rows"]] == ["Printed"]
    assert "Ben’s Cheese" in desk.pdf_text(client.get("/finance/invoices.pdf?view=unprinted").content).replace("'", "’")


def test_an_account_that_turns_to_email_waits_for_no_post(client, ben, invoice):
    assert counts(client.get("/finance/"))["Not yet printed"] == 2
    Account.objects.filter(pk=invoice.account_id).update(delivery="email")
    assert counts(client.get("/finance/"))["Not yet printed"] == 1


@pytest.fixture
def three(client, fay, ben, amy, days):
    """Amy paid, Ben overdue by 35 days with a part paid, Cat issued today on another code."""
    with time_machine.travel(now() - timedelta(days=65)):
        BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    desk.charged(cast.trader("cat"), days[:2], number="3")
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    client.force_login(fay)
    found = {each.account.customer.name[:3].lower(): each for each in Invoice.objects.all()}
    desk.pay(client, found["amy"], "88.20")
    desk.pay(client, found["ben"], "9.40", reference="line 2")
    return {invoice.number: name for name, invoice in found.items()}


@pytest.mark.parametrize(("query", "found"), [
    ("status=paid", ["amy"]), ("status=overdue", ["ben"]), ("status=part", []), ("status=issued", ["cat"]),
    ("view=part", ["ben"]), ("view=held", []), ("age=31", ["ben"]), ("age=1", []), ("age=61", []), ("age=0", ["cat"]),
    ("q=£88.20", ["amy"]), ("q=£20", ["ben"]), ("q=20.00", ["ben"]), ("q=29.40", ["ben"]), ("q=7.77", []),
    ("code=MKT-4410", ["cat", "amy", "ben"]), ("code=THE-1", []), ("status=nonsense&age=7", ["cat", "amy", "ben"]),
    ("view=overdue&q=cat", []), ("view=overdue&q=ben&age=31&status=overdue", ["ben"]),
])  # fmt: skip
def test_filters_narrow_the_list_together(client, three, query, found):
    page = client.get(f"/finance/?{query}")
    assert sorted(three[number] for number in numbers(page)) == sorted(found)


def test_a_market_shows_its_own(client, three, days):
    assert len(numbers(client.get(f"/finance/?market={days[0].event_id}"))) == 3
    assert numbers(client.get("/finance/?market=999999")) == []
    assert len(numbers(client.get("/finance/?market=x"))) == 3


@pytest.mark.parametrize(("sort", "names"), [
    ("trader", ["amy", "ben", "cat"]), ("-trader", ["cat", "ben", "amy"]), ("-total", ["amy", "cat", "ben"]),
    ("owed", ["amy", "ben", "cat"]), ("-owed", ["cat", "ben", "amy"]),
])  # fmt: skip
def test_a_column_sorts(client, three, sort, names):
    page = client.get(f"/finance/?sort={sort}")
    assert [three[number] for number in numbers(page)] == names
    assert f'aria-sort="{"descending" if sort[0] == "-" else "ascending"}"' in desk.words(page)


def test_what_is_on_hold_is_a_view(client, fay, three):
    ben = Account.objects.get(customer__name__startswith="Ben")
    RecoveryHold.objects.create(account=ben, cause="dispute", reason="Wrong pitch", begins_on=now().date(),
                                placed_by=fay)  # fmt: skip
    page = client.get("/finance/?view=held")
    assert [three[number] for number in numbers(page)] == ["ben"] and counts(page)["On hold"] == 1


def test_every_view_counts_what_it_lists(client, three):
    for view, count in counts(client.get("/finance/")).items():
        query = next(key for key, words in VIEWS.items() if words == view)
        assert len(numbers(client.get(f"/finance/?view={query}"))) == count


def test_credit_on_accounts_is_what_the_accounts_say(client, fay, three):
    ben = Account.objects.get(customer__name__startswith="Ben")
    Payment.objects.receive(ben, "bacs", 1234, by=fay, reference="line 9")
    figures = {label: pence for label, pence, _ in client.get("/finance/").context["list"].kpis}
    assert figures["Credit on accounts"] == sum(account.credit() for account in Account.objects.all()) == 1234


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


def test_the_workbook_holds_the_same(client, ben, invoice):
    response = client.get("/finance/invoices.xlsx", {"q": "amy"})
    assert response.content[:2] == b"PK" and ".xlsx" in response["Content-Disposition"]
    assert client.get("/finance/invoices.ods").status_code == 404


def test_a_trader_named_like_a_formula_is_made_safe(client, fay, amy, days):
    amy.name = "=HYPERLINK(1)"
    amy.save()
    desk.issue(client, BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay))
    assert "'=HYPERLINK(1)" in desk.words(client.get("/finance/invoices.csv"))


def queries(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(client, fay, invoice, days):
    before = [queries(client, address) for address in ("/finance/", "/finance/invoices.csv")]
    for number, name in enumerate(["bea", "cat", "dan"], 3):
        desk.charged(cast.trader(name), days[:2], number=str(number))
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    assert [queries(client, address) for address in ("/finance/", "/finance/invoices.csv")] == before
    assert before[0] <= 34


def test_a_hundred_to_a_page(client, fay, days, monkeypatch):
    monkeypatch.setattr("boxoffice.finance.listing.page.A_PAGE", 2)
    for number, name in enumerate(["bea", "cat", "dan"], 1):
        desk.charged(cast.trader(name), days[:1], number=str(number))
    BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)
    page = client.get("/finance/?q=cheese&page=2")
    assert len(page.context["rows"]) == 1 and "?q=cheese&amp;page=1" in desk.words(page)
    assert Charge.objects.filter(invoice=None).count() == 0
