"""The ledger: every figure explained, VAT that agrees with the journal, batches closed once and the same for ever."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.models import Booking
from events.money import total_of
from invoicing.cancellation import cancel
from invoicing.ledger.draft import draft, ensure_presets, totals
from invoicing.ledger.presets import PRESETS
from invoicing.ledger.trial_balance import trial_balance
from invoicing.ledger.vat_explained import supplies
from invoicing.ledger.vat_report import journal_vat, vat_rows
from invoicing.models import Code, LedgerBatch, LedgerLayout, Payment, Posting, TillSession
from tests import cast
from tests.finance import desk

TODAY = localdate()
PERIOD = {"from": TODAY - timedelta(days=1), "to": TODAY}


@pytest.fixture
def layouts(db):
    ensure_presets()
    return {layout.name: layout for layout in LedgerLayout.objects.all()}


@pytest.fixture
def plain(layouts):
    return layouts["Journal as CSV"]


@pytest.fixture
def sale(fay):
    """Two seats of Blithe Spirit paid for at the counter: £36.00, VAT in it."""
    show = cast.show()
    places = list(show.plan.places.all()[:2])
    wanted = [(show, place, cast.price_type("adult")) for place in places]
    booking = Booking.objects.reserve(wanted, channel="counter")
    Payment.objects.take(booking, "cash", till=cast.till(fay), by=fay)
    booking.refresh_from_db()
    return booking


def close(client, layout, **changed):
    data = {"until": TODAY.isoformat(), "layout": layout.pk, "count": Posting.objects.filter(batch=None).count()}
    return client.post("/finance/ledger/batches/", {**data, **changed})


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_trial_balance_lists_every_code_and_both_sides_meet(client, invoice):
    page = desk.words(client.get("/finance/ledger/"))
    assert "Debits and credits agree" in page
    for code in ("DEBTORS", "VAT-OUTPUT", "MKT-4410"):
        assert f"?code={code}&amp;side=" in page
    rows = rows_of(client.get("/finance/ledger/trial-balance.csv"))
    assert {row["Code"]: row["Balance"] for row in rows}["DEBTORS"] == "88.20"
    assert client.get("/finance/ledger/trial-balance.xlsx").content[:2] == b"PK"
    assert client.get("/finance/ledger/trial-balance.pdf").status_code == 404


def test_every_figure_is_the_sum_of_the_rows_that_explain_it(client, invoice, sale):
    desk.pay(client, invoice, "50.00")
    for balance in trial_balance(PERIOD["from"], PERIOD["to"]):
        rows = rows_of(client.get("/finance/ledger/explain.csv", {"code": balance.code, **PERIOD}))
        debits, credits = (sum(round(float(row[side] or 0) * 100) for row in rows) for side in ("Debit", "Credit"))
        assert (debits, credits) == (balance.debits, balance.credits)
        assert rows[-1]["Balance"] == f"{balance.balance / 100:.2f}"
        one_side = rows_of(client.get("/finance/ledger/explain.csv", {"code": balance.code, "side": "debit", **PERIOD}))
        assert len(one_side) == sum(bool(row["Debit"]) for row in rows)


def test_a_journal_row_leads_to_its_invoice_and_account(client, invoice):
    page = desk.words(client.get("/finance/ledger/explain/", {"code": "DEBTORS", **PERIOD}))
    assert f'/finance/invoices/{invoice.number}/"' in page and f'/finance/accounts/{invoice.account_id}/"' in page


def test_the_running_balance_goes_on_over_pages(client, fay, db, monkeypatch):
    monkeypatch.setattr("boxoffice.finance.books.views.A_PAGE", 2)
    at = cast.now()
    for pence in (100, 200, 300):
        Posting.objects.post("bank", [(Code.BANK, Code.SUSPENSE, pence)], at=at)
    last = client.get("/finance/ledger/explain/", {"code": "BANK", "page": 2, **PERIOD})
    assert [posting.running for posting in last.context["page"]] == [600]
    Posting.objects.post("bank", [(Code.SUSPENSE, Code.BANK, 600)], at=at)


@pytest.mark.parametrize("query", [{"from": "soon"}, {"to": "2026-02-31"}, {"from": "2030-01-02", "to": "2030-01-01"}])
def test_a_wrong_period_is_said_and_the_usual_one_shown(client, fay, query):
    response = client.get("/finance/ledger/", query)
    assert response.status_code == 200 and 'role="alert"' in desk.words(response)


def test_vat_agrees_with_the_journal_and_is_explained_document_by_document(client, invoice, sale):
    page = desk.words(client.get("/finance/ledger/vat/", PERIOD))
    assert "agrees with the documents to the penny" in page
    rows = vat_rows(PERIOD["from"], PERIOD["to"])
    assert {row.source for row in rows} == {"Invoices", "Sales"}
    assert sum(row.taxed.vat for row in rows) == journal_vat(PERIOD["from"], PERIOD["to"]) == 1470 + 600
    for row in rows:
        found = supplies(row.source, row.treatment, row.rate, PERIOD["from"], PERIOD["to"])
        assert total_of([one.taxed for one in found]) == row.taxed
        asked = {"source": row.source, "treatment": row.treatment, "rate": row.rate, **PERIOD}
        assert found[0].reference in desk.words(client.get("/finance/ledger/vat/explain/", asked))


def test_a_cancelled_sale_takes_its_vat_back(client, fay, sale):
    cancel(sale, reason="Ill", by=fay, till=TillSession.objects.get())
    rows = vat_rows(PERIOD["from"], PERIOD["to"])
    assert sum(row.taxed.vat for row in rows) == journal_vat(PERIOD["from"], PERIOD["to"])
    found = supplies("Refunded sales", "S", 2000, PERIOD["from"], PERIOD["to"])
    assert [one.taxed.vat for one in found] == [-600]


def test_vat_that_no_document_accounts_for_is_said(client, invoice):
    Posting.objects.post("bank", [(Code.BANK, Code.VAT, 7)], at=cast.now())
    page = desk.words(client.get("/finance/ledger/vat/", PERIOD))
    assert "Differs" in page and "£0.07" in page
    Posting.objects.post("bank", [(Code.VAT, Code.BANK, 7)], at=cast.now())


@pytest.mark.parametrize("query", ["", "?source=Nothing", "?source=Sales&treatment=S&rate=x"])
def test_no_such_vat_figure_is_not_found(client, fay, query):
    assert client.get(f"/finance/ledger/vat/explain/{query}").status_code == 404


def test_a_batch_is_previewed_with_control_totals_and_nothing_is_closed(client, invoice, plain):
    page = desk.words(client.get("/finance/ledger/batches/", {"until": TODAY, "layout": plain.pk}))
    count = Posting.objects.count()
    assert f"Close batch, {count} postings, £" in page and "Hash total" in page
    assert not LedgerBatch.objects.exists() and Posting.objects.filter(batch=None).count() == count


def test_a_closed_batch_gives_the_same_bytes_every_time(client, invoice, plain):
    would = totals(draft(TODAY, plain.layout))
    address = close(client, plain).url
    batch = LedgerBatch.objects.get()
    assert (batch.number, batch.count) == (1, Posting.objects.count())
    page = desk.words(client.get(address))
    assert "Intact" in page and "cannot be opened again" in page and f"{would.hash_total}" in page
    first = client.get(f"{address}files")
    plain.layout = {**plain.layout, "headings": False}
    plain.save()
    desk.pay(client, invoice, "10.00")
    assert client.get(f"{address}files").content == first.content
    assert 'filename="journal-00001.csv"' in first["Content-Disposition"]
    lines = rows_of(first)
    assert sum(round(float(line["Debit"] or 0) * 100) for line in lines) == batch.total == would.debits


def test_late_items_go_to_the_next_batch(client, invoice, plain):
    close(client, plain)
    desk.pay(client, invoice, "10.00")
    close(client, plain)
    first, second = LedgerBatch.objects.order_by("pk")
    assert second.number == 2 and second.count == 1 and first.postings.filter(payment__isnull=False).count() == 0


def test_nothing_left_and_a_day_to_come_are_refused(client, invoice, plain):
    close(client, plain)
    assert close(client, plain).status_code == 422
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert "is not in the journal" in desk.words(close(client, plain, until=tomorrow))
    assert LedgerBatch.objects.count() == 1


def test_what_was_posted_since_the_preview_is_shown_before_closing(client, invoice, plain):
    response = close(client, plain, count=1)
    assert response.status_code == 422 and "More was posted meanwhile" in desk.words(response)
    assert not LedgerBatch.objects.exists()


def test_a_batch_that_cannot_be_written_says_the_line_and_keeps_nothing(client, invoice, layouts):
    layout = layouts["Unit4 ERP, fixed positions"]
    layout.layout["codes"] = {}
    layout.save()
    page = desk.words(client.get("/finance/ledger/batches/", {"until": TODAY, "layout": layout.pk}))
    assert "Line 1 (" in page and "Close batch," not in page
    assert close(client, layout).status_code == 422
    assert not LedgerBatch.objects.exists() and not Posting.objects.exclude(batch=None).exists()


def test_several_files_come_as_one_zip_the_same_each_time(client, fay, days, layouts):
    for name in ("amy", "ben"):
        desk.charged(cast.trader(name), days[:1], number="1" if name == "amy" else "2")
    desk.start_run(client)
    desk.latest_run().issue(by=fay)
    layout = layouts["Xero sales invoices"]
    layout.layout["documents_per_file"] = 1
    layout.save()
    address = close(client, layout).url
    parcel = client.get(f"{address}files")
    assert parcel.content == client.get(f"{address}files").content
    names = zipfile.ZipFile(io.BytesIO(parcel.content)).namelist()
    assert names == ["xero-00001-1.csv", "xero-00001-2.csv"]
    kept = LedgerBatch.objects.get().files.first()
    assert client.get(f"{address}files/{kept.pk}").content == bytes(kept.content)


def test_whoever_may_not_invoice_closes_nothing(client, invoice, plain):
    client.force_login(cast.staff("mac", "Machines"))
    assert close(client, plain).status_code == 403
    assert not LedgerBatch.objects.exists()


def test_a_layout_starts_from_a_preset_under_a_name_of_its_own(client, fay, layouts):
    assert client.post("/finance/ledger/layouts/", {"preset": "xero"}).status_code == 302
    assert LedgerLayout.objects.filter(name="Xero sales invoices 2").exists()
    assert client.post("/finance/ledger/layouts/", {"preset": "none"}).status_code == 422


def test_looking_at_layouts_makes_none(client, fay):
    client.get("/finance/ledger/layouts/")
    client.get("/finance/ledger/batches/")
    assert not LedgerLayout.objects.exists()


def sent(layout, **changed):
    """The fields of the layout's page as they stand."""
    kept = layout.layout
    data = {name: kept[name] for name in ("name", "source", "form", "encoding", "line_ending", "delimiter", "quoting",
                                          "file_name", "documents_per_file", "header", "trailer")}  # fmt: skip
    data["columns"] = json.dumps(kept["columns"])
    if kept["headings"]:
        data["headings"] = "on"
    data |= {f"{part}:{ours}": value for ours, theirs in kept["codes"].items() for part, value in theirs.items()}
    return {**data, **changed}


def test_a_layout_saved_as_it_stands_is_unchanged(client, invoice, layouts):
    for layout in layouts.values():
        before = layout.layout
        assert client.post(f"/finance/ledger/layouts/{layout.pk}/", sent(layout)).status_code == 302
        layout.refresh_from_db()
        assert layout.layout == before
    assert len(layouts) == len(PRESETS)


def test_a_layout_is_tried_out_before_it_is_saved(client, invoice, plain):
    changed = sent(plain, **{"code:DEBTORS": "9105", "try": "1"})
    page = desk.words(client.post(f"/finance/ledger/layouts/{plain.pk}/", changed))
    assert "not saved yet" in page and ",9105," in page
    plain.refresh_from_db()
    assert plain.layout["codes"] == {}
    del changed["try"]
    client.post(f"/finance/ledger/layouts/{plain.pk}/", changed)
    plain.refresh_from_db()
    assert plain.layout["codes"] == {"DEBTORS": {"code": "9105"}}


@pytest.mark.parametrize(("changed", "said"), [
    ({"columns": "[{"}, "not JSON"),
    ({"columns": '[{"name": "Code", "field": "colour"}]'}, "there is no field colour"),
    ({"columns": "[]"}, "has no columns"),
    ({"columns": '[{"name": "C", "field": "code", "pattern": "9{4}"}]'}, "Tried out on the last postings. Line"),
    ({"cost_centre:BANK": "BAL"}, "Say which code of the ledger BANK goes to"),
    ({"name": "Xero sales invoices"}, "Another layout has this name"),
])  # fmt: skip
def test_a_layout_that_cannot_be_written_is_refused_with_the_reason(client, invoice, plain, changed, said):
    before = plain.layout
    response = client.post(f"/finance/ledger/layouts/{plain.pk}/", sent(plain, **changed))
    assert response.status_code == 422 and said in desk.words(response).replace("&#x27;", "'")
    plain.refresh_from_db()
    assert plain.layout == before


def test_presets_are_given_to_a_house_without_layouts_only(db, layouts):
    LedgerLayout.objects.exclude(name="Journal as CSV").delete()
    ensure_presets()
    assert LedgerLayout.objects.count() == 1
