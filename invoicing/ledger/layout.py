"""The layout of a ledger file: what is written where and how, as data that is kept with each closed batch."""

import re
from dataclasses import asdict, dataclass, fields

from invoicing.ledger.rows import SALES_DERIVED, JournalRow, LedgerRefused, SalesRow
from invoicing.ledger.template import check_template

CSV, FIXED = "csv", "fixed"
JOURNAL, SUMMED, INVOICES = "journal", "journal lines summed by code and day", "invoices"
SINGLE_BYTE = {"ascii", "cp1252", "iso-8859-1", "iso-8859-15"}
TEXT, CODE, AMOUNT, DATE, NUMBER = "text", "code", "amount", "date", "number"
BATCH_FIELDS = {"line", "batch", "batch_date"}
JOURNAL_FIELDS = {one.name for one in fields(JournalRow)} - {"segments"} | BATCH_FIELDS | {"account_stem"}
SALES_FIELDS = {one.name for one in fields(SalesRow)} - {"segments"} | BATCH_FIELDS | SALES_DERIVED
FIELDS = {JOURNAL: JOURNAL_FIELDS, SUMMED: JOURNAL_FIELDS, INVOICES: SALES_FIELDS}
TOTALS = {"count", "debits", "credits", "hash_total", "batch", "date"}
NAMES = {"batch", "date", "part"}
# The fields that only a column of their own sort may hold, and those that a number may be.
AMOUNTS = {"amount", "net", "vat", "gross", "unit_price", "line_price", "total_net", "total_vat", "total_gross"}
DATES = {"date", "due", "tax_point", "batch_date"}
NUMBERS = {"line", "quantity", "line_quantity", "rate"}
ALLOWED = {
    "form": {CSV, FIXED}, "source": set(FIELDS), "encoding": {"utf-8", "utf-8-sig"} | SINGLE_BYTE,
    "line_ending": {"crlf", "lf"}, "quoting": {"minimal", "all", "none"},
}  # fmt: skip
ALLOWED_IN_COLUMN = {
    "holds": {TEXT, CODE, AMOUNT, DATE, NUMBER}, "align": {"left", "right"},
    "amount_format": {"pounds", "pence", "implied"},
    "sign": {"credits negative", "debits negative", "unsigned", "debit", "credit"},
}  # fmt: skip


def check_types(thing, whose):
    """Raise LedgerRefused where words, whole numbers or yes and no were asked for and something else was given."""
    for one in fields(thing):
        if one.type in (str, int, bool) and type(getattr(thing, one.name)) is not one.type:
            raise LedgerRefused(f"{whose}: {one.name} cannot be {getattr(thing, one.name)!r}.")


def check_allowed(thing, allowed, whose):
    for name, values in allowed.items():
        if getattr(thing, name) not in values:
            raise LedgerRefused(f"{whose}: {name} is one of {', '.join(sorted(values))}, not {getattr(thing, name)}.")


@dataclass(frozen=True)
class Column:
    """One column: a `field` of the row, or a `constant`, which may name fields in braces ("AR{batch}").

    holds       text is cut and spelled in the letters the file has; code, amount, date and number never are.
    width       characters; in a CSV the most there may be, 0 for any.
    words       what the ledger calls each value: {"D": "JD", "C": "JC"}. A value that is not among them is refused.
    amount_format  pounds 10.50, pence 1050, or implied: digits alone, the last `places` of them decimals.
    sign        credits negative, debits negative, unsigned (beside a D or C), or only the debits or credits.
    pattern     a regular expression for ASCII that anything written must match from end to end.
    """

    name: str
    field: str = ""
    constant: str = ""
    holds: str = TEXT
    width: int = 0
    align: str = "left"
    pad: str = " "
    date_format: str = "%d/%m/%Y"
    amount_format: str = "pounds"
    places: int = 2
    sign: str = "credits negative"
    required: bool = False
    pattern: str = ""
    words: tuple = ()

    def check(self, layout):
        """Raise LedgerRefused where the column contradicts itself or its layout."""
        whose = f"Column “{self.name}”"
        check_types(self, whose)
        check_allowed(self, ALLOWED_IN_COLUMN, whose)
        self._check_field(layout, whose)
        check_template(self.constant, FIELDS[layout.source] - AMOUNTS, whose)
        if layout.form == FIXED and self.width < 1:
            raise LedgerRefused(f"{whose} needs a width, since the file's columns have fixed places.")
        if not self.date_format.isascii() or not self.date_format.isprintable():
            raise LedgerRefused(f"{whose}: a form of date is made of ordinary characters, such as %d/%m/%Y.")
        if len(self.pad) != 1 or not self.pad.isascii() or not self.pad.isprintable():
            raise LedgerRefused(f"{whose} is filled up with one ordinary character, such as a space or 0.")
        if not 2 <= self.places <= 6 or not 0 <= self.width <= 10_000:
            raise LedgerRefused(f"{whose} has from 2 to 6 decimal places and is at most 10,000 characters wide.")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise LedgerRefused(f"{whose}: its pattern cannot be read: {error}.") from error

    def _check_field(self, layout, whose):
        if self.field and self.constant:
            raise LedgerRefused(f"{whose} has both a field and a constant. Keep one of them.")
        if self.field and not self.field.startswith("segments.") and self.field not in FIELDS[layout.source]:
            raise LedgerRefused(f"{whose}: there is no field {self.field} in {layout.source}. Choose another.")
        wrong = (self.holds == AMOUNT) != (self.field in AMOUNTS) or (self.holds == DATE) != (self.field in DATES)
        if wrong or (self.holds == NUMBER and self.field not in NUMBERS):
            raise LedgerRefused(f"{whose} cannot hold {self.field or 'a constant'} as {self.holds}.")
        if self.words and self.holds not in (TEXT, CODE):
            raise LedgerRefused(f"{whose} has words, so it holds text or a code.")

    def to_json(self):
        return asdict(self) | {"words": dict(self.words)}

    @classmethod
    def from_json(cls, data):
        return cls(**data | {"words": tuple(data.get("words", {}).items())})


@dataclass(frozen=True)
class Layout:
    """A whole file. Raises LedgerRefused, saying what to change, where it cannot be written.

    form        csv, or fixed: columns in fixed places.
    codes       what the ledger knows each of our codes by: {"BANK": {"code": "1200", "subjective": "1200"}}; what
                is given beside the code are its segments. Codes that are not named go as they are.
    header, trailer  lines before and after, naming {count} {debits} {credits} {hash_total} {batch} {date}; amounts
                are pence and the date takes a form: {debits:012d}, {date:%Y%m%d}.
    documents_per_file  the most invoices a file may hold; 0 for any.
    """

    name: str
    source: str
    columns: tuple[Column, ...]
    form: str = CSV
    encoding: str = "utf-8"
    line_ending: str = "crlf"
    delimiter: str = ","
    quoting: str = "minimal"
    headings: bool = True
    header: str = ""
    trailer: str = ""
    codes: tuple = ()
    documents_per_file: int = 0
    file_name: str = "ledger-{batch}.csv"

    def __post_init__(self):
        check_types(self, f"Layout “{self.name}”")
        check_allowed(self, ALLOWED, f"Layout “{self.name}”")
        if not self.columns:
            raise LedgerRefused(f"Layout “{self.name}” has no columns. Add one.")
        if self.form == FIXED and self.encoding not in SINGLE_BYTE:
            raise LedgerRefused("Columns in fixed places need an encoding of one byte a character, such as cp1252.")
        if self.delimiter not in (",", ";", "|", "\t"):
            raise LedgerRefused("Values are set apart by a comma, a semicolon, a bar or a tab.")
        if self.documents_per_file < 0 or (self.documents_per_file and self.source != INVOICES):
            raise LedgerRefused("Only a file of invoices is split, after a number of them that is above nothing.")
        check_template(self.header, TOTALS, "The header")
        check_template(self.trailer, TOTALS, "The trailer")
        check_template(self.file_name, NAMES, "The file's name")
        for column in self.columns:
            column.check(self)

    @property
    def forbidden(self):
        """Characters that would break the line where nothing is quoted."""
        return f'{self.delimiter}"' if self.form == CSV and self.quoting == "none" else ""

    @property
    def newline(self):
        return "\r\n" if self.line_ending == "crlf" else "\n"

    def to_json(self):
        """Everything, defaults too, so that a later default cannot change what a closed batch was written with."""
        columns = [column.to_json() for column in self.columns]
        return asdict(self) | {"columns": columns, "codes": {ours: dict(theirs) for ours, theirs in self.codes}}

    @classmethod
    def from_json(cls, data):
        """The layout that to_json gave. Raises LedgerRefused where it is not one."""
        try:
            columns = tuple(Column.from_json(column) for column in data["columns"])
            codes = coded(data.get("codes", {}))
            return cls(**data | {"columns": columns, "codes": codes})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise LedgerRefused(f"This is not a layout: {error}.") from error


def coded(codes):
    """{our code: {"code": theirs, segment: part}} as the nested pairs a frozen layout holds."""
    pairs = tuple((ours, tuple(dict(theirs).items())) for ours, theirs in codes.items())
    if short := [ours for ours, theirs in pairs if not dict(theirs).get("code")]:
        raise LedgerRefused(f"Say which code of the ledger {short[0]} goes to.")
    return pairs
