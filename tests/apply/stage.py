"""The stage for applications: goods, papers, a Christmas market of nine days, and people who apply for it."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate, now

from events.application_questions import ask
from events.models import (
    Application,
    Commodity,
    Criterion,
    Event,
    MarketRules,
    Occurrence,
    Price,
    PriceList,
    SpecialistMarket,
)
from invoicing.deposits import hand_in
from invoicing.pitch_awards import keep_for_applicants
from tests import cast

EARLY, LATER, DEPOSIT = 170_000, 190_000, 25_000
AHEAD = 200  # days from today to the first day of the Christmas market


def goods():
    """Cheese, candles and, in a group of its own, hot soup."""
    return [Commodity.objects.get_or_create(name=name, defaults={"group": group, "hot_food": name == "Hot soup"})[0]
            for name, group in (("Cheese", "Food"), ("Candles", "Crafts"), ("Hot soup", "Hot food"))]  # fmt: skip


def christmas(*, deposit=DEPOSIT, vat=("S", 2000), days=9, early_days=30, **fields):
    """A market of nine days let whole: £1,700 plus VAT for those who apply in time, £1,900 later. Returns its rules."""
    square = cast.plan("Christmas Square", unit="pitch", places=8, area="Chalets", row="C")
    event = Event.objects.create(kind="market", audience="traders", title="Christmas market", slug="christmas-market",
                                 charge_type="pitch", budget_code="MKT-4430")  # fmt: skip
    cast.determination("pitch", *vat, event=event)
    later = cast.prices(square, "Christmas, later", basis="net", regular=LATER, casual=LATER)
    early = PriceList.objects.create(name="Christmas, early", authority="Minute 2", basis="net",
                                     valid_from=later.valid_from)  # fmt: skip
    regular = cast.price_type("regular")
    Price.objects.create(price_list=early, band=square.bands.get(), price_type=regular, amount=EARLY)
    MarketRules.objects.create(event=event, regular_price_type=regular, casual_price_type=cast.price_type("casual"))
    first = datetime.combine(localdate() + timedelta(days=AHEAD), datetime.min.time(), cast.LONDON).replace(hour=10)
    for n in range(days):
        one = Occurrence.objects.create(event=event, plan=square, price_list=later, starts_at=first + timedelta(days=n),
                                        ends_at=first + timedelta(days=n, hours=9))  # fmt: skip
        keep_for_applicants(one, square.places)
    fields = {"instalments": 6, "cancel_percents": [[120, 50], [60, 25]], "most_alike": 1, **fields}
    market = SpecialistMarket.objects.create(
        event=event, applications_from=localdate() - timedelta(days=60), deposit=deposit,
        applications_to=localdate() + timedelta(days=60), early_price_list=early,
        early_until=localdate() + timedelta(days=early_days), **fields,
    )  # fmt: skip
    Criterion.objects.bulk_create([Criterion(market=market, name="Quality", weight=3, position=1),
                                   Criterion(market=market, name="Fit with the market", position=2)])  # fmt: skip
    return market


def answers(name="nia", *, event=None, key=None, email=True):
    """Everything answered: for a specialist market, or to trade on the Thursday market."""
    cheese = goods()[0]
    said = {
        "you": {"name": f"{name.capitalize()} Parry", "phone": f"07700 9{sum(map(ord, name)) % 100_000:05d}",
                "email": f"{name}@post.example" if email else ""},
        "business": {"trading_name": f"{name.capitalize()}'s Stall", "form": "person", "vat_number": ""},
        "goods": {"key": [str(one.pk) for one in key or [cheese]], "note": ""},
        "food": {"sells": "no"}, "pictures": {},
        "address": {"lines": "3 Mill Lane\nAlderbrook", "postcode": "AB1 3CD"},
    }  # fmt: skip
    if event:
        band = event.occurrences.first().plan.bands.get()
        return {**said, "pitch": {"size": str(band.pk), "stands": "gazebo", "power": "0"}, "plan": {"parts": "1"},
                "deposit": {"how": "card"}}  # fmt: skip
    market = Event.objects.filter(occurrences__isnull=False, specialist=None).first()
    day = market.occurrences.first().day.weekday()
    stall = {"width": "300", "stands": "gazebo", "registration": "", "power": "0"}
    return {**said, "beside": {"others": []}, "stall": stall,
            "markets": {"days": [f"{market.pk}-{day}"], "often": "casual"}}  # fmt: skip


def paper_answers(application, **said):
    """The page of every paper answered by a promise to bring it, or by what is said."""
    for question in ask(application).questions:
        if question.name.startswith("paper-"):
            application.answers[question.name] = said or {"later": True}
    application.save(update_fields=["answers"])


def draft(name="nia", *, event=None, **fields):
    """Everything answered, not sent."""
    said = answers(name, event=event, **fields)
    application = Application.objects.begin(event=event, answers=said)
    paper_answers(application)
    return application


def sent(name="nia", *, event=None, at=None, **fields):
    """Handed in."""
    application = draft(name, event=event, **fields)
    hand_in(application, at=at or now())
    application.refresh_from_db()
    return application
