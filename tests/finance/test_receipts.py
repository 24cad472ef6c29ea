"""Receipts: bank files taken in or refused, the list, one receipt, and one recorded by hand."""

import io
import zipfile

import pytest
from django.contrib.auth import get_user_model

from boxoffice.finance.money_in.bank import SESSION_KEY
from invoicing.models import Allocation, Approval, BankFile, BankLine, BankMapping, Code, Payment, Posting
from tests import cast
from tests.finance import bank, desk

FILES = "/finance/receipts/bank-files/"
BY_HAND = "/finance/receipts/by-hand/"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def kept(var):
    return list((var / "bank-files").iterdir()) if (var / "bank-files").exists() else []


def test_a_csv_is_guessed_shown_and_taken_in(client, fay, var):
    answer = bank.send(client, bank.csv(("INV-2026-00001", "R PATEL", "88.20"), ("FEE", "BANK", "-5.00")))
    words = desk.words(answer)
    assert answer.redirect_chain[-1][0] == f"{FILES}columns/" and "Import 2 lines" in words
    assert "R PATEL" in words and "88.20" in words and len(kept(var)) == 1
    answer = bank.choose(client, name="Town bank")
    assert "1 line of money in, £88.20" in desk.words(answer) and "1 line of money out" in desk.words(answer)
    assert kept(var) == [] and SESSION_KEY not in client.session
    assert Posting.objects.balance(Code.SUSPENSE) == -8820 and Posting.objects.balance(Code.BANK) == 8820
    assert BankMapping.objects.get().name == "Town bank"


def test_a_saved_mapping_reads_the_next_file_at_once(client, fay):
    bank.send(client, bank.csv(("a", "b", "1.00")))
    bank.choose(client, name="Town bank")
    bank.send(client, bank.csv(("c", "d", "2.00")), mapping=BankMapping.objects.get().pk)
    assert list(BankLine.objects.values_list("reference", "payer", "amount")) == [("a", "b", 100), ("c", "d", 200)]


def test_a_camt_file_is_read_at_once_and_known_lines_are_passed_over(client, fay):
    bank.send(client, bank.camt(("A1", "x", "10.00"), ("A2", "y", "20.00")), "monday.xml")
    answer = bank.send(client, bank.camt(("A2", "y", "20.00"), ("A3", "z", "30.00")), "tuesday.xml")
    assert "Passed over: 1 line known from an earlier file" in desk.words(answer)
    assert [file.passed_over for file in BankFile.objects.order_by("pk")] == [0, 1]
    assert Posting.objects.balance(Code.SUSPENSE) == -6000


@pytest.mark.parametrize("again", ["csv", "camt"])
def test_the_same_file_again_is_refused_and_says_when(client, fay, again):
    data = bank.csv(("a", "b", "1.00")) if again == "csv" else bank.camt(("A1", "x", "1.00"))
    bank.send(client, data)
    if again == "csv":
        bank.choose(client)
    answer = bank.send(client, data, "other name.csv")
    assert answer.status_code == 422 and "This file was imported on" in desk.words(answer)
    assert BankFile.objects.count() == 1 and Posting.objects.balance(Code.SUSPENSE) == -100


@pytest.mark.parametrize(("data", "words"), [
    (b"", "The file is empty"), (b"%PDF-1.7 ...", "This is a PDF"), (b"PK\x03\x04...", "This is an Excel workbook"),
    (b"<x/>", "not a statement camt.053"), (b"<Document", "breaks off or is damaged"),
])  # fmt: skip
def test_what_is_no_statement_is_refused_with_the_remedy(client, fay, data, words, var):
    answer = bank.send(client, data)
    assert answer.status_code == 422 and words in desk.words(answer)
    assert not BankFile.objects.exists() and kept(var) == []


def test_no_file_at_all_is_refused(client, fay):
    answer = client.post(FILES, {})
    assert answer.status_code == 422 and "Choose the file that the bank gave you" in desk.words(answer)


@pytest.mark.parametrize(("data", "changed", "words"), [
    (bank.csv(("a", "b", "1.00"), ("c", "d", "lots")), {}, "Line 3: "),
    (bank.csv(("a", "b", "€5.00")), {}, "Line 2: "),
    (bank.csv(("a", "b", "5.00", "EUR"), headings=bank.HEADINGS + ",Currency"), {"currency": "Currency"},
     "EUR is not pounds sterling"),
    (bank.csv(("a", "Caf\xe9", "5.00")).decode().encode("cp1252"), {}, "A letter cannot be read as UTF-8"),
    (bank.csv(("a", "b", "5.00")), {"amount": "Sum"}, "“Sum” is not a column of this file"),
    (bank.csv(("a", "b", "5.00")), {"amount": ""}, "Choose one column for the amount"),
    (bank.csv(("a", "b", "5.00")), {"credit": "Amount"}, "Choose one column for the amount"),
    (bank.csv(("a", "b", "5.00")), {"date": ""}, "Choose the column that holds the date"),
    (bank.csv(("a", "b", "5.00")), {"skip": "x"}, "Enter a whole number"),
    (bank.csv(), {}, "no lines of money"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_whole_is_refused_by_its_line_and_kept_to_try_again(client, fay, var, data, changed,
                                                                                         words):  # fmt: skip
    bank.send(client, data)
    answer = bank.choose(client, **changed)
    assert answer.status_code == 422 and words in desk.words(answer)
    assert not BankFile.objects.exists() and not BankMapping.objects.exists() and len(kept(var)) == 1


def test_a_saved_mapping_that_does_not_fit_is_refused(client, fay):
    saved = BankMapping.objects.create(name="x", mapping={"date": "Day", "amount": "Sum"})
    answer = bank.send(client, bank.csv(("a", "b", "1.00")), mapping=saved.pk)
    assert answer.status_code == 422 and "has no column “Day”" in desk.words(answer)


def test_another_separator_is_read_again_before_anything_is_kept(client, fay):
    bank.send(client, bank.csv(("a", "b", "1.00")).replace(b",", b";"))
    answer = bank.choose(client, delimiter=";", again="1")
    assert answer.status_code == 200 and "Import 1 line" in desk.words(answer) and not BankFile.objects.exists()


def test_headings_nobody_knows_are_asked_about(client, fay):
    bank.send(client, bank.csv(("a", "b", "1.00"), headings="Wann,Wozu,Wer,Wieviel"))
    words = desk.words(client.get(f"{FILES}columns/"))
    assert "Choose the column that holds the date" in words and "Wieviel" in words
    bank.choose(client, date="Wann", amount="Wieviel", payer="Wer", reference=["Wozu"])
    assert BankLine.objects.get().payer == "b"


def test_the_waiting_file_is_nobody_elses_and_its_path_is_not_the_clients(client, fay):
    bank.send(client, bank.csv(("a", "b", "1.00")))
    session = client.session
    session[SESSION_KEY] = {"name": "x", "path": "999-stolen"}
    session.save()
    answer = bank.choose(client)
    assert "no file waiting" in desk.words(answer) and not BankFile.objects.exists()
    assert "no file waiting" in desk.words(client.get(f"{FILES}columns/", follow=True))


def test_a_file_left_waiting_is_swept_away_after_a_day(client, fay, var, monkeypatch):
    bank.send(client, bank.csv(("a", "b", "1.00")))
    client.session.flush()
    monkeypatch.setattr("boxoffice.finance.money_in.bank.KEPT_SECONDS", -1)
    bank.send(client, bank.csv(("c", "d", "1.00")))
    assert len(kept(var)) == 1


def test_the_page_of_a_file_says_what_became_of_each_line(client, fay, invoice):
    line = bank.line(fay, invoice.number, 8820)
    other = bank.line(fay, "HMRC", 500)
    line.match(invoice.account, [(invoice, 8820)], by=fay)
    other.set_aside("Not ours")
    assert "Amy&#x27;s Cheese" in desk.words(client.get(f"{FILES}{line.file_id}/"))
    assert "Set aside: Not ours" in desk.words(client.get(f"{FILES}{other.file_id}/"))
    assert "Done" in desk.words(client.get(FILES))


def receipt_of(fay, invoice, amount=10000, reference="line 9"):
    return Payment.objects.receive(invoice.account, "bacs", amount, invoice=invoice, by=fay, reference=reference)


def test_the_list_says_what_is_settled_and_what_is_left(client, fay, invoice):
    receipt_of(fay, invoice)
    bank.line(fay, "waits", 700)
    words = desk.words(client.get("/finance/receipts/"))
    assert all(part in words for part in ("100.00", "88.20", "11.80", "line 9", "£7.00", "1 bank line"))


@pytest.mark.parametrize(("query", "seen"), [
    ("view=credit", True), ("view=bank", False), ("q=line+9", True), ("q=amy", True), ("q=nobody", False),
    ("method=bacs", True), ("method=terminal", False), ("last=2001-01-01", False), ("first=2001-01-01", True),
    ("first=rubbish&method=gold&view=x", True), ("q=%00line", True),
])  # fmt: skip
def test_the_list_and_its_sheet_are_narrowed_alike(client, fay, invoice, query, seen):
    receipt_of(fay, invoice)
    assert ("line 9" in desk.words(client.get(f"/finance/receipts/?{query}")).replace('value="line 9"', "")) == seen
    assert ("line 9" in desk.words(client.get(f"/finance/receipts.csv?{query}"))) == seen


def test_the_sheet_is_a_workbook_too_and_nothing_else(client, fay, invoice):
    receipt_of(fay, invoice, reference="=cmd()")
    book = zipfile.ZipFile(io.BytesIO(client.get("/finance/receipts.xlsx").content))
    page = book.read("xl/worksheets/sheet1.xml").decode()
    assert all(f"<v>{amount}</v>" in page for amount in ("100", "88.2", "11.8")) and "<f>" not in page
    assert "'=cmd()" in desk.words(client.get("/finance/receipts.csv"))
    assert client.get("/finance/receipts.pdf").status_code == 404


def test_one_receipt_says_what_it_settled_and_who_chose(client, fay, invoice):
    payment = receipt_of(fay, invoice)
    words = desk.words(client.get(f"/finance/receipts/{payment.pk}/"))
    assert all(part in words for part in (invoice.number, "The payer named it", "£11.80", "Ask for a refund"))
    allocation = Allocation.objects.get()
    client.post(f"/finance/allocations/{allocation.pk}/releases/", {"next": f"/finance/receipts/{payment.pk}/"})
    words = desk.words(client.get(f"/finance/receipts/{payment.pk}/"))
    assert "Released" in words and "Allocate £100.00" in words and invoice.owing_total() == 8820


def test_a_refund_that_waits_and_one_that_was_given_are_shown(client, fay, invoice):
    payment = receipt_of(fay, invoice)
    asked = Approval.objects.ask_refund(payment, 1000, reason="paid twice", by=fay)
    assert "paid twice" in desk.words(client.get(f"/finance/receipts/{payment.pk}/"))
    asked.decide(True, by=cast.staff("max", "Managers"))
    words = desk.words(client.get(f"/finance/receipts/{payment.pk}/"))
    assert "Given back" in words and "£1.80" in words


def test_a_payment_for_a_booking_is_no_receipt(client, fay):
    assert client.get("/finance/receipts/1/").status_code == 404


def record(client, account, **changed):
    sent = {"method": "bacs", "amount": "100", "reference": "TRN 7", "settle": "oldest"} | changed
    return client.post(f"{BY_HAND}?account={account.pk}", sent, follow=True)


def test_by_hand_the_oldest_is_paid_first_and_the_rest_is_credit(client, fay, invoice):
    assert "Amy&#x27;s Cheese" in desk.words(client.get(f"{BY_HAND}?q=amy"))
    assert invoice.number in desk.words(client.get(f"{BY_HAND}?account={invoice.account_id}"))
    assert "Recorded: Bank transfer £100.00" in desk.words(record(client, invoice.account))
    assert invoice.owing_total() == 0 and invoice.account.credit() == 1180
    assert Allocation.objects.get().appropriated_by == "oldest"


def test_by_hand_for_chosen_invoices(client, fay, invoice):
    record(client, invoice.account, settle="chosen", appropriated_by="creditor", **{f"invoice_{invoice.pk}": "20"})
    assert invoice.owing_total() == 6820 and invoice.account.credit() == 8000
    assert Allocation.objects.get().appropriated_by == "creditor"


def test_a_cheque_is_bank_and_says_that_it_is_one(client, fay, invoice):
    record(client, invoice.account, method="cheque", reference="000123", settle="credit")
    payment = Payment.objects.get()
    assert (payment.method, payment.reference, payment.unallocated()) == ("bacs", "Cheque 000123", 10000)


@pytest.mark.parametrize(("changed", "words"), [
    ({"amount": ""}, "Enter how much was paid"), ({"amount": "0"}, "Enter how much was paid"),
    ({"method": "cash"}, "Select a valid choice"), ({"reference": ""}, "Enter the bank line"),
    ({"settle": "chosen", "appropriated_by": "debtor"}, "Enter an amount for at least one invoice"),
    ({"settle": ""}, "Choose what the money is for"), ({"invoice_1": "5"}, "You typed amounts for invoices"),
    ({"amount": "-5"}, "Write an amount in pounds"),
])  # fmt: skip
def test_what_cannot_be_recorded_is_said_and_kept(client, fay, invoice, changed, words):
    answer = record(client, invoice.account, **changed)
    assert answer.status_code == 422 and words in desk.words(answer) and not Payment.objects.exists()


def test_more_for_an_invoice_than_it_owes_leaves_nothing_half_done(client, fay, invoice):
    answer = record(client, invoice.account, settle="chosen", appropriated_by="debtor",
                    **{f"invoice_{invoice.pk}": "99"})  # fmt: skip
    assert answer.status_code == 422 and "owes £88.20" in desk.words(answer) and not Payment.objects.exists()


def test_the_same_slip_is_not_recorded_twice(client, fay, invoice):
    record(client, invoice.account, amount="10")
    answer = record(client, invoice.account, amount="10")
    assert answer.status_code == 422 and "recorded already" in desk.words(answer) and Payment.objects.count() == 1


def test_cash_is_told_where_to_go(client, fay):
    assert "Cash goes in a till" in desk.words(client.get(BY_HAND))


@pytest.mark.parametrize("address", ["", "by-hand/", "bank-files/", "bank-files/columns/", "match/", "1/"])
def test_traders_and_clerks_are_refused(client, amy, address):
    for user in (amy.user, cast.staff("sam", "Box office")):
        client.force_login(user)
        assert client.get(f"/finance/receipts/{address}").status_code == 403
    assert get_user_model().objects.count() == 2
