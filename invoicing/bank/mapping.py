"""A column mapping: which column of a bank's CSV file is what, and how the bank writes dates and money."""

import dataclasses
from dataclasses import dataclass

from invoicing.bank.statement import BankFileRefused
from invoicing.bank.values import DATE_FORMS

ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows (1252)", "utf-16": "UTF-16"}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "upright bar"}
MOST_SKIPPED = 100


@dataclass(frozen=True)
class Mapping:
    """Columns go by their headings; where `headings` is false, by their letters as in a spreadsheet (A, B, …).

    Money is one signed `amount` (or unsigned, with `direction` a column of CR and DR), or else a `credit` and a
    `debit` column. `skip` is the number of lines above the headings. `turned_round`: money in is written negative.
    """

    date: str
    amount: str = ""
    credit: str = ""
    debit: str = ""
    direction: str = ""
    reference: tuple[str, ...] = ()
    payer: str = ""
    bank_id: str = ""
    account: str = ""
    currency: str = ""
    date_form: str = "day/month/year"
    decimal_comma: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    skip: int = 0
    headings: bool = True
    turned_round: bool = False

    def __post_init__(self):
        """Raises BankFileRefused where the choices cannot read a file."""
        if not self.date:
            raise BankFileRefused("Choose the column that holds the date.")
        if bool(self.amount) == bool(self.credit or self.debit):
            raise BankFileRefused("Choose one column for the amount, or else one for money in and one for money out.")
        if self.direction and not self.amount:
            raise BankFileRefused("A column of CR and DR goes with an amount column. Choose the amount column too.")
        choices = [(self.date_form, DATE_FORMS), (self.delimiter, DELIMITERS), (self.encoding, ENCODINGS)]
        if not all(choice in known for choice, known in choices) or not 0 <= self.skip <= MOST_SKIPPED:
            raise BankFileRefused("The saved column choices cannot be read. Choose the columns again.")

    @property
    def columns(self):
        """Every column that is to be read."""
        single = (self.date, self.amount, self.credit, self.debit, self.direction, self.payer, self.bank_id,
                  self.account, self.currency)  # fmt: skip
        return [column for column in (*single, *self.reference) if column]

    def as_json(self):
        """A plain dict that from_json turns back into the same mapping."""
        return dataclasses.asdict(self) | {"reference": list(self.reference)}

    @classmethod
    def from_json(cls, saved):
        """The mapping that as_json gave. Raises BankFileRefused where it is not one."""
        types = {field.name: type(field.default) for field in dataclasses.fields(cls)} | {"date": str}
        saved = dict(saved) | {"reference": tuple(saved.get("reference", ()))}
        if saved.keys() - types.keys() or any(type(value) is not types[name] for name, value in saved.items()):
            raise BankFileRefused("The saved column choices cannot be read. Choose the columns again.")
        return cls(**{"date": ""} | saved)
