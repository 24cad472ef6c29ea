"""What a bank line says it pays: invoice numbers in any spelling, and account references with their check digit.

Payers leave out dashes, noughts and the year; banks cut references after 18 characters.
"""

import re
from dataclasses import dataclass

from stdnum import luhn

CUT_AFTER = 18
SERIAL_WIDTH = 5
WORD = r"INV(?:OICE)?S?(?:\s*(?:NO|NUM|NUMBER|REF)\b)?[\s\-/._:#]*"
NUMBER = re.compile(rf"({WORD})?(?<![0-9])(20[0-9]{{2}})[\s\-/._]*([0-9]{{1,7}})(?![0-9])")
SERIAL = re.compile(rf"{WORD}([0-9]{{1,7}})(?![0-9])")
NINE_DIGITS = re.compile(r"(?=(?<![0-9])((?:[0-9][ \-]?){8}[0-9])(?![0-9]))")


@dataclass(frozen=True)
class Cited:
    """One invoice number in a bank line; `year` is empty where only the serial was written. Digits as written.

    `cut`: the bank may have cut digits off its end.
    """

    year: str
    serial: str
    cut: bool = False

    def __str__(self):
        return f"INV-{self.year}-{self.serial}" if self.year else f"INV {self.serial}"

    @property
    def key(self):
        return key_of(self.year, self.serial)


def key_of(year, serial):
    """The year and the serial without leading noughts: one key for every spelling."""
    return year, serial.lstrip("0")


def invoice_key(number):
    """The key of an invoice number such as INV-2026-00412; the number itself where it is of another form."""
    found = NUMBER.search(number.upper())
    return key_of(found[2], found[3]) if found else ("", number)


def cited_invoices(text):
    """Every invoice number in a bank line, in order. Without the word invoice it must have year and full width."""
    text = text.upper().rstrip()
    cited = {}
    for found in NUMBER.finditer(text):
        if found[1] or len(found[3]) >= SERIAL_WIDTH:
            cited[Cited(found[2], found[3], cut_off(text, found))] = found.span()
    taken = list(cited.values())
    for found in SERIAL.finditer(text):
        if not any(start <= found.start() < end for start, end in taken):
            cited[Cited("", found[1])] = found.span()
    return list(cited)


def cut_off(text, found):
    """Whether a number stands at the end of a reference that was cut, and is too short to be whole."""
    short = len(found[3]) < SERIAL_WIDTH and found.end() == len(text)
    return short and (len(text) == CUT_AFTER or found[3].startswith("0"))


def cited_accounts(text):
    """Every run of nine digits in a bank line, in order, spaces and dashes taken out."""
    return list(dict.fromkeys(re.sub("[^0-9]", "", found[1]) for found in NINE_DIGITS.finditer(text)))


def checks_out(reference):
    """Whether an account reference's check digit is right (Luhn)."""
    return luhn.is_valid(reference)


def one_slip_away(digits):
    """Every number that one mistyped digit, or two neighbours changed about, would make of these digits."""
    slips = {digits[:i] + other + digits[i + 1 :] for i in range(len(digits)) for other in "0123456789"}
    slips |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
    return slips - {digits}
