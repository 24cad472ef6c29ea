"""What the demo town's counter sells by: offers, a fee by telephone, a cap, programmes and drinks, and the wordings."""

from datetime import timedelta

from boxoffice.town.tariffs import determine
from events.models import ConsentWording, Customer, Event, Extra, Occurrence, Offer, OfferPart, PriceType, SalesCap
from events.money import Vat

COUNTER = "counter phone"
# (name, pence with VAT in it, charge type, stock at each performance, fee, channels)
EXTRAS = [
    ("Programme", 450, "programme", 120, "", ""),
    ("Interval drink", 520, "fee", 60, "", ""),
    ("Telephone booking fee", 150, "fee", None, "booking", "phone"),
]
WORDINGS = [
    ("email", "May the Alderbrook Playhouse e-mail you about its shows? You can stop it at any time."),
    ("sms", "May the Alderbrook Playhouse text you about its shows? You can stop it at any time."),
    ("post", "May the Alderbrook Playhouse post its season brochure to you?"),
]
NEEDS = ["Step-free seat", "Hearing loop", "Aisle seat, left leg straight", "Assistance dog"]


def build_selling(people, today):
    """Everything the counter needs to show what it can do, on the shows to come."""
    determine("programme", Vat.ZERO, "Printed programmes are zero-rated. File FIN/VAT/16, VATA 1994 Sch 8 Group 3.",
              today=today, by=people["fay"])  # fmt: skip
    determine("fee", Vat.STANDARD, "Booking fees and refreshments are standard-rated. File FIN/VAT/17.",
              today=today, by=people["fay"])  # fmt: skip
    shows = Event.objects.filter(audience=Event.Audience.PUBLIC, occurrences__in=Occurrence.objects.upcoming())
    shows = list(shows.distinct().order_by("pk"))
    sell_beside(shows)
    make_offers()
    SalesCap.objects.create(event=shows[0], each=SalesCap.Each.CUSTOMER, most=16)
    ConsentWording.objects.bulk_create(
        ConsentWording(organisation="Alderbrook Playhouse", channel=channel, purpose="News of shows", text=text,
                       from_day=today - timedelta(days=400))
        for channel, text in WORDINGS
    )  # fmt: skip
    for customer, need in zip(Customer.objects.filter(trader=None).order_by("pk")[7::40], NEEDS, strict=False):
        Customer.objects.filter(pk=customer.pk).update(access_needs=need)


def sell_beside(shows):
    """Programmes and drinks with their stock, and the fee for booking by telephone."""
    Extra.objects.bulk_create(
        Extra(event=show, name=name, price=price, basis="gross", charge_type=charge_type, stock=stock, fee=fee,
              channels=channels, budget_code=show.budget_code, position=position, refundable=not fee)
        for show in shows for position, (name, price, charge_type, stock, fee, channels) in enumerate(EXTRAS)
    )  # fmt: skip


def make_offers():
    """A family saver and a price for groups."""
    family = Offer.objects.create(name="Family saver", position=1, percent_off=10, channels=COUNTER)
    for name in ("Adult", "Under 16"):
        OfferPart.objects.create(offer=family, price_type=PriceType.objects.get(name=name), count=2)
    Offer.objects.create(name="Groups of ten", position=2, percent_off=15, least_places=10, channels=COUNTER)
