"""Matching bank lines with open invoices: when it is exact, when only suggested, and what always holds."""

import random
from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from invoicing.bank.matching import AccountInfo, Appropriation, Book, OpenInvoice, match, match_all
from invoicing.bank.statement import Entry

DAY = date(2026, 3, 1)


def account_reference(number):
    stem = f"{70_000_000 + number}"
    return stem + luhn.calc_check_digit(stem)


PATEL = AccountInfo(1, account_reference(1), "R. Patel Fruit & Veg")
JONES = AccountInfo(2, account_reference(2), "Siân Jones Cheese Ltd", ("S E JONES",))
HUGHES = AccountInfo(3, account_reference(3), "Hughes & Daughters")
ACCOUNTS = [PATEL, JONES, HUGHES]


def invoice(serial, account, owing, days=0):
    return OpenInvoice(serial, f"INV-2026-{serial:05}", account.id, account.reference, account.name, owing,
                       DAY + timedelta(days), DAY)  # fmt: skip


INVOICES = [invoice(412, PATEL, 4000), invoice(413, PATEL, 2500, 7), invoice(500, JONES, 9900),
            invoice(600, HUGHES, 1700), invoice(601, HUGHES, 3000, 5), invoice(602, HUGHES, 800, 9)]  # fmt: skip
BOOK = Book(INVOICES, ACCOUNTS)


def line(amount, reference="", payer="", **more):
    return Entry(line=2, on=date(2026, 4, 1), amount=amount, reference=reference, payer=payer, **more)


def best(amount, reference="", payer="", book=BOOK):
    return match(line(amount, reference, payer), book)[0]


@pytest.mark.parametrize(
    "spelling",
    ["INV-2026-00412", "INV202600412", "inv 2026 412", "Inv/2026/412", "INVOICE NO 2026-00412", "INVOICE2026412",
     "INV: 2026 00412 STALL", "STALL 2026-00412", "INV-2026-00412 STA", "RENT INV.2026.0412"],
)  # fmt: skip
def test_an_invoice_number_in_any_spelling_with_the_amount_is_exact(spelling):
    found = best(4000, spelling)
    assert (found.exact, found.score, found.allocations, found.remainder) == (True, 100, ((412, 4000),), 0)
    assert found.appropriation == Appropriation.PAYER
    assert "The amount is what is owed to the penny." in found.reasons


def test_the_reasons_are_sentences():
    assert best(4000, "INV-2026-00412", "R PATEL").reasons == (
        "Reference INV-2026-00412 is in the bank line.", "R PATEL is close to R. Patel Fruit & Veg.",
        "The amount is what is owed to the penny.",
    )  # fmt: skip


def test_a_number_cut_off_after_18_characters_is_exact_where_one_invoice_can_be_meant():
    reference = "STALL INV-2026-005"
    assert len(reference) == 18
    assert best(9900, reference).exact
    assert best(9900, reference).allocations == ((500, 9900),)


def test_a_number_cut_off_so_that_two_can_be_meant_is_a_suggestion():
    found = match(line(4000, "RENT INV-2026-0041"), BOOK)
    assert found[0].allocations == ((412, 4000),)
    assert not any(each.exact for each in found)


def test_an_account_reference_with_the_amount_of_one_invoice_is_exact():
    assert best(2500, PATEL.reference).exact
    assert best(2500, f"{PATEL.reference[:4]} {PATEL.reference[4:]}").allocations == ((413, 2500),)


def test_an_account_reference_with_a_wrong_check_digit_is_never_exact():
    wrong = PATEL.reference[:-1] + str((int(PATEL.reference[-1]) + 5) % 10)
    found = match(line(2500, wrong), BOOK)
    assert found[0].account_id == PATEL.id and not found[0].exact
    assert any("is one digit away from account reference" in reason for reason in found[0].reasons)


@pytest.mark.parametrize("slip", ["INV-2026-00421", "INV-2026-00419", "INV-2062-00412", "INV 2026 00312"])
def test_one_slip_in_an_invoice_number_is_a_suggestion(slip):
    found = match(line(4000, slip), BOOK)
    assert found[0].allocations == ((412, 4000),)
    assert not found[0].exact
    assert any("one digit away" in reason for reason in found[0].reasons)


def test_a_serial_without_its_year_is_a_suggestion():
    found = best(4000, "INV 412")
    assert (found.allocations, found.exact) == (((412, 4000),), False)


def test_a_number_that_is_not_open_stops_an_exact_match():
    found = best(4000, f"{PATEL.reference} INV-2026-00300")
    assert not found.exact
    assert "INV-2026-00300 in the bank line is not an open invoice." in found.reasons


def test_all_that_an_account_owes_is_exact_and_so_is_the_only_set_that_adds_up():
    assert best(6500, PATEL.reference).allocations == ((412, 4000), (413, 2500))
    found = best(2500, HUGHES.reference)
    assert (found.exact, found.allocations) == (True, ((600, 1700), (602, 800)))
    assert "The amount is what is owed on 2 invoices to the penny." in found.reasons


def test_several_numbers_in_one_line_pay_those_invoices():
    found = best(6500, "INV-2026-00413 AND INV-2026-00412")
    assert (found.exact, found.allocations) == (True, ((412, 4000), (413, 2500)))


def test_two_sets_that_add_up_alike_are_both_offered_and_neither_is_exact():
    book = Book([invoice(1, PATEL, 4000, 9), invoice(2, PATEL, 4000, 1)], ACCOUNTS)
    found = match(line(4000, PATEL.reference), book)
    assert [each.allocations for each in found] == [((2, 4000),), ((1, 4000),)]
    assert not any(each.exact for each in found)


def test_one_of_so_many_invoices_that_others_may_add_up_too_is_not_exact():
    book = Book([invoice(serial, PATEL, 1000 + serial, serial) for serial in range(1, 14)], ACCOUNTS)
    found = best(1013, PATEL.reference, book=book)
    assert (found.allocations, found.exact) == (((13, 1013),), False)


@pytest.mark.parametrize("reference", [f"{PATEL.reference} INV-2026-00413", f"{PATEL.reference} INV 413"])
def test_an_invoice_named_that_is_not_the_one_of_this_amount_stops_an_exact_match(reference):
    found = match(line(4000, reference), BOOK)
    assert ((412, 4000),) in [each.allocations for each in found]
    assert not any(each.exact for each in found)


def test_an_account_whose_own_reference_has_a_wrong_check_digit_is_not_exact():
    wrong = AccountInfo(9, PATEL.reference[:-1] + str((int(PATEL.reference[-1]) + 5) % 10), "Wrong")
    found = match(line(1500, wrong.reference), Book([invoice(1, wrong, 1500)], [wrong]))
    assert not any(each.exact for each in found)


def test_the_oldest_in_a_row_are_preferred_among_sets():
    book = Book([invoice(serial, PATEL, 1000, serial) for serial in range(1, 30)], ACCOUNTS)
    assert best(3000, PATEL.reference, book=book).allocations == ((1, 1000), (2, 1000), (3, 1000))


def test_another_amount_pays_the_oldest_first():
    found = best(5000, PATEL.reference)
    assert (found.allocations, found.remainder, found.exact) == (((412, 4000), (413, 1000)), 0, False)
    assert found.appropriation == Appropriation.OLDEST


def test_part_of_a_named_invoice_is_paid_on_that_invoice():
    found = best(1000, "INV-2026-00413")
    assert (found.allocations, found.appropriation) == (((413, 1000),), Appropriation.PAYER)
    assert "The amount is £15.00 less than is owed on what it names." in found.reasons


def test_too_much_stays_as_credit_on_the_account():
    found = best(10_000, "INV-2026-00500")
    assert (found.allocations, found.remainder, found.exact) == (((500, 9900),), 100, False)
    assert "£1.00 is more than is owed and stays as credit on the account." in found.reasons


def test_a_named_invoice_is_paid_before_older_ones():
    found = best(3000, "INV-2026-00413")
    assert (found.allocations, found.appropriation) == (((413, 2500), (412, 500)), Appropriation.OLDEST)


def test_an_account_that_owes_nothing_is_offered_the_credit():
    found = best(4000, PATEL.reference, book=Book([invoice(500, JONES, 9900)], ACCOUNTS))
    assert (found.allocations, found.remainder) == ((), 4000)
    assert "Nothing is owed on this account." in found.reasons


def test_a_reference_of_another_account_stops_an_exact_match():
    found = match(line(4000, f"INV-2026-00412 {JONES.reference}"), BOOK)
    assert {each.account_id for each in found} == {PATEL.id, JONES.id}
    assert not any(each.exact for each in found)


def test_a_payer_who_owes_the_same_amount_stops_an_exact_match_with_somebody_elses_number():
    book = Book([invoice(412, PATEL, 4000), invoice(421, HUGHES, 4000)], ACCOUNTS)
    assert not best(4000, "INV-2026-00412", "HUGHES DAUGHTERS", book).exact
    assert best(4000, "INV-2026-00412", "R PATEL", book).exact
    assert best(4000, "INV-2026-00412", "MYSTERY", book).exact


def test_names_alone_are_suggestions_and_a_known_payer_counts_most():
    known, close = best(9900, payer="Mr S. E. Jones"), best(4000, payer="R PATTEL")
    assert known.reasons[0] == "Mr S. E. Jones is Siân Jones Cheese Ltd (paid before under this name)."
    assert close.account_id == PATEL.id
    assert known.score > close.score and not known.exact and not close.exact


def test_a_name_inside_the_bank_line_is_found():
    assert best(4000, "FPI R PATEL FRUIT VEG STALL RENT").account_id == PATEL.id


def test_the_amount_alone_is_a_weak_suggestion():
    assert (best(9900, "RENT").score, best(9900, "RENT").exact) == (30, False)
    assert match(line(1234, "RENT"), BOOK) == []


@pytest.mark.parametrize("entry", [line(-4000, "INV-2026-00412"), line(0, "INV-2026-00412"),
                                   line(4000, "INV-2026-00412", reversal=True)])  # fmt: skip
def test_money_out_and_money_sent_back_settle_nothing(entry):
    assert match(entry, BOOK) == []


def test_two_lines_that_would_pay_the_same_invoice_are_not_exact():
    matched = match_all([line(4000, "INV-2026-00412"), line(9900, "INV-2026-00500"), line(4000, "INV 2026 412")], BOOK)
    assert [matched[place][0].exact for place in range(3)] == [False, True, False]
    assert "Another line of this file would pay the same invoice." in matched[0][0].reasons


names = st.sampled_from(["R. Patel", "Patel & Sons", "S Jones", "Hughes", "Jones Cheese", "K Hughes"])


@st.composite
def books(draw):
    accounts = [AccountInfo(number, account_reference(number), draw(names)) for number in range(1, 5)]
    owing = st.integers(1, 8).map(lambda tens: tens * 1000)
    serials = draw(st.lists(st.integers(1, 60), unique=True, max_size=10))
    return [invoice(serial, draw(st.sampled_from(accounts)), draw(owing), draw(st.integers(0, 3)))
            for serial in serials], accounts  # fmt: skip


@st.composite
def lines(draw, accounts):
    forms = st.sampled_from(["INV-2026-{:05}", "INV2026{}"])
    numbers = st.builds(str.format, forms, st.integers(1, 60))
    references = st.sampled_from([account.reference for account in accounts])
    digits = st.text("0123456789", min_size=9, max_size=9)
    words = draw(st.lists(st.one_of(numbers, references, digits, names), max_size=3))
    return line(draw(st.integers(1, 30)) * 500, " ".join(words)[: draw(st.integers(10, 60))], draw(st.just("") | names))


@given(st.data(), books())
def test_every_proposal_uses_the_whole_receipt_and_no_more_than_is_owed(data, made):
    invoices, accounts = made
    entry = data.draw(lines(accounts))
    owing = {each.id: each for each in invoices}
    found = match(entry, Book(invoices, accounts))
    for each in found:
        assert sum(pence for _, pence in each.allocations) + each.remainder == entry.amount
        assert len(each.paid) == len(each.allocations)
        assert all(0 < pence <= owing[number].owing for number, pence in each.allocations)
        assert all(owing[number].account_id == each.account_id for number, _ in each.allocations)
        assert each.remainder >= 0 and 0 <= each.score <= 100 and all(reason.endswith(".") for reason in each.reasons)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@given(st.data(), books())
def test_an_exact_match_is_alone_and_no_reference_in_the_line_is_of_another_account(data, made):
    invoices, accounts = made
    entry = data.draw(lines(accounts))
    exact = [each for each in match(entry, Book(invoices, accounts)) if each.exact]
    assert len(exact) <= 1
    for each in exact:
        assert each.remainder == 0
        others = [account.reference for account in accounts if account.id != each.account_id]
        others += [invoice.number for invoice in invoices if invoice.account_id != each.account_id]
        assert not any(other in entry.reference.split() for other in others)


@given(st.data(), books(), st.randoms())
def test_the_order_of_invoices_and_accounts_does_not_matter(data, made, dice):
    invoices, accounts = made
    entry = data.draw(lines(accounts))
    expected = match(entry, Book(invoices, accounts))
    dice.shuffle(invoices)
    dice.shuffle(accounts)
    assert match(entry, Book(invoices, accounts)) == expected


def test_fifty_receipts_against_five_thousand_invoices_take_less_than_a_second():
    dice = random.Random(7)
    surnames = ["Patel", "Jones", "Hughes", "Smith", "Khan", "Evans", "Okafor", "Rossi", "Nowak", "Brown"]
    accounts = [AccountInfo(number, account_reference(number), f"{dice.choice('ABCDEFGH')} {dice.choice(surnames)}")
                for number in range(1, 1001)]  # fmt: skip
    invoices = [invoice(serial, dice.choice(accounts), dice.choice([4000, 2500, 1700, dice.randrange(10_000)]),
                        dice.randrange(90)) for serial in range(1, 5001)]  # fmt: skip
    texts = ["INV-2026-{0:05}", "INV2026{0}", "{1}", "STALL RENT", "RENT INV-2026-00{2}"]
    entries = [line(invoices[place * 90].owing,
                    texts[place % 5].format(place * 90 + 1, invoices[place * 90].account_reference, place % 10),
                    invoices[place * 90].customer) for place in range(50)]  # fmt: skip
    started = perf_counter()
    matched = match_all(entries, Book(invoices, accounts))
    assert perf_counter() - started < 1
    assert sum(found[0].exact for found in matched.values() if found) >= 15
