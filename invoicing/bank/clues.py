"""What on a bank line speaks for an account: a number, a reference, a name, an amount."""

from dataclasses import dataclass

from invoicing.bank.names import CLOSE, likeness, words_of
from invoicing.bank.references import cited_accounts, cited_invoices, key_of, one_slip_away

MOST_OF_ONE_AMOUNT = 50
MOST_UNNAMED = 5
MOST_NAMED = 20
LONGEST_NAME, LONGEST_REFERENCE = 200, 1_000


@dataclass(frozen=True)
class Clue:
    """One thing that speaks for an account. `sure`: it is a reference written in full. `invoice` is one it names.

    `agreeing` and `otherwise` are the scores it is worth where the amount is what is owed, and where it is not;
    None: then it is worth nothing. `says_who`: it is the payer's name.
    """

    account_id: int
    reason: str
    agreeing: int
    otherwise: int | None = None
    sure: bool = False
    invoice: object = None
    says_who: bool = False


def clues_of(entry, book):
    """(clues, citations that are of no open invoice): all that the line says, each account's in turn."""
    clues, unknown = number_clues(entry, book)
    clues += account_clues(entry, book)
    clues += name_clues(entry, book, {clue.account_id for clue in clues})
    return clues or amount_clues(entry, book), unknown


def number_clues(entry, book):
    clues, unknown = [], []
    for cited in cited_invoices(entry.reference[:LONGEST_REFERENCE]):
        found = [book.by_key[cited.key]] if cited.year and cited.key in book.by_key else []
        if cited.cut:
            clues += cut_clues(cited, found, book)
        elif found:
            clues.append(full_number(found[0]))
        elif not cited.year:
            clues += [bare_serial(cited, invoice) for invoice in book.by_serial.get(cited.key[1], [])[:MOST_UNNAMED]]
        if not any(clue.sure for clue in clues if clue.invoice in found):
            clues += slipped_numbers(cited, entry, book)
        if not found and cited.year and not cited.cut:
            unknown.append(cited)
    return clues, unknown


def full_number(invoice):
    return Clue(invoice.account_id, f"Reference {invoice.number} is in the bank line.", 95, 80, True, invoice)


def cut_clues(cited, found, book):
    """A number the bank cut short: sure only where one open invoice can be meant."""
    meant = dict.fromkeys([*found, *book.by_start.get((cited.year, cited.serial), [])])
    words = "The bank line breaks off at {}, which begins {}."
    return [
        Clue(invoice.account_id, words.format(cited, invoice.number), 95 if len(meant) == 1 else 75,
             70 if len(meant) == 1 else None, len(meant) == 1, invoice)
        for invoice in meant
    ]  # fmt: skip


def bare_serial(cited, invoice):
    return Clue(invoice.account_id, f"{cited} in the bank line may be {invoice.number}.", 75, 40, invoice=invoice)


def slipped_numbers(cited, entry, book):
    """Invoices whose number is one slip from the one written, and on which this very amount is owed."""
    if not cited.year:
        return []
    written = cited.year + cited.serial.zfill(5)
    keys = {key_of(slip[:4], slip[4:]) for slip in one_slip_away(written)}
    near = sorted((book.by_key[key] for key in keys if key in book.by_key), key=lambda invoice: invoice.age)
    words = "{} in the bank line is one digit away from {}."
    return [Clue(invoice.account_id, words.format(cited, invoice.number), 70, invoice=invoice)
            for invoice in near if invoice.owing == entry.amount]  # fmt: skip


def account_clues(entry, book):
    clues = []
    for digits in cited_accounts(entry.reference[:LONGEST_REFERENCE]):
        if account := book.cited_account(digits):
            clues.append(Clue(account.id, f"Account reference {digits} is in the bank line.", 95, 75, True))
            continue
        near = sorted(book.by_reference[slip].id for slip in one_slip_away(digits) if slip in book.by_reference)
        words = "{} in the bank line is one digit away from account reference {}."
        clues += [Clue(each, words.format(digits, book.accounts[each].reference), 70, 35) for each in near]
    return clues


def name_clues(entry, book, cited):
    """Accounts whose name is close to the payer's: those `cited`, then those that owe the amount, then the closest."""
    said = (entry.payer or entry.reference)[:LONGEST_NAME]
    words = words_of(said)
    owed = {invoice.account_id for invoice in book.by_amount.get(entry.amount, ())}
    looked_at = owed if len(owed) <= MOST_OF_ONE_AMOUNT else {each for each in owed if shares(words, each, book)}
    ids = sorted(book.sharing_a_word(words) | looked_at | cited)
    clues = [clue for each in ids if (clue := name_clue(said, book.accounts[each]))]
    clues.sort(key=lambda clue: (clue.account_id not in cited, clue.account_id not in owed, -clue.agreeing))
    return clues[:MOST_NAMED]


def shares(words, account_id, book):
    return any(account_id in book.by_word.get(word, ()) for word in words if len(word) > 2)


def name_clue(said, account):
    for past in sorted(account.past_payers):
        if words_of(past) and words_of(past) == words_of(said):
            return Clue(account.id, f"{said} is {account.name} (paid before under this name).", 80, 45, says_who=True)
    close = max(likeness(said, name) for name in (account.name, *account.past_payers))
    if close < CLOSE:
        return None
    reason = f"{said} is close to {account.name}."
    return Clue(account.id, reason, round(40 + 30 * close), round(30 * close), says_who=True)


def amount_clues(entry, book):
    """Where nothing else speaks: the few accounts that owe this very amount on one invoice."""
    ids = sorted({invoice.account_id for invoice in book.by_amount.get(entry.amount, ())})
    if len(ids) > MOST_UNNAMED:
        return []
    reason = "Nothing else in the bank line says who paid."
    return [Clue(each, reason, 30 if len(ids) == 1 else 20) for each in ids]
