"""Reading camt.053: single entries and batches, reversals, versions 02 to 08, and files that mean harm."""

from datetime import date

import pytest

from invoicing.bank.camt import read_camt053
from invoicing.bank.statement import MOST_LINES, BankFileRefused, Entry

ACCOUNT = "<Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id><Ccy>GBP</Ccy></Acct>"


def statement(*entries, version=2, account=ACCOUNT, prologue="<?xml version='1.0' encoding='UTF-8'?>"):
    return (
        f'{prologue}\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}">\n<BkToCstmrStmt>'
        f"<Stmt>{account}\n{chr(10).join(entries)}\n</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def ntry(amount="40.00", side="CRDT", status="BOOK", day="<BookgDt><Dt>2026-03-31</Dt></BookgDt>", parts="", more="",
         currency="GBP"):  # fmt: skip
    details = f"<NtryDtls>{parts}</NtryDtls>" if parts else ""
    return (f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{more}<Sts>{status}</Sts>{day}'
            f"<AcctSvcrRef>B1</AcctSvcrRef>{details}</Ntry>")  # fmt: skip


def part(amount="", words="", structured="", end_to_end="", payer="", own_id="", pty=False):
    name = f"<Pty><Nm>{payer}</Nm></Pty>" if pty else f"<Nm>{payer}</Nm>"
    return (
        f"<TxDtls><Refs>{f'<AcctSvcrRef>{own_id}</AcctSvcrRef>' if own_id else ''}"
        f"<EndToEndId>{end_to_end or 'NOTPROVIDED'}</EndToEndId></Refs>{amount}"
        f"<RltdPties><Dbtr>{name}</Dbtr></RltdPties><RmtInf>{f'<Ustrd>{words}</Ustrd>' if words else ''}"
        f"{f'<Strd><CdtrRefInf><Ref>{structured}</Ref></CdtrRefInf></Strd>' if structured else ''}</RmtInf></TxDtls>"
    )


def refusal(data):
    with pytest.raises(BankFileRefused) as refused:
        read_camt053(data)
    return refused.value.message


def test_an_entry_is_read_with_everything_it_says():
    data = statement(ntry(parts=part(words="STALL RENT", structured="700000012", end_to_end="E2E7", payer="R PATEL")))
    assert read_camt053(data) == [
        Entry(line=4, on=date(2026, 3, 31), amount=4000, reference="700000012 STALL RENT E2E7", payer="R PATEL",
              bank_id="B1", account="GB29NWBK60161331926819")
    ]  # fmt: skip


@pytest.mark.parametrize("version", range(2, 9))
def test_each_version_from_2_to_8_is_read(version):
    new = version == 8
    entry = ntry(status="<Cd>BOOK</Cd>" if new else "BOOK", parts=part(payer="SIÂN ŵ", pty=new))
    assert [(e.amount, e.payer) for e in read_camt053(statement(entry, version=version))] == [(4000, "SIÂN ŵ")]


def test_a_batch_becomes_one_entry_for_each_part():
    parts = part("<AmtDtls><TxAmt><Amt Ccy='GBP'>15.00</Amt></TxAmt></AmtDtls>", "A", own_id="T1")
    parts += part("<Amt Ccy='GBP'>25.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>", "B")
    entries = read_camt053(statement(ntry(parts=parts)))
    assert [(e.amount, e.reference, e.bank_id) for e in entries] == [(1500, "A", "T1"), (2500, "B", "B1/2")]


def test_a_batch_that_does_not_add_up_is_refused():
    parts = part("<Amt Ccy='GBP'>15.00</Amt>") + part("<Amt Ccy='GBP'>24.99</Amt>")
    assert refusal(statement(ntry(), ntry(parts=parts))) == (
        "Line 5: Entry 2: The parts of the batch do not add up to its amount. Ask the bank for a corrected file."
    )


def test_money_out_is_negative_and_a_reversal_keeps_the_sign_of_its_own_indicator():
    reversal = "<RvslInd>true</RvslInd>"
    entries = read_camt053(statement(ntry(side="DBIT"), ntry(side="DBIT", more=reversal), ntry(more=reversal)))
    assert [(e.amount, e.reversal) for e in entries] == [(-4000, False), (-4000, True), (4000, True)]


def test_only_booked_entries_are_read():
    waiting = [ntry("1.00", status="PDNG"), ntry("2.00", status="<Cd>FUTR</Cd>"), ntry("4.00", status="INFO")]
    entries = [*waiting, ntry("3.00")]
    assert [e.amount for e in read_camt053(statement(*entries))] == [300]
    assert refusal(statement(entries[0])).startswith("The file has no booked entries.")


def test_the_value_date_serves_where_there_is_no_booking_date():
    entry = ntry(day="<ValDt><DtTm>2026-03-30T23:59:59+01:00</DtTm></ValDt>")
    assert read_camt053(statement(entry))[0].on == date(2026, 3, 30)
    assert refusal(statement(ntry(day=""))).startswith("Line 4: Entry 1: “” is not a date")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (ntry(currency="EUR"), "EUR is not pounds sterling."), (ntry("12.345"), "“12.345” is not an amount"),
        (ntry("-1.00"), "“-1.00” is not an amount"), (ntry("1e3"), "“1e3” is not an amount"),
        (ntry(side="BOTH"), "It has no amount, or is neither credit nor debit."),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_trusted_is_refused_with_its_line(entry, words):
    assert refusal(statement(ntry(), entry)).startswith(f"Line 5: Entry 2: {words}")


def test_amounts_may_have_noughts_beyond_the_pence():
    assert [e.amount for e in read_camt053(statement(ntry("7"), ntry("7.5"), ntry("7.50000")))] == [700, 750, 750]


def test_prefixed_names_and_other_encodings_are_read():
    data = statement(ntry(parts=part(payer="SIÂN"))).decode()
    data = data.replace("<Document xmlns=", "<n:Document xmlns:n=")
    for name in ("BkToCstmrStmt", "Stmt", "Acct", "Ntry", "Amt", "CdtDbtInd", "Sts", "BookgDt", "Dt", "NtryDtls",
                 "TxDtls", "RltdPties", "Dbtr", "Nm"):  # fmt: skip
        data = data.replace(f"<{name}>", f"<n:{name}>").replace(f"<{name} ", f"<n:{name} ")
        data = data.replace(f"</{name}>", f"</n:{name}>")
    data = data.replace("</Document>", "</n:Document>")
    assert read_camt053(data.replace("UTF-8", "ISO-8859-1").encode("latin-1"))[0].payer == "SIÂN"
    assert read_camt053(data.replace("UTF-8", "UTF-16").encode("utf-16"))[0].payer == "SIÂN"


def laughs(levels=9):
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, levels + 1))]
    return f"<?xml version='1.0'?><!DOCTYPE x [{''.join(lines)}]>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "prologue", [laughs(), "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/hosts'>]>"]
)
def test_a_document_type_is_refused_before_it_is_read(prologue, encoding):
    name = "&a9;" if "a9" in prologue else "&f;"
    data = statement(ntry(parts=part(words=name)), prologue=prologue.replace("<?xml version='1.0'?>", ""))
    assert "The file has a document type" in refusal(data.decode().encode(encoding))


def test_broken_xml_is_refused_with_its_line():
    assert refusal(statement(ntry())[:-40]).startswith("Line 4: The XML breaks off or is damaged.")
    assert "damaged" in refusal(statement(ntry(parts=part(words="&unknown;"))))


@pytest.mark.parametrize("name", ["camt.052.001.02", "camt.054.001.08", "camt.053.001.09", "pain.001.001.03"])
def test_another_message_is_refused_by_its_name(name):
    data = statement(ntry()).replace(b"camt.053.001.02", name.encode())
    assert refusal(data) == (
        f"Line 2: The file is {name}, not a statement camt.053.001.02 to .08. Ask the bank for that, or for CSV."
    )


def test_too_many_entries_are_refused():
    short = '<Ntry><Amt Ccy="GBP">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
    short += "<BookgDt><Dt>2026-03-31</Dt></BookgDt></Ntry>"
    assert "more than 100,000 entries" in refusal(statement(short * (MOST_LINES + 1)))


def test_lines_beyond_65535_are_told_right():
    data = statement("\n" * 70_000 + ntry(currency="EUR"))
    assert refusal(data).startswith("Line 70004: Entry 1: EUR")
