"""XML as text: elements that are left out when empty, and how amounts, quantities and dates are written in them.

Written by hand as there is one of these for each invoice of a run; invoices are small and their shape never varies.
"""
import re
from decimal import Decimal

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def element(tag, *children):
    """An element around XML text, or nothing where there is nothing in it (Peppol R008)."""
    inside = "".join(children)
    return f"<{tag}>{inside}</{tag}>" if inside else ""


def leaf(tag, words, attributes=""):
    """An element around plain words; characters that XML cannot hold are dropped."""
    words = clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<{tag}{attributes}>{words}</{tag}>" if words else ""


def clean(words):
    """Words as XML can hold them."""
    return ILLEGAL.sub("", words or "").strip()


def amount(pence):
    """Whole pence as pounds with two decimals; hundredths of a per cent as per cent."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def decimal(number):
    """An exact number in plain digits, without needless noughts."""
    words = f"{Decimal(number):f}"
    return words.rstrip("0").rstrip(".") if "." in words else words
