"""Nonsense in an address of the finance desk is answered with a page or a refusal, never with a breakdown."""

import re
from pathlib import Path

import pytest
from django.http import QueryDict
from django.urls import reverse

from boxoffice.finance import urls
from boxoffice.finance.asked import id_of, words_of
from invoicing.models import Payment, RecoveryHold, Statement
from invoicing.print_queue import make_batch
from tests.finance import bank

NASTY = ["99999999999999999999", "²", "\0", "9999-12-31", "0001-01-01", "0000-00-00", "<script>", "9" * 5000,
         "£1" + ",000" * 2000]  # fmt: skip
PARAMETERS = {
    "account", "age", "bills_page", "cause", "code", "done", "first", "from", "invoice", "kind", "last", "layout",
    "line", "market", "method", "order", "page", "q", "rate", "side", "sort", "source", "status", "to", "treatment",
    "until", "view",
}  # fmt: skip
READ = re.compile(r'(?:GET|query|\bchosen)(?:\.get\(|\[)"(\w+)"|day_in\(query, "(\w+)"|"(\w+)" (?:not )?in \w+\.GET')
WELL = {  # what an address must say well for the rest of it to be read
    "vat_explain": {"source": "Invoices", "treatment": "S", "rate": "2000"},
    "vat_explain_file": {"source": "Invoices", "treatment": "S", "rate": "2000"},
}
PATTERNS = [pattern for pattern in urls.urlpatterns if pattern.name]


@pytest.fixture
def town(client, fay, invoice, days):
    """Something behind most addresses; {how they begin: what stands in their place}."""
    account = invoice.account
    payment = Payment.objects.receive(account, "bacs", 1000, by=fay, reference="line 1")
    line = bank.line(fay, "THANKS", 1234)
    hold = RecoveryHold.objects.create(account=account, cause="dispute", reason="?", placed_by=fay,
                                       begins_on=invoice.issued_on)  # fmt: skip
    kept = Statement.objects.make(account, invoice.issued_on, invoice.issued_on, by=fay)
    return {
        "accounts/": account.pk, "billing-runs/": invoice.run_id, "receipts/bank-files/": line.file_id,
        "receipts/lines/": line.pk, "receipts/": payment.pk, "payments/": payment.pk, "holds/": hold.pk,
        "statements/": kept.pk, "aged-debt/statements/": kept.pk, "market-days/": days[0].pk, "invoices/": invoice,
        "print-queue/": make_batch([f"invoice-{invoice.pk}"], by=fay).pk,
    }  # fmt: skip


def address(pattern, town, number=None):
    """An address of this pattern; with this number for each number in it, where one is given."""
    route = str(pattern.pattern)
    start = max((start for start in town if route.startswith(start)), key=len, default="")
    found = {"slug": getattr(town.get(start), "number", "x"), "str": "csv", "int": number or town.get(start, 1)}
    kwargs = {name: found[kind] for kind, name in re.findall(r"<(\w+):(\w+)>", route)}
    return reverse(f"finance:{pattern.name}", kwargs=kwargs)


@pytest.fixture
def read(monkeypatch):
    """The names that the last request was asked for."""
    names, get, getitem = set(), QueryDict.get, QueryDict.__getitem__
    monkeypatch.setattr(QueryDict, "get", lambda query, name, *usual: names.add(name) or get(query, name, *usual))
    monkeypatch.setattr(QueryDict, "__getitem__", lambda query, name: names.add(name) or getitem(query, name))
    return names


def test_every_parameter_that_the_desk_reads_is_asked_for_here():
    folder = Path(urls.__file__).parent
    found = {name for file in folder.rglob("*.py") for names in READ.findall(file.read_text()) for name in names}
    found -= {"", "headings"}  # a tick of a form, not of an address
    assert found <= PARAMETERS and len(found) > 15


def asked(client, town, read, pattern, value):
    """(status, what was asked) for an address with this value for all that it reads, together and one by one."""
    here, well = address(pattern, town), WELL.get(pattern.name, {})
    read.clear()
    yield client.get(here, dict.fromkeys(PARAMETERS, value) | well).status_code, (here, "all")
    for name in sorted(read & PARAMETERS):
        yield client.get(here, well | {name: value}).status_code, (here, name)


@pytest.mark.parametrize("value", NASTY, ids=lambda value: ascii(value[:20]))
def test_nonsense_never_breaks_an_address(client, town, read, value):
    client.raise_request_exception = False
    answers = [answer for pattern in PATTERNS for answer in asked(client, town, read, pattern, value)]
    assert [about for status, about in answers if status >= 500] == []
    assert sum(status == 200 for status, _ in answers) > 50


def test_a_number_that_no_database_holds_is_found_nowhere(client, town):
    client.raise_request_exception = False
    numbered = [pattern for pattern in PATTERNS if "<int:" in str(pattern.pattern)]
    asked = {here: client.get(here).status_code for pattern in numbered
             if (here := address(pattern, town, 99999999999999999999))}  # fmt: skip
    assert {here: status for here, status in asked.items() if status not in (302, 404, 405)} == {} and len(asked) > 30


@pytest.mark.parametrize(("text", "pk"), [
    ("12", 12), ("9" * 18, int("9" * 18)), ("9" * 19, None), ("²", None), ("٣", None), ("-1", None), ("", None),
    (None, None), (" 1", None), ("1\0", None),
])  # fmt: skip
def test_an_id_is_a_few_plain_digits(text, pk):
    assert id_of(text) == pk


def test_words_have_no_nul_and_one_space_between_them():
    assert (words_of(" a\0  b\n"), words_of(None)) == ("a b", "")


def test_a_market_that_cannot_be_is_in_no_saved_view(client, fay, invoice):
    sent = {"name": "Odd", "query": "market=99999999999999999999&q=amy", "shared": "on"}
    assert client.post("/finance/saved-views/", sent).url == "/finance/?q=amy"


@pytest.mark.parametrize("page", ["by-hand", "match"])
def test_a_nul_is_taken_out_of_what_is_looked_for(client, fay, invoice, page):
    answer = client.get(f"/finance/receipts/{page}/", {"q": "am\0y"})
    assert answer.context["text"] == "amy"
