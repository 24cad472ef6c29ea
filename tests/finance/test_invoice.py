"""One invoice: the page and the paper say what the database says; payments for it."""

import pytest
from django.core import mail

from events.money import pounds
from invoicing.models import BillingRun, Dispatch, Paper, Payment
from tests import cast
from tests.finance import desk


def page_of(client, invoice):
    return desk.words(client.get(f"/finance/invoices/{invoice.number}/"))


def test_the_page_says_what_the_database_says(client, invoice):
    page = page_of(client, invoice)
    charges = list(invoice.charges.all())
    assert (invoice.net, invoice.vat_amount) == (sum(c.net for c in charges), sum(c.vat_amount for c in charges))
    assert all(charge.description in page for charge in charges)
    assert all(text in page for text in ("73.50", "14.70", "88.20", "VAT at 20%", "GB123456782", "1 High Street"))
    assert "VAT invoice" in page and "AB1 2CD" in page


def test_the_paper_says_the_same(client, invoice):
    response = client.get(f"/finance/invoices/{invoice.number}/pdf")
    text = desk.pdf_text(response.content)
    assert response["Content-Type"] == "application/pdf" and "inline" in response["Content-Disposition"]
    assert all(part in text for part in (invoice.number, pounds(invoice.net), pounds(invoice.vat_amount)))
    assert pounds(invoice.gross) in text


def test_the_paper_is_drawn_once(client, invoice):
    first, again = (client.get(f"/finance/invoices/{invoice.number}/pdf").content for _ in range(2))
    assert first == again == bytes(Paper.objects.get().pdf)


@pytest.mark.parametrize(("vat", "reason"), [("E", "Exempt from VAT: VATA 1994 Sch 9"), ("O", "Outside the scope")])
def test_no_vat_says_why(client, fay, vat, reason):
    desk.charged(cast.trader(), cast.market(weeks=1, vat=(vat, 0)))
    invoice = BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)[0]
    page = page_of(client, invoice)
    assert reason in page and "VAT invoice" not in page
    assert ("GB123456782" in page) == (vat == "E")


def test_a_payment_in_part_and_then_the_rest(client, invoice):
    assert desk.pay(client, invoice, "£50").status_code == 302
    page = page_of(client, invoice)
    assert "Part paid" in page and "£38.20" in page and 'value="38.20"' in page
    desk.pay(client, invoice, "38.20", reference="slip 9", method="terminal")
    assert list(Payment.objects.values_list("method", "amount", "reference")) == [
        ("bacs", 5000, "line 1"), ("terminal", 3820, "slip 9")]  # fmt: skip
    page = page_of(client, invoice)
    assert "Record a payment" not in page and invoice.owing_total() == 0 and invoice.account.owed() == 0


def test_more_than_is_owed_is_asked_about_before_it_is_kept(client, invoice):
    response = desk.pay(client, invoice, "88.21", reference="line 7")
    assert response.status_code == 422
    assert f"{invoice.number} owes £88.20, so £88.21 is too much by £0.01" in desk.words(response)
    assert 'value="88.21"' in desk.words(response) and 'value="line 7"' in desk.words(response)
    assert "keep_rest" in desk.words(response) and not Payment.objects.exists()


def test_more_than_is_owed_becomes_credit_on_the_account(client, invoice):
    sent = {"method": "bacs", "amount": "100", "reference": "line 7", "keep_rest": "on"}
    response = client.post(f"/finance/invoices/{invoice.number}/payments/", sent, follow=True)
    assert "£11.80 of it is credit on account" in desk.words(response)
    assert (invoice.owing_total(), invoice.account.credit()) == (0, 1180)


def test_what_settles_it_says_who_chose(client, invoice):
    desk.pay(client, invoice, "50")
    page = page_of(client, invoice)
    assert "The payer named it, Fay" in page and "£50.00 settled by Bank transfer, line 1" in page


def test_it_is_e_mailed_with_its_paper_and_the_page_says_so(client, invoice, amy):
    client.post(f"/finance/invoices/{invoice.number}/dispatches/", {"channel": "email"})
    (letter,) = mail.outbox
    name, content, _ = letter.attachments[0]
    assert letter.to == [amy.email] and content == bytes(Paper.objects.get().pdf) and name.endswith(".pdf")
    assert f"E-mailed to {amy.email}" in page_of(client, invoice)


def test_no_address_no_letter(client, invoice, amy):
    type(amy).objects.update(email="")
    response = client.post(f"/finance/invoices/{invoice.number}/dispatches/", {"channel": "email"}, follow=True)
    assert "has no e-mail address" in desk.words(response) and mail.outbox == [] and not Dispatch.objects.exists()


def test_a_mail_server_that_fails_is_said(client, invoice, monkeypatch):
    monkeypatch.setattr("boxoffice.finance.document.dispatches.send", refuse)
    response = client.post(f"/finance/invoices/{invoice.number}/dispatches/", {"channel": "email"}, follow=True)
    assert "The mail server did not take it" in desk.words(response) and not Dispatch.objects.exists()


def refuse(*args, **kwargs):
    raise ConnectionRefusedError


def test_posting_it_is_noted(client, invoice):
    client.post(f"/finance/invoices/{invoice.number}/dispatches/", {"channel": "post"})
    assert Dispatch.objects.get().channel == "post" and "Printed and posted" in page_of(client, invoice)


def test_a_copy_says_so_and_changes_nothing(client, invoice):
    stored = client.get(f"/finance/invoices/{invoice.number}/pdf").content
    copy = client.get(f"/finance/invoices/{invoice.number}/copy").content
    assert "copy" in desk.pdf_text(copy).lower() and "copy" not in desk.pdf_text(stored).lower()
    assert bytes(Paper.objects.get().pdf) == stored


@pytest.mark.parametrize("name", ["factur-x", "peppol"])
def test_its_data_can_be_saved(client, invoice, name):
    response = client.get(f"/finance/invoices/{invoice.number}/{name}.xml")
    assert "attachment" in response["Content-Disposition"] and response["Content-Type"] == "application/xml"
    assert invoice.number in desk.words(response) and "88.20" in desk.words(response)


def test_the_same_bank_line_counts_once(client, invoice):
    desk.pay(client, invoice, "10")
    response = desk.pay(client, invoice, "10")
    assert response.status_code == 422
    assert f"“line 1” is recorded already: Bank transfer £10.00 for {invoice.number}" in desk.words(response)
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(("amount", "reference", "method"), [
    ("", "a", "bacs"), ("0", "a", "bacs"), ("-5", "a", "bacs"), ("lots", "a", "bacs"), ("5", "", "bacs"),
    ("5", "a", "cash"), ("1.234", "a", "bacs"), ("5", "a" * 101, "bacs"),
])  # fmt: skip
def test_what_cannot_be_read_is_said(client, invoice, amount, reference, method):
    assert desk.pay(client, invoice, amount, reference, method).status_code == 422
    assert not Payment.objects.exists()


def test_an_unknown_number_is_not_found(client, fay):
    assert client.get("/finance/invoices/INV-1900-00001/").status_code == 404
    assert client.get("/finance/invoices/INV-1900-00001/pdf").status_code == 404


@pytest.mark.parametrize("address", ["", "invoices.csv", "invoices.pdf", "billing-runs/", "accounts/1/"])
def test_traders_and_clerks_are_refused(client, amy, invoice, address):
    for user in (amy.user, cast.staff("sam", "Box office")):
        client.force_login(user)
        assert client.get(f"/finance/{address}").status_code == 403


def test_a_trader_sees_no_invoice_here_and_records_nothing(client, amy, invoice):
    client.force_login(amy.user)
    assert client.get(f"/finance/invoices/{invoice.number}/pdf").status_code == 403
    assert desk.pay(client, invoice, "1").status_code == 403
    assert desk.start_run(client).status_code == 403


def test_who_only_looks_changes_nothing(client, invoice):
    client.force_login(cast.staff("robot", "Machines"))
    assert client.get(f"/finance/invoices/{invoice.number}/").status_code == 200
    assert desk.pay(client, invoice, "1").status_code == 403
    assert client.post(f"/finance/invoices/{invoice.number}/dispatches/", {"channel": "post"}).status_code == 403
    assert desk.start_run(client).status_code == 403
    assert desk.issue(client, desk.latest_run()).status_code == 403
