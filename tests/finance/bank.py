"""Bank files for tests, and what finance does with them through the desk's own addresses."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from invoicing.bank.statement import Entry
from invoicing.models import BankFile, BankLine

HEADINGS = "Date,Description,Name,Amount"


def csv(*rows, headings=HEADINGS):
    """A statement: rows are (reference, payer, amount as the bank writes it)."""
    today = f"{localdate():%d/%m/%Y}"
    lines = [headings, *(",".join([today, *map(str, row)]) for row in rows)]
    return "\r\n".join(lines).encode()


CAMT = """<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>{}</Stmt></BkToCstmrStmt>
</Document>
"""
ENTRY = """<Ntry><Amt Ccy="GBP">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>{more}<Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>{bank_id}</AcctSvcrRef>
<NtryDtls><TxDtls><RmtInf><Ustrd>{reference}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def camt(*rows):
    """A camt.053 statement: rows are (bank's own id, reference, pounds), a fourth being more elements."""
    entries = [ENTRY.format(bank_id=row[0], reference=row[1], amount=row[2], more="".join(row[3:])) for row in rows]
    return CAMT.format("".join(entries)).encode()


def send(client, data, name="week.csv", mapping=""):
    return client.post("/finance/receipts/bank-files/",
                       {"file": SimpleUploadedFile(name, data), "mapping": mapping}, follow=True)  # fmt: skip


def columns(**changed):
    """The columns of csv(), as the page sends them."""
    chosen = {"date": "Date", "amount": "Amount", "payer": "Name", "reference": ["Description"], "delimiter": ",",
              "encoding": "utf-8", "skip": "0", "headings": "on", "date_form": "day/month/year"}  # fmt: skip
    return {name: value for name, value in (chosen | changed).items() if value is not None}


def choose(client, **changed):
    return client.post("/finance/receipts/bank-files/columns/", columns(**changed), follow=True)


def line(by, reference, amount, payer="", on=None):
    """A line that waits."""
    entry = Entry(line=1, on=on or localdate(), amount=amount, reference=reference, payer=payer)
    data = f"{BankFile.objects.count()} {reference}".encode()
    return BankFile.objects.import_entries("file", data, [entry], by=by).lines.get()


def fresh(line):
    return BankLine.objects.get(pk=line.pk)
