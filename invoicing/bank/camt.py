"""A camt.053 statement (ISO 20022, versions 001.02 to 001.08) as entries: the whole of it, or a line and a remedy."""

import re

from lxml import etree

from invoicing.bank.statement import MOST_LINES, BankFileRefused, Entry, check_file
from invoicing.bank.values import read_date

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.0([2-8])")
AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,2})0*)?")
SIGNS = {"CRDT": 1, "DBIT": -1}


def read_camt053(data):
    """The booked entries of every statement in the file, in its order; each part of a batch is one.

    Raises BankFileRefused, which names the line and the entry. Nothing outside the file is ever fetched.
    """
    check_file(data)
    entries, root = [], parsed(data)
    if len([*root.iter("{*}Ntry", "{*}TxDtls")]) > MOST_LINES:
        raise BankFileRefused("The file has more than 100,000 entries. Ask the bank for a shorter period.")
    for statement in root.iterfind("{*}BkToCstmrStmt/{*}Stmt"):
        account = first_text(statement, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
        for number, node in enumerate(statement.iterfind("{*}Ntry"), 1):
            try:
                entries += booked(node, account)
            except ValueError as error:
                raise BankFileRefused(f"Entry {number}: {error}", node.sourceline) from None
    if not entries:
        raise BankFileRefused("The file has no booked entries. Ask the bank for the statement at the end of the day.")
    return entries


def parsed(data):
    """The root of a camt.053 file. A document type is refused, for it can name files and swell without end."""
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise BankFileRefused("The file has a document type, which no bank writes. Ask the bank for it again.")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        damaged = "The XML breaks off or is damaged. Ask the bank for the file again."
        raise BankFileRefused(damaged, error.lineno) from None
    if root.getroottree().docinfo.doctype:
        raise BankFileRefused("The file has a document type, which no bank writes. Ask the bank for it again.")
    namespace = etree.QName(root).namespace or ""
    if not NAMESPACE.fullmatch(namespace):
        found = namespace.rpartition(":")[2] or "no named form"
        raise BankFileRefused(
            f"The file is {found}, not a statement camt.053.001.02 to .08. Ask the bank for that, or for CSV.",
            root.sourceline,
        )
    return root


def first_text(node, *paths):
    """The first of the paths below a node that has words, else nothing."""
    return next((words for path in paths if (words := " ".join(texts(node, path)))), "")


def texts(node, path):
    found = node.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))
    return [words for each in found if (words := " ".join((each.text or "").split()))]


def booked(node, account):
    """The entries of one Ntry: none where it is not booked, one for each part of a batch. Raises ValueError."""
    if first_text(node, "Sts/Cd", "Sts") != "BOOK":
        return []
    whole = signed(node, ["Amt"])
    parts = node.findall("{*}NtryDtls/{*}TxDtls")
    if len(parts) < 2:
        return [entry(node, parts[0] if parts else node, whole, account, "")]
    amounts = [signed(part, ["Amt", "AmtDtls/TxAmt/Amt"], node) for part in parts]
    if sum(amounts) != whole:
        raise ValueError("The parts of the batch do not add up to its amount. Ask the bank for a corrected file.")
    numbered = enumerate(zip(parts, amounts, strict=True), 1)
    return [entry(node, part, amount, account, f"/{number}") for number, (part, amount) in numbered]


def signed(node, paths, parent=None):
    """Pence, positive for a credit. A reversal's sign is that of its own indicator (ISO 20022, RvslInd)."""
    amount = next((found for path in paths if (found := find(node, path)) is not None), None)
    indicator = first_text(node, "CdtDbtInd") or (first_text(parent, "CdtDbtInd") if parent is not None else "")
    if amount is None or indicator not in SIGNS:
        raise ValueError("It has no amount, or is neither credit nor debit. Ask the bank for a corrected file.")
    if (currency := amount.get("Ccy", "")) != "GBP":
        name = currency or "An amount without a currency"
        raise ValueError(f"{name} is not pounds sterling. Ask the bank for the sterling account's file.")
    found = AMOUNT.fullmatch((amount.text or "").strip())
    if not found:
        raise ValueError(f"“{amount.text}” is not an amount in pounds and pence. Ask the bank for a corrected file.")
    return SIGNS[indicator] * (int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))


def find(node, path):
    return node.find("/".join(f"{{*}}{step}" for step in path.split("/")))


def entry(node, part, amount, account, suffix):
    """One Entry; `part` is the TxDtls it is about, or the Ntry itself. Raises ValueError."""
    day = first_text(node, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    own_id = first_text(part, "Refs/AcctSvcrRef", "Refs/TxId", "Refs/UETR")
    whole_id = first_text(node, "AcctSvcrRef", "NtryRef")
    return Entry(
        line=part.sourceline, on=read_date(day[:10], "year-month-day"), amount=amount,
        reference=reference(node, part), payer=first_text(part, "RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm"),
        bank_id=own_id or (whole_id + suffix if whole_id else ""), account=account,
        reversal=first_text(node, "RvslInd") in ("true", "1"),
    )  # fmt: skip


def reference(node, part):
    """What the payer wrote: structured, in words, end to end; the bank's own words where there is nothing else."""
    paths = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Ustrd", "Refs/EndToEndId")
    written = [text for path in paths for text in texts(part, path)]
    words = [text for text in dict.fromkeys(written) if text != "NOTPROVIDED"]
    return " ".join(words) or first_text(part, "AddtlTxInf") or first_text(node, "AddtlNtryInf")
