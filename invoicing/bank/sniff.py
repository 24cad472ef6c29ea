"""A guess at a bank's column mapping, from the headings UK banks use and from the rows below them."""

import csv
import io
import re
from functools import partial

from invoicing.bank.csv_file import MARKS, table
from invoicing.bank.mapping import DELIMITERS, Mapping
from invoicing.bank.statement import BankFileRefused, check_file
from invoicing.bank.values import DATE_FORMS, read_date, read_money

# The better heading first, where a file has several.
HEADINGS = {
    "date": ["booking date", "post date", "posting date", "transaction date", "date", "entry date", "value date"],
    "amount": ["amount", "value", "transaction amount", "net amount"],
    "credit": ["paid in", "money in", "credit amount", "credit", "credits", "receipts", "amount in"],
    "debit": ["paid out", "money out", "debit amount", "debit", "debits", "payments", "amount out"],
    "direction": ["cr dr", "dr cr", "credit debit", "debit credit", "cr dr indicator", "dr cr indicator",
                  "credit debit indicator"],
    "payer": ["counter party", "counterparty", "payer", "remitter", "payee", "name"],
    "bank_id": ["transaction id", "bank reference", "bank transaction id", "fitid"],
    "account": ["account number", "account no", "iban", "account"],
    "currency": ["currency", "ccy", "account currency"],
}  # fmt: skip
REFERENCE = re.compile(r"(payment |customer |transaction |your )?(reference|description)|details|memo|notes( and tags)?"
                       r"|narrative( ?[0-9])?|particulars")  # fmt: skip
DEEPEST_HEADING, ROWS_LOOKED_AT = 20, 200


def sniff(data):
    """A Mapping that fits the file's headings, to be shown and confirmed; None where there is none to propose."""
    try:
        check_file(data)
        encoding = guessed_encoding(data)
        text = data[:200_000].decode(encoding, "ignore").lstrip("\ufeff")
    except BankFileRefused:
        return None
    for skip, line in enumerate(io.StringIO(text, newline="").readlines()[:DEEPEST_HEADING]):
        for delimiter in DELIMITERS:
            if columns := guessed_columns(next(csv.reader([line], delimiter=delimiter), [])):
                return with_forms(data, Mapping(**columns, delimiter=delimiter, encoding=encoding, skip=skip))
    return None


def guessed_encoding(data):
    """By its mark, by its noughts, or by whether it can be UTF-8 at all."""
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name.removesuffix("-sig")
    if data[:200].count(b"\0") > len(data[:200]) // 4:
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def guessed_columns(names):
    """{what: heading} where these names are headings of a statement, else None."""
    names = [name.strip() for name in names]
    plain = {plainly(name): name for name in names if names.count(name) == 1}
    found = {what: next((plain[known] for known in knowns if known in plain), "") for what, knowns in HEADINGS.items()}
    if not found["date"] or not (found["amount"] or found["credit"]):
        return None
    if found["amount"]:
        found["credit"] = found["debit"] = ""
    else:
        found["direction"] = ""
    return found | {"reference": tuple(name for key, name in plain.items() if REFERENCE.fullmatch(key))}


def plainly(heading):
    """“Amount (GBP)” and “Cr/Dr” as “amount” and “cr dr”."""
    return " ".join(re.sub(r"[^a-z0-9€$]+", " ", re.sub(r"\((gbp|£)\)", "", heading.lower())).split())


def with_forms(data, mapping):
    """The mapping with the date form and the decimal mark that fit most of the rows; ties go to British ones."""
    try:
        rows = [cells for _, (_, cells) in zip(range(ROWS_LOOKED_AT), table(data, mapping), strict=False)]
    except BankFileRefused:
        return mapping
    names = [cell.strip() for cell in rows[0]]
    dates = column(rows, names.index(mapping.date))
    money = [text for chosen in (mapping.amount, mapping.credit, mapping.debit) if chosen
             for text in column(rows, names.index(chosen))]  # fmt: skip
    date_form = max(DATE_FORMS, key=lambda form: fitting(partial(read_date, form=form), dates))
    point, comma = (fitting(partial(read_money, decimal_comma=mark), money) for mark in (False, True))
    return Mapping.from_json(mapping.as_json() | {"date_form": date_form, "decimal_comma": comma > point})


def column(rows, place):
    return [row[place] for row in rows[1:] if len(row) > place and row[place].strip()]


def fitting(read, texts):
    """How many of the texts can be read."""
    count = 0
    for text in texts:
        try:
            read(text)
            count += 1
        except ValueError:
            continue
    return count
