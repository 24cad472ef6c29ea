"""The nouns of the engine."""

from .admission import CheckIn, NotAdmitted
from .booking import Booking
from .customer import Customer, Document, DocumentType, Trader
from .event import Event, Hold, HoldType, Occurrence
from .line import BookingLine
from .price import Price, PriceList, PriceType
from .pricing import PriceBook, Wanted
from .refusal import (
    AskedTooMuch,
    NotOnSale,
    NotOpenTo,
    NotPriced,
    PlaceHeld,
    PlaceTaken,
    Refused,
    ReservationLapsed,
    SoldOut,
)
from .vat import ChargeType, VatDetermination
from .venue import Area, Band, Place, Plan, Venue

__all__ = [
    "Area", "AskedTooMuch", "Band", "Booking", "BookingLine", "ChargeType", "CheckIn", "Customer", "Document",
    "DocumentType", "Event", "Hold", "HoldType", "NotAdmitted", "NotOnSale", "NotOpenTo", "NotPriced", "Occurrence",
    "Place", "PlaceHeld", "PlaceTaken", "Plan", "Price", "PriceBook", "PriceList", "PriceType", "Refused",
    "ReservationLapsed", "SoldOut", "Trader", "VatDetermination", "Venue", "Wanted",
]  # fmt: skip
