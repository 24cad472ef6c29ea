"""Guessing a column mapping, and Hypothesis: what is written under any mapping reads back the same."""

import csv
import io
import json
import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.bank.csv_file import read_csv
from invoicing.bank.mapping import DELIMITERS, ENCODINGS, Mapping
from invoicing.bank.sniff import sniff
from invoicing.bank.statement import BankFileRefused, Entry
from invoicing.bank.values import DATE_FORMS

LAYOUTS = {
    "two columns, sort code": (
        "Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,"
        "Balance\n31/03/2026,FPI,'30-91-74,02344812,R PATEL INV-2026-00412,,40.00,1240.00\n",
        "utf-8", (4000, "R PATEL INV-2026-00412", "", "02344812"),
    ),
    "one value, month in words": (
        "Date, Type, Description, Value, Balance, Account Name, Account Number\n"
        '31 Mar 2026,BAC,"R PATEL , 700000012 , FP",40.00,1240.00,MARKETS,600001-12345678,\n',
        "utf-8", (4000, "R PATEL , 700000012 , FP", "", "600001-12345678"),
    ),
    "number first, memo last": (
        "Number,Date,Account,Amount,Subcategory,Memo\n ,31/03/2026,20-00-00 12345678,-40.00,DIRECTDEP,R PATEL  STALL\n",
        "utf-8", (-4000, "R PATEL  STALL", "", "20-00-00 12345678"),
    ),
    "five narratives": (
        "Sort Code,Account Number,Account Alias,Currency,Date,Narrative #1,Narrative #2,Narrative #3,Type,"
        "Debit,Credit\n"
        "600001,12345678,MKT,GBP,31/03/26,R PATEL,INV 412,,BAC,,40.00\n",
        "utf-8", (4000, "R PATEL INV 412", "", "12345678"),
    ),
    "counter party, amount in GBP": (
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n"
        "31/03/2026,R Patel,INV-2026-00412,FASTER PAYMENT,40.00,99.00,INCOME,\n",
        "utf-8", (4000, "INV-2026-00412", "R Patel", ""),
    ),
    "lines above, pound signs, Windows letters": (
        '"Account Name:","Markets ****12345"\n"Account Balance:","£1,240.00"\n\n'
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"\n'
        '"31 Mar 2026","Bank credit","Siân Patel","","£40.00","£1,240.00"\n',
        "cp1252", (4000, "Siân Patel", "", ""),
    ),
    "semicolons and decimal commas": (
        "Booking date;Payer;Details;Amount;Currency\n2026-03-31;R Patel;Rent;1.240,50;GBP\n",
        "utf-16", (124050, "Rent", "R Patel", ""),
    ),
    "side in its own column": (
        "Post date\tBank reference\tNarrative\tCustomer reference\tAmount\tCR/DR\n"
        "03/31/2026\tXX1\tR PATEL\t412\t40.00\tDR\n",
        "utf-8", (-4000, "R PATEL 412", "", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_usual_bank_layout_is_recognised_and_read(layout):
    text, encoding, (amount, reference, payer, account) = layout
    data = text.encode(encoding)
    assert read_csv(data, sniff(data)) == [
        Entry(line=text.count("\n"), on=date(2026, 3, 31), amount=amount, reference=reference, payer=payer,
              account=account, bank_id="XX1" if "XX1" in text else "")
    ]  # fmt: skip


def test_a_wrong_row_does_not_change_the_guess():
    rows = "05/03/2026,1.00\n13/03/2026,2.00\n03/25/2026,3.00\n"
    assert sniff(b"Date,Amount\n" + rows.encode()).date_form == "day/month/year"
    assert sniff(b"Date,Amount\n05/03/2026,1.00\n").date_form == "day/month/year"


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"a,b,c\n1,2,3\n", b"PK\x03\x04", b"Date,Notes\n1,2\n", b"\xff\xfe\x00", b"<Document/>",
     b"Date,Amount (EUR)\n31/03/2026,1.00\n"],
)  # fmt: skip
def test_nothing_is_proposed_where_the_headings_are_strange(data):
    assert sniff(data) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_the_guess_or_the_reading(data):
    mapping = sniff(data) or Mapping(date="A", amount="B", headings=False)
    try:
        read_csv(data, mapping)
    except BankFileRefused as refused:
        assert refused.message.endswith(".")


LETTERS = string.ascii_letters + string.digits + " ,;|\t\"'£éÂ-/\n"
words = st.text(LETTERS, max_size=20).map(str.strip)
entries = st.builds(
    Entry, line=st.just(0), on=st.dates(date(1980, 1, 1), date(2100, 12, 31)), amount=st.integers(-(10**11), 10**11),
    reference=words, payer=words, bank_id=words, account=words,
)  # fmt: skip


@st.composite
def mappings(draw):
    headings, split = draw(st.booleans()), draw(st.booleans())
    columns = draw(st.permutations(range(9)))
    names = {what: string.ascii_uppercase[place] if not headings else f"The {what}" for what, place in
             zip(["date", "amount", "credit", "debit", "reference", "payer", "bank_id", "account", "currency"], columns,
                 strict=True)}  # fmt: skip
    names |= {"amount": ""} if split else {"credit": "", "debit": ""}
    mapping = Mapping(
        **names | {"reference": (names["reference"],)}, headings=headings, decimal_comma=draw(st.booleans()),
        date_form=draw(st.sampled_from(list(DATE_FORMS))), delimiter=draw(st.sampled_from(list(DELIMITERS))),
        encoding=draw(st.sampled_from(list(ENCODINGS))), skip=draw(st.integers(0, 5)), turned_round=draw(st.booleans()),
    )  # fmt: skip
    return mapping, draw(st.permutations(mapping.columns)) if headings else string.ascii_uppercase[:9]


def written_money(pence, mapping, grouped):
    text = f"{'-' if pence < 0 else ''}£{abs(pence) // 100:{',' if grouped else ''}}.{abs(pence) % 100:02}"
    return text.translate(str.maketrans(",.", ".,")) if mapping.decimal_comma else text


def written_row(entry, mapping, grouped):
    forms = {"day/month/year": "%d/%m/%Y", "month/day/year": "%m/%d/%Y", "year-month-day": "%Y-%m-%d"}
    pence = -entry.amount if mapping.turned_round else entry.amount
    money = {mapping.amount: pence} if mapping.amount else {mapping.credit if pence >= 0 else mapping.debit: abs(pence)}
    texts = {column: written_money(amount, mapping, grouped) for column, amount in money.items()}
    return texts | {
        mapping.date: entry.on.strftime(forms[mapping.date_form]), mapping.reference[0]: entry.reference,
        mapping.payer: entry.payer, mapping.bank_id: entry.bank_id, mapping.account: entry.account,
        mapping.currency: "GBP",
    }  # fmt: skip


@given(st.lists(entries, min_size=1, max_size=5), mappings(), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_entries_written_under_any_mapping_read_back_the_same(wanted, mapping_and_names, grouped, ending):
    mapping, names = mapping_and_names
    rows = [written_row(entry, mapping, grouped) for entry in wanted]
    out = io.StringIO(newline="")
    out.write(f"preamble{ending}" * mapping.skip)
    writer = csv.writer(out, delimiter=mapping.delimiter, lineterminator=ending)
    writer.writerows([names] if mapping.headings else [])
    expected = []
    for entry, row in zip(wanted, rows, strict=True):
        expected.append(replace(entry, line=out.getvalue().count("\n") + 1))
        writer.writerow([row.get(name, "") for name in names])
    saved = Mapping.from_json(json.loads(json.dumps(mapping.as_json())))
    assert read_csv(out.getvalue().encode(mapping.encoding), saved) == expected
