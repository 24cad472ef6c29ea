"""The nouns of the engine."""

from .activity import Activity
from .admission import CheckIn, NotAdmitted
from .application import Application, NotYours, TooLate
from .application_step import ApplicationPhoto, ApplicationStep
from .attachment import Attachment, NotReadable
from .attendance import Attendance, StoodBy
from .booking import Booking
from .booking_act import BookingAct
from .calendar_feed import CalendarFeed
from .commodity import Commodity, CommodityCap, TradeLine, TradeOverride
from .complimentary import Complimentary
from .consent import Consent, ConsentWording
from .customer import Assistant, Customer, Trader
from .day_decision import DayDecision
from .day_off import DayOff
from .discipline import DisciplineStep, NotServed
from .dispute import Dispute, NotSettled
from .document import Document, DocumentReminder, DocumentType, NotChecked
from .downtime import BlankTicket, DowntimePack
from .draw import Draw, DrawResult
from .event import Event, Occurrence
from .extra import Extra, ExtraLine, OutOfStock
from .hold import Hold, HoldNote, HoldType
from .incident import Incident, NotClosed
from .line import BookingLine
from .market_rules import ABSENT, DRAW_KEYS, ChargePolicy, MarketRules, Presence
from .message import Message
from .offer import Offer, OfferPart
from .price import NotPossible, Price, PriceList, PriceType
from .pricing import PriceBook, Wanted
from .printer import Printer, PrintJob
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
from .register_note import RegisterNote
from .register_tap import Disagreement, RegisterTap, Said
from .reservation import Reservation
from .sales_cap import CapReached, SalesCap
from .score import Score
from .series import Series
from .specialist import Criterion, SpecialistMarket
from .standing import StandingBooking
from .standing_claims import PlaceClaimed
from .standing_day import StandingDay
from .tariff import TariffFact, TariffOverride, TariffRule
from .ticket_issue import TicketIssue
from .trade_board import TradeBalance
from .vat import ChargeType, VatDetermination
from .venue import Area, Band, Circuit, Place, Plan, Venue
from .waiting import WaitingListEntry

__all__ = [
    "ABSENT", "Activity", "Application", "ApplicationPhoto", "ApplicationStep", "Area", "AskedTooMuch", "Assistant",
    "Attachment", "Attendance", "Band", "BlankTicket", "Booking", "BookingAct", "BookingLine", "CalendarFeed",
    "CapReached", "ChargePolicy", "ChargeType", "CheckIn", "Circuit", "Commodity", "CommodityCap", "Complimentary",
    "Consent", "ConsentWording", "Criterion", "Customer", "DRAW_KEYS", "DayDecision", "DayOff", "Disagreement",
    "DisciplineStep", "Dispute", "Document", "DocumentReminder", "DocumentType", "DowntimePack", "Draw",
    "DrawResult", "Event", "Extra", "ExtraLine", "Hold", "HoldNote", "HoldType", "Incident", "MarketRules",
    "Message", "NotAdmitted", "NotChecked", "NotClosed", "NotOnSale", "NotOpenTo", "NotPossible", "NotPriced",
    "NotReadable", "NotServed", "NotSettled", "NotYours", "Occurrence", "Offer", "OfferPart", "OutOfStock", "Place",
    "PlaceClaimed", "PlaceHeld", "PlaceTaken", "Plan", "Presence", "Price", "PriceBook", "PriceList", "PriceType",
    "PrintJob", "Printer", "Refused", "RegisterNote", "RegisterTap", "Reservation", "ReservationLapsed", "Said",
    "SalesCap", "Score", "Series", "SoldOut", "SpecialistMarket", "StandingBooking", "StandingDay", "StoodBy",
    "TariffFact", "TariffOverride", "TariffRule", "TicketIssue", "TooLate", "TradeBalance", "TradeLine",
    "TradeOverride", "Trader", "VatDetermination", "Venue", "WaitingListEntry", "Wanted",
]  # fmt: skip
