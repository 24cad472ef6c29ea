"""Crediting an invoice and a market day through the desk: previewed, refused with the remedy, issued once."""

import pytest

from events.money import pounds
from invoicing.models import Charge, CreditNote, Invoice
from tests import cast
from tests.finance import desk


def charges(invoice):
    return list(invoice.charges.order_by("on"))


def form(invoice, only=None, reason="weather", **amounts):
    """What the page sends: every line ticked with all of it, or `only` some."""
    sent = {"reason": reason, "text": ""}
    for charge in only or charges(invoice):
        sent |= {f"line_{charge.pk}": "on", f"amount_{charge.pk}": pounds(charge.price).removeprefix("£")}
    return {**sent, **amounts}


def preview(client, invoice, sent):
    return client.post(f"/finance/invoices/{invoice.number}/credit-notes/", {**sent, "preview": "1"})


def issue(client, invoice, sent):
    """Preview, then press the button that says the figure."""
    page = preview(client, invoice, sent)
    assert page.status_code == 200, desk.words(page)
    return client.post(page.request["PATH_INFO"], {**sent, "seen": page.context["draft"].seen})


def test_the_page_is_prefilled_with_all_that_is_left(client, invoice):
    page = desk.words(client.get(f"/finance/invoices/{invoice.number}/credit-notes/"))
    assert page.count('value="24.50"') == 3 and "plus VAT" in page and "Cancelled for weather" in page


def test_a_preview_shows_the_figures_and_keeps_nothing(client, invoice):
    page = desk.words(preview(client, invoice, form(invoice, charges(invoice)[:1])))
    assert all(text in page for text in ("£24.50", "£4.90", "Issue credit note for £29.40", "£88.20 owed"))
    assert not CreditNote.objects.exists() and invoice.owing_total() == 8820


def test_a_whole_invoice_is_credited_and_owes_nothing(client, invoice):
    response = issue(client, invoice, form(invoice))
    note = CreditNote.objects.get()
    assert response["Location"] == f"/finance/credit-notes/{note.number}/"
    assert (note.net, note.vat_amount, invoice.owing_total()) == (7350, 1470, 0)
    assert "All of this invoice has been credited" in desk.words(
        client.get(f"/finance/invoices/{invoice.number}/credit-notes/")
    )


def test_part_of_a_line_by_amount(client, invoice):
    first = charges(invoice)[0]
    issue(client, invoice, form(invoice, [first], **{f"amount_{first.pk}": "10"}))
    assert (CreditNote.objects.get().gross, invoice.owing_total()) == (1200, 7620)


@pytest.fixture
def chairs(client, fay, amy):
    """An invoice for twelve chairs at £2.00 each, plus VAT."""
    account = amy.account
    hire = cast.determination("equipment", "S", 2000)
    desk_day = desk.localdate()
    charge = account.charge_for("Chairs", 2400, on=desk_day, basis="net", determination=hire, quantity=12,
                                budget_code="MKT-4420")  # fmt: skip
    return Invoice.objects.issue(account, [charge], by=fay)


def test_by_quantity(client, chairs):
    line = chairs.charges.get()
    issue(client, chairs, form(chairs, **{f"quantity_{line.pk}": "5"}))
    assert (CreditNote.objects.get().net, chairs.owing_total()) == (1000, 1680)


def test_a_quantity_and_another_amount_are_not_both_taken(client, chairs):
    line = chairs.charges.get()
    response = preview(client, chairs, form(chairs, **{f"quantity_{line.pk}": "5", f"amount_{line.pk}": "7"}))
    assert response.status_code == 422 and "a quantity or an amount" in desk.words(response)


@pytest.mark.parametrize("quantity", ["0", "13", "-1", "half", "5.5"])
def test_a_quantity_that_cannot_be_is_refused(client, chairs, quantity):
    response = preview(client, chairs, form(chairs, **{f"quantity_{chairs.charges.get().pk}": quantity}))
    assert response.status_code == 422 and not CreditNote.objects.exists()


def test_more_than_is_left_names_the_line_and_what_is_left(client, invoice):
    first = charges(invoice)[0]
    issue(client, invoice, form(invoice, [first], **{f"amount_{first.pk}": "20"}))
    response = preview(client, invoice, form(invoice, [first], **{f"amount_{first.pk}": "4.51"}))
    assert response.status_code == 422
    page = desk.words(response)
    assert f"£4.50 of “{first.description}” is left to credit, not £4.51" in page and 'value="4.51"' in page
    assert CreditNote.objects.count() == 1


@pytest.mark.parametrize(("sent", "words"), [
    ({"reason": ""}, "Choose a reason"), ({"reason": "spite"}, "Select a valid choice"),
    ({"text": "x" * 201}, "at most 200"),
])  # fmt: skip
def test_what_is_wrong_is_said(client, invoice, sent, words):
    response = preview(client, invoice, {**form(invoice), **sent})
    assert response.status_code == 422 and words in desk.words(response)


@pytest.mark.parametrize("amount", ["", "0", "lots", "-5"])
def test_a_ticked_line_needs_an_amount(client, invoice, amount):
    first = charges(invoice)[0]
    assert preview(client, invoice, form(invoice, [first], **{f"amount_{first.pk}": amount})).status_code == 422


def test_nothing_ticked_is_said(client, invoice):
    response = preview(client, invoice, {"reason": "weather"})
    assert response.status_code == 422 and "Choose at least one line" in desk.words(response)


def test_a_second_press_issues_nothing_twice(client, invoice):
    sent = form(invoice, charges(invoice)[:1], **{f"amount_{charges(invoice)[0].pk}": "10"})
    seen = preview(client, invoice, sent).context["draft"].seen
    address = f"/finance/invoices/{invoice.number}/credit-notes/"
    assert client.post(address, {**sent, "seen": seen}).status_code == 302
    again = client.post(address, {**sent, "seen": seen})
    assert again.status_code == 422 and "Preview it again" in desk.words(again)
    assert CreditNote.objects.count() == 1


def test_what_was_changed_after_the_preview_is_not_issued(client, invoice):
    sent = form(invoice)
    seen = preview(client, invoice, sent).context["draft"].seen
    changed = {**sent, f"amount_{charges(invoice)[0].pk}": "1", "seen": seen}
    assert client.post(f"/finance/invoices/{invoice.number}/credit-notes/", changed).status_code == 422
    assert not CreditNote.objects.exists()


def test_of_a_paid_invoice_it_becomes_credit_on_the_account(client, invoice):
    desk.pay(client, invoice, "88.20")
    page = preview(client, invoice, form(invoice))
    assert "£88.20 becomes credit on the account" in desk.words(page)
    issue(client, invoice, form(invoice))
    assert invoice.account.credit() == 8820 and CreditNote.objects.get().unallocated() == 8820


def test_its_page_and_paper_say_what_the_database_says(client, invoice):
    issue(client, invoice, form(invoice, text="Snow"))
    note = CreditNote.objects.get()
    page = desk.words(client.get(f"/finance/credit-notes/{note.number}/"))
    paper = desk.pdf_text(client.get(f"/finance/credit-notes/{note.number}/pdf").content)
    for text in (page, paper):
        assert note.number in text and invoice.number in text and "Snow" in text and "88.20" in text
    xml = client.get(f"/finance/credit-notes/{note.number}/factur-x.xml")
    assert xml["Content-Type"] == "application/xml" and note.number in xml.content.decode()


def test_the_list_finds_it_and_exports_it(client, invoice):
    issue(client, invoice, form(invoice))
    note = CreditNote.objects.get()
    for text in ("", note.number, invoice.number, "amy", invoice.account.reference):
        assert note.number in desk.words(client.get("/finance/credit-notes/", {"q": text}))
    assert note.number not in desk.words(client.get("/finance/credit-notes/?q=nobody"))
    assert note.number in client.get("/finance/credit-notes.csv").content.decode()
    assert client.get("/finance/credit-notes.xlsx").status_code == 200
    assert client.get("/finance/credit-notes.doc").status_code == 404


def test_who_only_looks_or_trades_credits_nothing(client, invoice, amy):
    sent = form(invoice)
    for user in (cast.staff("robot", "Machines"), amy.user):
        client.force_login(user)
        assert preview(client, invoice, sent).status_code == 403
    assert not CreditNote.objects.exists()


@pytest.fixture
def ben(days):
    """Ben, charged for the first day, not invoiced yet."""
    return desk.charged(cast.trader("ben"), days[:1], number="2")


def credit_day(client, day, reason="weather"):
    address = f"/finance/market-days/{day.pk}/credit-notes/"
    return client.post(address, {"reason": reason, "text": "Storm"}, follow=True)


def test_a_market_day_says_who_and_how_much_before_anything_is_done(client, invoice, days, ben):
    page = desk.words(client.get(f"/finance/market-days/{days[0].pk}/credit-notes/"))
    assert "Issue 1 credit note, £29.40" in page and "Ben&#x27;s Cheese" in page and "Off the next bill" in page
    assert not CreditNote.objects.exists()
    assert "Thursday market" in desk.words(client.get("/finance/market-days/"))


def test_everybody_of_a_market_day_is_credited_once(client, invoice, days, ben):
    page = desk.words(credit_day(client, days[0]))
    assert "Issued: 1 credit note, £29.40. 1 charge taken off the next bill." in page
    assert (invoice.owing_total(), ben.account.balance()) == (5880, 0)
    again = desk.words(credit_day(client, days[0]))
    assert "Nothing was left to credit" in again
    assert CreditNote.objects.count() == 1 and Charge.objects.exclude(reverses=None).count() == 1


def test_a_market_day_needs_a_reason_and_somebody_who_may(client, invoice, days, amy):
    assert credit_day(client, days[0], reason="").status_code == 422
    client.force_login(cast.staff("robot", "Machines"))
    assert credit_day(client, days[0]).status_code == 403
    client.force_login(amy.user)
    assert client.get("/finance/market-days/").status_code == 403
    assert not CreditNote.objects.exists()
