"""What is checked of an answer before it is kept: {field: a sentence that says what to do}. Nothing here is final."""

from datetime import date

from django.utils.timezone import localdate
from stdnum.gb import vat

from events.money import pounds

RATED = ["0", "1", "2", "3", "4", "5"]


def business(values, asked):
    """A VAT number must have its right check digits (modulus 97, or 9755)."""
    number = values.get("vat_number")
    if number and not vat.is_valid(number):
        return {"vat_number": "This VAT number is not right. Copy it from your certificate, like GB 123 4567 82, or "
                              "leave it empty."}  # fmt: skip
    return {}


def goods(values, asked):
    """Where the council keeps no list of goods, they are said in words."""
    return {} if asked.commodities or values.get("note") else {"note": "Say what you sell."}


def beside(values, asked):
    """A line is a key line or another one, not both."""
    if set(values.get("others") or []) & set(asked.said("goods", "key", [])):
        return {"others": "You chose one of these as what you mainly sell. Untick it here."}
    return {}


def hygiene(values, asked):
    wrong = {}
    if values.get("rating") in RATED and not values.get("rated_on"):
        wrong["rated_on"] = "Give the day of your rating. It is on your sticker or certificate."
    if values.get("rated_on") and date.fromisoformat(values["rated_on"]) > localdate():
        wrong["rated_on"] = "This day is still to come. Give the day of your rating."
    return wrong


def stall(values, asked):
    if values.get("stands") == "vehicle" and not values.get("registration"):
        return {"registration": "Give the registration number of the vehicle or trailer."}
    return {}


def certificate(paper):
    """The check of a paper's page: insured for enough, and not run out."""

    def check(values, asked):
        if values.get("later"):
            return {}
        wrong, ends = {}, values.get("expires_on")
        if paper.insures and values.get("cover") is not None and values["cover"] < paper.minimum_cover:
            wrong["cover"] = (f"We need {pounds(paper.minimum_cover).removesuffix('.00')} or more. Ask your insurer, "
                              "then come back: your answers are kept.")  # fmt: skip
        if ends and date.fromisoformat(ends) < localdate():
            wrong["expires_on"] = "This certificate has ended. Send the one that holds now."
        return wrong

    return check
