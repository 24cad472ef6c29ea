"""One cell of a ledger file: a value turned into exactly what its column allows, or refused with the remedy."""

import re
import unicodedata

from invoicing.ledger.layout import AMOUNT, CODE, DATE, FIXED, NUMBER, TEXT
from invoicing.ledger.rows import CREDIT, DEBIT, LedgerRefused
from invoicing.ledger.template import render
from invoicing.sheets import STARTS_FORMULA, decimal, plain, safe

SPELLED = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "…": "...", "€": "EUR", "£": "GBP",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "Đ": "D", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
SIDES = {"debit": DEBIT, "credit": CREDIT}


def refuse(values, column, problem):
    about = " ".join(filter(None, [str(values.get("number") or values.get("posting") or ""), str(values["code"])]))
    raise LedgerRefused(f"Line {values['line']} ({about}), {column.name}: {problem}", row=values["line"],
                        field=column.name)  # fmt: skip


def cell(layout, column, values):
    """The text of one cell. Text may be cut and respelled; codes, amounts, dates and numbers go whole or not at all."""
    text = KINDS[column.holds](layout, column, values, worded(column, values))
    if column.required and not text:
        refuse(values, column, "it is missing. Fill it in, or give its code an account in the layout.")
    if column.width and len(text) > column.width:
        text = shortened(column, values, text)
    if column.pattern and text and not re.fullmatch(column.pattern, text, re.ASCII):
        refuse(values, column, f"“{text}” is not in the form the ledger takes, {column.pattern}. Change it.")
    return padded(column, text) if layout.form == FIXED else text


def worded(column, values):
    """The value of a column, in the ledger's own word for it where the column has words."""
    value = render(column.constant, values) if column.constant else values.get(column.field)
    value = "" if value is None else value
    if not column.words or value == "":
        return value
    words = dict(column.words)
    if str(value) not in words:
        refuse(values, column, f"the layout has no word for “{value}”. Add one.")
    return words[str(value)]


def shortened(column, values, text):
    if column.holds != TEXT:
        refuse(values, column, f"“{text}” is {len(text)} characters and {column.width} fit. Shorten it, or widen the "
                               "column in the layout.")  # fmt: skip
    return text[: column.width].rstrip()


def padded(column, text):
    """Filled up to the width; noughts go between a minus sign and its digits."""
    if column.align == "left":
        return text.ljust(column.width, column.pad)
    if column.pad == "0" and text.startswith("-"):
        return "-" + text[1:].rjust(column.width - 1, "0")
    return text.rjust(column.width, column.pad)


def amount_cell(layout, column, values, pence):
    """An amount, already signed with credits below nothing, in the column's form and sign."""
    if pence == "" or SIDES.get(column.sign, values["side"]) != values["side"]:
        return ""
    if column.sign in ("unsigned", *SIDES) and (pence < 0) != (values["side"] == CREDIT) and pence:
        refuse(values, column, "the amount goes the other way from its line. Bill it on a line of its own.")
    pence = {"credits negative": pence, "debits negative": -pence}.get(column.sign, abs(pence))
    if column.amount_format == "pounds":
        return decimal(pence)
    return str(pence if column.amount_format == "pence" else pence * 10 ** (column.places - 2))


def date_cell(layout, column, values, day):
    return day.strftime(column.date_format) if day else ""


def number_cell(layout, column, values, number):
    return "" if number == "" else plain(number)


def code_cell(layout, column, values, value):
    """A code as it is. Raises LedgerRefused where the file cannot hold it, for a code that is respelled is another."""
    code = str(value)
    whole = code.isprintable() and encodable(code, layout.encoding) and not set(layout.forbidden) & set(code)
    if code and not whole:
        lost = [c for c in code if c in layout.forbidden or not c.isprintable() or not encodable(c, layout.encoding)]
        refuse(values, column, f"“{code}” has the character {lost[0]!r}, which the file cannot hold. Change the code, "
                               "or the encoding or quoting of the layout.")  # fmt: skip
    if layout.form != FIXED and code.startswith(STARTS_FORMULA):
        refuse(values, column, f"“{code}” would run as a formula in a spreadsheet. Begin it with a letter or digit.")
    return code


def text_cell(layout, column, values, value):
    text = tidy(str(value), layout)
    return text if layout.form == FIXED else safe(text)


def tidy(text, layout):
    """Text on one line, without what would break it, in letters that the file's encoding has."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    text = text if text.isprintable() else "".join(filter(str.isprintable, text))
    text = text if encodable(text, layout.encoding) else "".join(spelled(c, layout.encoding) for c in text)
    for character in layout.forbidden:
        text = text.replace(character, " ")
    return " ".join(text.split())


def spelled(character, encoding):
    """A character as the encoding can say it: itself, without its accents, spelled out, or a question mark."""
    if encodable(character, encoding):
        return character
    bare = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    return SPELLED.get(character) or "".join(c for c in bare if encodable(c, encoding) and c.isprintable()) or "?"


def encodable(text, encoding):
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


KINDS = {TEXT: text_cell, CODE: code_cell, AMOUNT: amount_cell, DATE: date_cell, NUMBER: number_cell}
