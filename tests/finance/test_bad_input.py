"""Ids, amounts and days that no database holds, sent by a form: refused in a sentence, with nothing done."""

import pytest
from django import forms

from boxoffice.finance.account.forms import PeriodForm
from boxoffice.pounds_field import PoundsField
from events.models import Refused
from invoicing import paper_kinds
from invoicing.models import BankLine, Invoice
from tests.finance import bank, desk

IDS = ["99999999999999999999", "²", "٣" * 20, "9" * 5000]


@pytest.mark.parametrize("pk", IDS)
def test_an_id_that_cannot_be_is_no_charge_no_line_no_account_and_no_document(client, fay, invoice, pk):
    account, line = f"/finance/accounts/{invoice.account_id}/", bank.line(fay, "THANKS", 1234)
    assert client.post(f"{account}invoices/", {"charge": pk}).status_code == 422
    assert client.post("/finance/receipts/match/exact/", {"line": pk}).status_code == 422
    assert client.post(f"/finance/receipts/lines/{line.pk}/matches/", {"account": pk}).status_code == 404
    assert client.post("/finance/aged-debt/reminders/", {"account": pk}).status_code == 422
    assert client.post("/finance/invoices/prints/", {"chosen": pk}).status_code == 422
    assert client.post(f"/finance/billing-runs/{invoice.run_id}/left-out/", {"account": pk}).status_code == 404
    with pytest.raises(Refused, match="no document"):
        paper_kinds.found([f"invoice-{pk}"])
    assert Invoice.objects.count() == 1


def test_a_nul_is_taken_out_of_the_reason_for_setting_a_line_aside(client, fay):
    line = bank.line(fay, "THANKS", 1234)
    client.post(f"/finance/receipts/lines/{line.pk}/set-asides/", {"reason": "not\0 ours"})
    assert BankLine.objects.get().set_aside_reason == "not ours"


@pytest.mark.parametrize("written", ["100,000,000", "£99,999,999,999,999.99", "999999999", "100000000.00"])
def test_an_amount_has_an_end_and_says_where(written):
    with pytest.raises(forms.ValidationError, match="Enter £99,999,999.99 at most"):
        PoundsField().clean(written)


@pytest.mark.parametrize("written", ["1" + ",000" * 6, "1" + ",000" * 2000, "9" * 16])
def test_what_nobody_would_call_an_amount_is_none(written):
    with pytest.raises(forms.ValidationError, match="Write an amount"):
        PoundsField().clean(written)


@pytest.mark.parametrize(("written", "pence"), [("99,999,999.99", 9_999_999_999), ("£0", 0), ("1,204.5", 120_450)])
def test_an_amount_up_to_there_is_taken(written, pence):
    assert PoundsField().clean(written) == pence


def test_an_amount_that_no_column_holds_finds_no_invoice(client, fay, invoice):
    assert client.get("/finance/", {"q": "1" + ",000" * 10}).status_code == 200
    assert "Amy" in desk.words(client.get("/finance/", {"q": "88.20"}))


@pytest.mark.parametrize(("first", "last", "is_valid"), [
    ("9999-01-01", "9999-02-01", True), ("9999-01-01", "2026-01-01", False), ("2026-01-01", "9999-12-31", False),
    ("0001-01-01", "9999-12-31", False), ("2026-01-01", "2030-12-31", True), ("2026-01-02", "2026-01-01", False),
])  # fmt: skip
def test_a_period_is_checked_at_the_ends_of_the_calendar(first, last, is_valid):
    assert PeriodForm({"first": first, "last": last}).is_valid() == is_valid
