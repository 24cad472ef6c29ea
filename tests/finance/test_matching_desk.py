"""Matching at the desk: exact ones in one press, one by one, by hand, set aside, and taken back."""

import re
import time
from datetime import timedelta
from html import unescape

import pytest
from django.utils.timezone import localdate

from boxoffice.finance.money_in.matching import Desk, accept
from events.models import AskedTooMuch
from invoicing.bank.matching import AccountInfo, OpenInvoice
from invoicing.models import Allocation, BankLine, BillingRun, Code, Payment, Posting
from tests import cast
from tests.finance import bank, desk

MATCH = "/finance/receipts/match/"


@pytest.fixture
def bea(days):
    return desk.charged(cast.trader("bea"), days[:2], number="2")


@pytest.fixture
def invoices(fay, amy, bea):
    """Amy's invoice of £88.20 and Bea's of £58.80."""
    return BillingRun.objects.create(until=desk.A_YEAR_ON, created_by=fay).issue(by=fay)


def page(client, **query):
    return unescape(desk.words(client.get(MATCH, query)))


def press_exact(client, *lines):
    return client.post(f"{MATCH}exact/", {"line": [line.pk for line in lines]}, follow=True)


def match(client, line, **data):
    return client.post(f"/finance/receipts/lines/{line.pk}/matches/", data, follow=True)


def proposal(client, line):
    return re.search(r'name="proposal" value="([^"]+)"', page(client, line=line.pk))[1]


def test_exact_ones_are_accepted_in_one_press_and_the_rest_stays(client, fay, invoices):
    amys, beas = (bank.line(fay, invoice.number, invoice.gross) for invoice in invoices)
    unknown = bank.line(fay, "THANKS", 1234, payer="A Stranger")
    words = page(client)
    assert "Accept 2 exact matches, £147.00" in words and words.count("checked") == 2 and "3 bank lines wait" in words
    answer = unescape(desk.words(press_exact(client, amys, beas, unknown)))
    assert "Matched 2 lines, £147.00" in answer and "Left as it is" in answer and "no longer an exact match" in answer
    assert [invoice.owing_total() for invoice in invoices] == [0, 0]
    assert set(Allocation.objects.values_list("appropriated_by", flat=True)) == {"debtor"}
    assert list(BankLine.objects.open()) == [unknown] and Posting.objects.balance(Code.SUSPENSE) == -1234


def test_an_unticked_exact_match_is_left(client, fay, invoices):
    amys, beas = (bank.line(fay, invoice.number, invoice.gross) for invoice in invoices)
    press_exact(client, beas)
    assert list(BankLine.objects.open()) == [amys]


def test_the_reason_stands_beside_the_proposal(client, fay, invoices):
    line = bank.line(fay, f"inv {invoices[0].number}", invoices[0].gross)
    words = page(client, line=line.pk)
    assert f"Reference {invoices[0].number} is in the bank line." in words
    assert "what is owed to the penny" in words and "Allocate £88.20" in words


def test_an_account_reference_alone_matches_what_it_owes(client, fay, invoices):
    line = bank.line(fay, f"DD {invoices[0].account.reference}", invoices[0].gross)
    assert "Accept 1 exact match, £88.20" in page(client)
    press_exact(client, line)
    assert invoices[0].owing_total() == 0


def test_two_who_press_at_once_match_it_once(client, fay, invoices):
    line = bank.line(fay, invoices[0].number, invoices[0].gross)
    hers, his = Desk(), Desk()
    assert accept(hers, {str(line.pk)}, by=fay) == ([line], [])
    matched, left = accept(his, {str(line.pk)}, by=fay)
    assert matched == [] and "dealt with already" in left[0][1]
    answer = press_exact(client, line)
    assert answer.status_code == 422 and "dealt with already" in desk.words(answer)
    assert Payment.objects.count() == 1


def test_what_was_paid_meanwhile_is_left_and_said(client, fay, invoices):
    line, seen = bank.line(fay, invoices[0].number, invoices[0].gross), Desk()
    Payment.objects.receive(invoices[0].account, "bacs", 100, invoice=invoices[0], by=fay, reference="x")
    matched, left = accept(seen, {str(line.pk)}, by=fay)
    assert matched == [] and "too much" in left[0][1] and Payment.objects.count() == 1
    assert bank.fresh(line).payment is None


def test_an_exact_match_is_no_match_where_more_is_owed_by_now(fay, invoices):
    line = bank.line(fay, invoices[0].number, 5000)
    with pytest.raises(AskedTooMuch, match="no longer what is owed"):
        line.match_exactly(invoices[0].account, [(invoices[0], 5000)], by=fay)
    assert bank.fresh(line).payment is None and invoices[0].owing_total() == 8820 and not Payment.objects.exists()


def test_one_line_is_matched_as_proposed_and_the_next_is_shown(client, fay, invoices):
    first, second = bank.line(fay, "", 5000, payer="Amys Cheese"), bank.line(fay, "later", 700)
    answer = match(client, first, proposal=proposal(client, first))
    assert answer.redirect_chain[-1][0] == f"{MATCH}?line={second.pk}&done={first.pk}"
    assert "Undo" in desk.words(answer) and invoices[0].owing_total() == 3820
    assert Allocation.objects.get().appropriated_by == "oldest"


def test_a_proposal_that_changed_since_is_not_what_was_agreed_to(client, fay, invoices):
    line = bank.line(fay, "", 5000, payer="Amys Cheese")
    seen = proposal(client, line)
    Payment.objects.receive(invoices[0].account, "bacs", 8000, invoice=invoices[0], by=fay, reference="x")
    answer = match(client, line, proposal=seen)
    assert answer.status_code == 422 and "no longer what is proposed" in desk.words(answer)
    assert bank.fresh(line).payment is None


def test_an_overpayment_is_credit_and_is_said_before(client, fay, invoices):
    line = bank.line(fay, invoices[0].number, 10000)
    assert "£11.80 is more than is owed and stays as credit" in page(client, line=line.pk)
    assert "Allocate £88.20, £11.80 as credit" in page(client, line=line.pk)
    match(client, line, proposal=proposal(client, line))
    assert bank.fresh(line).payment.unallocated() == 1180 and invoices[0].account.credit() == 1180


def test_by_hand_an_account_is_found_and_amounts_are_typed(client, fay, invoices):
    line, account = bank.line(fay, "?", 6000), invoices[0].account
    assert all("Amy's Cheese" in page(client, line=line.pk, q=words) for words in ("amy", invoices[0].number))
    words = page(client, line=line.pk, account=account.pk)
    assert 'value="60.00"' in words and "stays as credit on the account" in words
    match(client, line, account=account.pk, appropriated_by="creditor", **{f"invoice_{invoices[0].pk}": "50"})
    assert invoices[0].owing_total() == 3820 and account.credit() == 1000
    assert Allocation.objects.get().appropriated_by == "creditor"


@pytest.mark.parametrize(("amount", "words"), [("61", "£60.00 of it is left"), ("lots", "Write an amount in pounds"),
                                               ("", "Enter an amount for at least one invoice")])  # fmt: skip
def test_amounts_that_do_not_fit_are_refused_and_kept(client, fay, invoices, amount, words):
    line = bank.line(fay, "?", 6000)
    answer = match(client, line, account=invoices[0].account_id, appropriated_by="debtor",
                   **{f"invoice_{invoices[0].pk}": amount})  # fmt: skip
    assert answer.status_code == 422 and words in desk.words(answer)
    assert not amount or f'value="{amount}"' in desk.words(answer)
    assert not Payment.objects.exists() and bank.fresh(line).payment is None


def test_all_of_it_may_be_kept_as_credit(client, fay, invoices):
    line = bank.line(fay, "?", 6000)
    match(client, line, account=invoices[0].account_id, credit="1")
    assert invoices[0].account.credit() == 6000


def test_set_aside_with_a_reason_and_taken_up_again(client, fay, invoices):
    line = bank.line(fay, "HMRC REPAYMENT", 60000)
    address = f"/finance/receipts/lines/{line.pk}/set-asides/"
    answer = client.post(address, {"reason": " "})
    assert answer.status_code == 422 and "Say what this money is" in desk.words(answer)
    answer = client.post(address, {"reason": "VAT repayment"}, follow=True)
    assert "Undo" in desk.words(answer) and not BankLine.objects.open().exists()
    assert Posting.objects.balance(Code.SUSPENSE) == -60000
    assert match(client, line, account=invoices[0].account_id, credit="1").status_code == 422
    client.post(address, {"back": "1"})
    assert BankLine.objects.open().get() == line
    assert client.post(address, {"back": "1"}).status_code == 422


def test_a_release_leaves_the_payment_as_credit(client, fay, invoices):
    line = bank.line(fay, invoices[0].number, 8820)
    press_exact(client, line)
    answer = client.post(f"/finance/receipts/lines/{line.pk}/releases/", follow=True)
    assert "The money did come in, so £88.20 stays as credit" in desk.words(answer)
    assert invoices[0].owing_total() == 8820 and invoices[0].account.credit() == 8820
    assert Payment.objects.count() == 1 and Allocation.objects.live().count() == 0
    answer = client.post(f"/finance/receipts/lines/{line.pk}/releases/")
    assert answer.status_code == 422 and "settles nothing" in desk.words(answer)


def test_who_paid_before_is_known_by_the_name_and_forgotten_when_released(client, fay, invoices):
    first = bank.line(fay, invoices[0].number, 1000, payer="A Brown Holdings")
    match(client, first, proposal=proposal(client, first))
    second = bank.line(fay, "", 2000, payer="A Brown Holdings")
    assert "paid before under this name" in page(client, line=second.pk)
    client.post(f"/finance/receipts/lines/{first.pk}/releases/")
    assert "paid before under this name" not in page(client, line=second.pk)


def test_money_the_bank_says_was_sent_back_waits_for_nobody(client, fay, invoices):
    bank.send(client, bank.camt(("A1", invoices[0].number, "88.20", "<RvslInd>true</RvslInd>")), "week.xml")
    line = BankLine.objects.get()
    assert line.amount == 8820 and "sent back" in line.set_aside_reason and not BankLine.objects.open().exists()


def test_who_only_looks_changes_nothing(client, fay, amy, invoices):
    line = bank.line(fay, invoices[0].number, 8820)
    client.force_login(cast.staff("robot", "Machines"))
    assert client.get(MATCH).status_code == 200
    for answer in (press_exact(client, line), match(client, line, proposal="x"),
                   client.post(f"/finance/receipts/lines/{line.pk}/set-asides/", {"reason": "x"}),
                   client.post(f"/finance/receipts/lines/{line.pk}/releases/"),
                   bank.send(client, b"x")):  # fmt: skip
        assert answer.status_code == 403
    client.force_login(amy.user)
    assert client.get(MATCH).status_code == 403
    assert bank.fresh(line).payment is None


def test_more_lines_cost_no_more_queries(client, fay, invoices, django_assert_max_num_queries):
    for number in range(12):
        bank.line(fay, f"{invoices[0].account.reference} {number}", 100 + number)
    with django_assert_max_num_queries(22):
        client.get(MATCH)


def test_fifty_lines_against_five_thousand_invoices_within_a_second(fay, invoices, monkeypatch):
    """Reading them is a query each; what is measured is all the thinking, with room for a busy machine."""
    today = localdate()
    many = [OpenInvoice(n, f"INV-2026-{n:05d}", n % 1200 + 1, f"7000{n:05d}", f"Trader {n % 1200}", 2000 + n, today,
                        today - timedelta(days=n % 90)) for n in range(1, 5001)]  # fmt: skip
    people = [AccountInfo(n, "", f"Trader {n - 1} and Sons") for n in range(1, 1201)]
    monkeypatch.setattr("boxoffice.finance.money_in.matching.open_invoices", lambda: many)
    monkeypatch.setattr("boxoffice.finance.money_in.matching.accounts", lambda: people)
    for n in range(50):
        bank.line(fay, f"INV-2026-{n + 1:05d}", 2001 + n, payer=f"Trader {n} Sons")
    started = time.perf_counter()
    found = Desk()
    assert time.perf_counter() - started < 3 and len(found.exact) > 40
