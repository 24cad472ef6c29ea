"""This week's file from the demo town's bank, imported and not matched yet: exact references, slips, a stranger."""

import csv
import io
from datetime import timedelta

from events.money import pounds
from invoicing.bank.csv_file import read_csv
from invoicing.bank.mapping import Mapping
from invoicing.models import BankFile, BankMapping, Invoice

COLUMNS = Mapping(date="Date", amount="Amount", payer="Name", reference=("Reference",), bank_id="Transaction ID")
EXACT = 9


def bring_bank_file(now, today, by):
    """Import the file through the desk's own verbs, and save its columns for the next one."""
    BankMapping.objects.create(name="Alderbrook & District Bank", mapping=COLUMNS.as_json())
    data = written(rows(today), today)
    entries = read_csv(data, COLUMNS)
    BankFile.objects.import_entries(f"current-account-{today}.csv", data, entries, by=by, at=now - timedelta(hours=2))


def debts():
    """An open invoice of each account that has exactly one open, so that what is paid is plain; the oldest first."""
    by_account = {}
    for invoice in Invoice.objects.owed().with_owing().select_related("account__customer").order_by("pk"):
        by_account.setdefault(invoice.account_id, []).append(invoice)
    return [own[0] for own in by_account.values() if len(own) == 1]


def rows(today):
    """(name, reference, pence), in the order in which the money came."""
    found = debts()[: EXACT + 2]
    exact = [(name_of(invoice), invoice.number, invoice.owing) for invoice in found[:-2]]
    mistyped = [("FASTER PAYMENT", slip_of(invoice.number), invoice.owing) for invoice in found[-2:-1]]
    too_much = [(name_of(invoice), invoice.number, invoice.owing + 1000) for invoice in found[-1:]]
    stranger = [("J WHITTLE", "BANDSTAND GIFT", 2500)]
    return [*exact[:4], *mistyped, ("ALDERBROOK & DISTRICT", "CHARGES", -1240), *exact[4:], *too_much, *stranger]


def name_of(invoice):
    """As banks write names: in capitals, cut short."""
    return invoice.account.customer.name.upper()[:18].strip()


def slip_of(number):
    """The number with one digit wrong, such that it is no invoice's."""
    stem, last = number[:-5], number[-5:]
    wrong = (f"{stem}{digit}{last[1:]}" for digit in "987654321" if digit != last[0])
    return next(each for each in wrong if not Invoice.objects.filter(number=each).exists())


def written(rows, today):
    """The file's bytes: a line or two a day over the last week."""
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(["Date", "Transaction ID", "Name", "Reference", "Amount"])
    for place, (name, reference, pence) in enumerate(rows):
        day = today - timedelta(days=6 - place // 2)
        amount = pounds(pence).replace("£", "").replace("−", "-").replace(",", "")
        sheet.writerow([f"{day:%d/%m/%Y}", f"AD{today:%y%j}{place:04d}", name, reference, amount])
    return text.getvalue().encode()
