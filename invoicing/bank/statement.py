"""A bank statement as lines of money: what an entry is, why a file is refused, and what sort of file it is."""

from dataclasses import dataclass
from datetime import date

from events.models import Refused

LARGEST_FILE = 20 * 1024 * 1024
MOST_LINES = 100_000
NOT_STATEMENTS = {
    b"PK\x03\x04": "This is an Excel workbook. Open it, save it as CSV, and choose that file.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook. Open it, save it as CSV, and choose that file.",
    b"%PDF": "This is a PDF. Ask the bank's site for the statement as CSV or camt.053.",
    b"OFXHEADER": "This is an OFX file. Ask the bank's site for the statement as CSV or camt.053.",
    b"{1:": "This is an MT940 file. Ask the bank for the statement as camt.053 or CSV.",
    b":20:": "This is an MT940 file. Ask the bank for the statement as camt.053 or CSV.",
}


class BankFileRefused(Refused):
    """A bank file that cannot be read whole, so nothing of it was. `line` is where, counted from 1, or None."""

    code = "bank_file_refused"

    def __init__(self, message, line=None):
        super().__init__(f"Line {line}: {message}" if line else message)
        self.line = line


@dataclass(frozen=True)
class Entry:
    """One movement on the bank account. `line` is where a person finds it in the file, counted from 1.

    `amount` is in pence, positive where money came in. A `reversal` is a payment that was sent back: it undoes
    something and settles nothing.
    """

    line: int
    on: date
    amount: int
    reference: str = ""
    payer: str = ""
    bank_id: str = ""
    account: str = ""
    currency: str = "GBP"
    reversal: bool = False


def check_file(data):
    """Raise BankFileRefused for a file that is empty, too big, or plainly something else."""
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BankFileRefused("The file is empty. Download it from the bank again.")
    if len(data) > LARGEST_FILE:
        raise BankFileRefused("The file is larger than 20 MB. Ask the bank's site for a shorter period.")
    for start, message in NOT_STATEMENTS.items():
        if data.startswith(start):
            raise BankFileRefused(message)


def kind_of(data):
    """`csv` or `camt`. Raises BankFileRefused for a file that is neither."""
    check_file(data)
    start = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\t\r\n ")
    return "camt" if start.startswith(b"<") else "csv"
