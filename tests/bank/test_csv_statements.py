"""Reading a bank's CSV file: every way banks write dates and money, and every refusal with its line and remedy."""

from datetime import date

import pytest

from invoicing.bank.csv_file import columns_of, read_csv
from invoicing.bank.mapping import Mapping
from invoicing.bank.statement import LARGEST_FILE, BankFileRefused, Entry, kind_of

PLAIN = Mapping(date="Date", amount="Amount", reference=("Reference",), payer="Payer")
SPLIT = Mapping(date="Date", credit="Paid in", debit="Paid out", reference=("Reference",))
HEAD = "Date,Payer,Reference,Amount\n"
SPLIT_HEAD = "Date,Reference,Paid in,Paid out\n"


def amounts(text, mapping=PLAIN):
    return [entry.amount for entry in read_csv(text.encode(), mapping)]


def refusal(data, mapping=PLAIN):
    with pytest.raises(BankFileRefused) as refused:
        read_csv(data if isinstance(data, bytes) else data.encode(), mapping)
    return refused.value.message


def test_a_row_becomes_an_entry_that_a_person_can_find():
    text = HEAD + "31/03/2026,R PATEL,INV-2026-00412,40.00\n"
    expected = Entry(line=2, on=date(2026, 3, 31), amount=4000, reference="INV-2026-00412", payer="R PATEL")
    assert read_csv(text.encode(), PLAIN) == [expected]


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16", b""), ("cp1252", b"")]
)
def test_a_file_is_read_in_the_encoding_its_bank_uses(encoding, mark):
    text = HEAD + "31/03/2026,SIÂN O’NEILL,Stall,£1.00\n"
    mapping = Mapping(**PLAIN.as_json() | {"encoding": encoding, "reference": ("Reference",)})
    [entry] = read_csv(mark + text.encode(encoding), mapping)
    assert (entry.payer, entry.amount) == ("SIÂN O’NEILL", 100)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_is_believed_before_the_saved_encoding(encoding):
    data = ("\ufeff" + HEAD + "31/03/2026,ŵ,,1.00\n").encode(encoding)
    assert read_csv(data, PLAIN)[0].payer == "ŵ"


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("1204.50", 120450), ('"1,204.50"', 120450), ('"£1,204.50"', 120450), ("£1204.5", 120450), ("12", 1200),
        ("12.", 1200), (".50", 50), ("-12.30", -1230), ("−12.30", -1230), ("12.30-", -1230), ("-£12.30", -1230),
        ("£-12.30", -1230), ("(12.30)", -1230), ("(£12.30)", -1230), ("12.30CR", 1230), ("12.30 DR", -1230),
        ("CR 12.30", 1230), ("+12.30", 1230), ("GBP 12.30", 1230), ("12.30 GBP", 1230), ("12.3000", 1230),
        ("1 204.50", 120450), ("1\u00a0204.50", 120450), ("-12.30 DR", -1230), ("0.00", 0),
    ],
)  # fmt: skip
def test_money_is_read_however_it_is_written(written, pence):
    assert amounts(HEAD + f"31/03/2026,,,{written}\n") == [pence]


@pytest.mark.parametrize(
    "written",
    ["12.345", '"1,2045.00"', '"12,30"', "1e3", "12.30.40", "(12", "12)", "1£2", "-12.30 CR", "--1", "-1-", "x", "١٢"],
)
def test_money_that_could_be_misread_is_refused(written):
    message = refusal(HEAD + f"31/03/2026,,,1.00\n31/03/2026,,,{written}\n")
    assert message.startswith("Line 3: ")
    assert "is not an amount of money with a decimal point. Correct the file" in message


@pytest.mark.parametrize(("written", "pence"), [("1.204,50", 120450), ("1204,5", 120450), ("-3,00", -300)])
def test_a_decimal_comma_is_read_where_the_mapping_says_so(written, pence):
    mapping = Mapping(date="Date", amount="Amount", delimiter=";", decimal_comma=True)
    assert amounts(f"Date;Amount\n31/03/2026;{written}\n", mapping) == [pence]


def test_a_thousand_is_never_taken_for_a_pound():
    mapping = Mapping(date="Date", amount="Amount", delimiter=";", decimal_comma=True)
    assert "with a decimal comma" in refusal("Date;Amount\n31/03/2026;1,200\n", mapping)


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("day/month/year", "05/03/2026"), ("day/month/year", "5-3-26"), ("day/month/year", "05.03.2026"),
        ("day/month/year", "05 Mar 2026"), ("day/month/year", "5-Mar-26"), ("day/month/year", "05 March 2026"),
        ("day/month/year", "05032026"), ("day/month/year", "05/03/2026 14:22"), ("month/day/year", "03/05/2026"),
        ("month/day/year", '"Mar 5, 2026"'), ("year-month-day", "2026-03-05"), ("year-month-day", "20260305"),
        ("year-month-day", "2026-03-05T23:59:01Z"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_form_of_the_mapping(form, written):
    mapping = Mapping(date="Date", amount="Amount", date_form=form)
    assert read_csv(f"Date,Amount\n{written},1.00\n".encode(), mapping)[0].on == date(2026, 3, 5)


@pytest.mark.parametrize("written", ["31/02/2026", "03/25/2026", "2026-03-05", "5/3", "", "05/03/0026", "05/Foo/2026"])
def test_a_date_that_does_not_exist_is_refused_with_its_line(written):
    lines = "".join("31/01/2026,,,1.00\n" for _ in range(12))
    assert refusal(f"{HEAD}{lines}{written},,,1.00\n") == (
        f"Line 14: “{written}” is not a date in the form day/month/year. "
        "Correct the file or choose another date form."
    )  # fmt: skip


def test_money_in_and_money_out_may_stand_in_two_columns():
    rows = "31/03/2026,a,12.00,\n31/03/2026,b,,3.00\n31/03/2026,c,,-4.00\n31/03/2026,d,0.00,5.00\n"
    assert amounts(SPLIT_HEAD + rows, SPLIT) == [1200, -300, -400, -500]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("31/03/2026,a,,", "Line 2: The row has no amount. Correct or remove the line."),
        ("31/03/2026,a,1.00,2.00", "Line 2: The row has both money in and money out. Correct the file or choose other "
                                   "columns."),
        ("31/03/2026,a,-1.00,", "Line 2: The money in is negative. Correct the file or choose the amount column."),
    ],
)  # fmt: skip
def test_two_columns_that_contradict_one_another_are_refused(row, message):
    assert refusal(f"{SPLIT_HEAD}{row}\n", SPLIT) == message


def test_a_column_of_cr_and_dr_gives_the_sign():
    mapping = Mapping(date="Date", amount="Value", direction="CR/DR")
    head = "Date,Value,CR/DR\n"
    assert amounts(head + "31/03/2026,5.00,CR\n31/03/2026,6.00,DR\n31/03/2026,-7.00,D\n", mapping) == [500, -600, -700]
    assert "Line 2: “X” is neither CR nor DR." in refusal(head + "31/03/2026,5.00,X\n", mapping)
    assert "negative but marked as money in" in refusal(head + "31/03/2026,-5.00,CR\n", mapping)


def test_a_sign_that_the_bank_turns_round_is_turned_back():
    assert amounts("Date,Amount\n31/03/2026,-5.00\n", Mapping(date="Date", amount="Amount", turned_round=True)) == [500]


def test_a_quoted_line_break_does_not_shift_the_lines_after_it():
    text = HEAD + '31/03/2026,"R\nPATEL",x,1.00\r\n31/03/2026,B,"say ""hi"", you",2.00\n'
    entries = read_csv(text.encode(), PLAIN)
    assert [entry.line for entry in entries] == [2, 4]
    assert entries[1].reference == 'say "hi", you'
    assert refusal(text + "bad,,,1.00\n").startswith("Line 5: “bad” is not a date")


def test_empty_lines_are_passed_over():
    assert amounts(HEAD + "\n31/03/2026,,,1.00\n,,,\n\r\n\n") == [100]


def test_lines_above_the_headings_are_skipped_and_still_counted():
    mapping = Mapping(**PLAIN.as_json() | {"skip": 3, "reference": ("Reference",)})
    text = 'Account:,"12345678"\nFrom "31 March\n\n' + HEAD + "31/03/2026,,,1.00\n"
    assert read_csv(text.encode(), mapping)[0].line == 5


def test_a_file_without_headings_is_read_by_letters():
    mapping = Mapping(date="A", amount="C", reference=("B",), headings=False)
    assert read_csv(b"31/03/2026,RENT,4.00,more\n", mapping)[0].reference == "RENT"
    assert "Line 2: The row has 2 columns where 3 are expected." in refusal("31/03/2026,a,1\n31/03/2026,b\n", mapping)


def test_foreign_money_is_refused():
    mapping = Mapping(date="Date", amount="Amount", currency="Ccy")
    assert amounts("Date,Amount,Ccy\n31/03/2026,1.00,GBP\n31/03/2026,1.00,\n", mapping) == [100, 100]
    assert refusal("Date,Amount,Ccy\n31/03/2026,1.00,EUR\n", mapping) == (
        "Line 2: EUR is not pounds sterling. Take foreign money out of the file; enter it by hand."
    )
    for written in ("€5.00", "5.00 USD", "$5"):
        assert f"Line 2: “{written}” is not in pounds sterling." in refusal(HEAD + f"31/03/2026,,,{written}\n")


def test_the_wrong_columns_are_refused_with_the_ones_there_are():
    assert refusal("When,Who,Sum\n31/03/2026,a,1.00\n") == (
        "Line 1: The file has no column “Date”. Its columns are “When”, “Who”, “Sum”. Choose the columns again."
    )
    assert "has 2 columns “Date”" in refusal("Date,Date,Payer,Reference,Amount\n31/03/2026,,,,1.00\n")


def test_an_unquoted_comma_that_shifts_the_columns_is_refused():
    assert "Line 2: The row has 5 columns under 4 headings." in refusal(HEAD + "31/03/2026,Smith, J,ref,1.00\n")
    assert amounts(HEAD + "31/03/2026,,,1.00,\n") == [100]


def test_a_footer_line_is_refused_with_its_line():
    assert refusal(HEAD + "31/03/2026,,,1.00\nEnd of file\n") == (
        "Line 3: The row has 1 column where 4 are expected. Correct or remove the line."
    )


def test_a_quotation_mark_left_open_is_refused_where_it_begins():
    assert refusal(HEAD + '31/03/2026,,,1.00\n31/03/2026,"open,,1.00\n31/03/2026,,,1.00\n') == (
        "Line 3: A quotation mark is out of place or is not closed. Correct the file."
    )


def test_the_wrong_encoding_is_refused_with_its_line():
    assert refusal((HEAD + "31/03/2026,SIÂN,,1.00\n").encode("cp1252")) == (
        "Line 2: A letter cannot be read as UTF-8. Choose another encoding; for Windows exports it is Windows (1252)."
    )
    assert "Choose UTF-16" in refusal(HEAD.encode("utf-16-le"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."), (b"\xef\xbb\xbf\r\n\n", "The file is empty."), (b"PK\x03\x04x", "save it as CSV"),
        (b"%PDF-1.7", "This is a PDF."), (b":20:START", "This is an MT940 file."),
        (HEAD.encode(), "The file has no lines of money."), (b"a" * (LARGEST_FILE + 1), "larger than 20 MB"),
        (HEAD.encode() + b"31/03/2026,,,1.00\n" * 100_001, "more than 100,000 lines"),
        (HEAD.encode() + b"31/03/2026,," + b"x" * 200_000 + b",1.00\n", "Line 2: "),
    ],
    ids=["empty", "only a mark", "excel", "pdf", "mt940", "no rows", "too big", "too long", "huge cell"],
)  # fmt: skip
def test_a_file_that_is_no_statement_is_refused(data, words):
    assert words in refusal(data)


def test_the_sort_of_file_is_told_by_how_it_begins():
    assert kind_of(HEAD.encode()) == "csv"
    assert kind_of("\ufeff<?xml version='1.0'?>".encode("utf-16-le")) == "camt"
    assert kind_of(b"\xef\xbb\xbf\n<Document/>") == "camt"


def test_the_columns_to_choose_from_are_the_headings():
    assert columns_of(HEAD.encode(), PLAIN) == ["Date", "Payer", "Reference", "Amount"]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"date": ""}, "Choose the column that holds the date."), ({"amount": ""}, "Choose one column for the amount"),
        ({"credit": "In"}, "Choose one column for the amount"), ({"date_form": "moon"}, "Choose the columns again"),
        ({"delimiter": ",,"}, "Choose the columns again"), ({"encoding": "utf-7"}, "Choose the columns again"),
        ({"skip": "3"}, "Choose the columns again"), ({"more": "x"}, "Choose the columns again"),
        ({"skip": -1}, "Choose the columns again"),
        ({"amount": "", "credit": "In", "direction": "Side"}, "A column of CR and DR goes with an amount column."),
    ],
)  # fmt: skip
def test_choices_that_cannot_read_a_file_are_refused(choices, words):
    with pytest.raises(BankFileRefused, match=words):
        Mapping.from_json(PLAIN.as_json() | choices)
