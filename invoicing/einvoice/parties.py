"""Seller and buyer of an e-invoice (EN 16931 BG-4 and BG-7) from what is printed."""
import re
from dataclasses import dataclass

from invoicing.einvoice.xml import clean

POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
ABROAD = re.compile(r"(?!GD|HA)[A-Z]{2}")  # GD and HA begin British numbers of departments and health authorities
BRITISH_VAT = "9932"  # the scheme of a British VAT number as an address on the Peppol network


@dataclass(frozen=True)
class Party:
    """One side of an invoice; vat_number is blank where it must not show, network_address is it all the same."""
    name: str
    streets: tuple[str, ...] = ()
    town: str = ""
    postcode: str = ""
    identifier: str = ""
    vat_number: str = ""
    network_address: str = ""
    contact: str = ""
    telephone: str = ""
    email: str = ""


def seller(document):
    """The council. On a document outside the scope of VAT it goes by another identifier (BR-O-02, BR-CO-26)."""
    head = document.letterhead
    number = vat_number(head.vat_number)
    outside = document.is_outside_scope
    return Party(
        **place(head.name, head.address), identifier=head.email or head.name if outside else "",
        vat_number="" if outside else number, network_address=british(number),
        contact=head.department or head.name, telephone=head.telephone, email=head.email,
    )  # fmt: skip


def buyer(document):
    """The customer, by account reference; a VAT number only where they are registered and the document may show it."""
    number = vat_number(document.customer_vat_number)
    return Party(
        **place(document.customer_name, document.address), identifier=document.account_reference,
        vat_number="" if document.is_outside_scope else number, network_address=british(number),
    )  # fmt: skip


def place(name, address):
    """Name and address: the last line is the postcode, the one before it the town, three others are kept apart."""
    lines = [line for line in map(clean, address) if line]
    postcode = lines.pop() if lines and POSTCODE.fullmatch(lines[-1]) else ""
    town = lines.pop() if lines else ""
    streets = (*lines[:2], ", ".join(lines[2:]))
    return {"name": clean(name) or "Not named", "streets": streets, "town": town, "postcode": postcode}


def vat_number(printed):
    """A VAT number with its country before it (BR-CO-09): GB where none is printed."""
    number = re.sub(r"[^A-Z0-9]", "", printed.upper())
    return f"GB{number}" if number and not ABROAD.match(number) else number


def british(number):
    """The number as a network address, if it is British."""
    return number if number.startswith("GB") else ""
