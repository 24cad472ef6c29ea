"""The demo town's Christmas market: nine days, let whole; fourteen who applied, scored by two officers."""

import random
from datetime import date, timedelta

from boxoffice.town.applications import answer_papers, answers_for, certificate, post_old_letters
from boxoffice.town.clock import moment
from boxoffice.town.tariffs import determine
from events.models import (
    Application,
    Attachment,
    Criterion,
    Customer,
    Event,
    Hold,
    HoldType,
    MarketRules,
    Occurrence,
    Price,
    PriceList,
    PriceType,
    Score,
    SpecialistMarket,
)
from events.money import Basis, Vat
from invoicing import pitch_awards, pitch_endings
from invoicing.deposits import hand_in, take
from invoicing.models import BudgetCode

NUMBER, DAYS, AHEAD, APPLICANTS = 2412, 9, 70, 14
FRIDAY, SUNDAY = 4, 6  # the square is the other markets' on Thursdays and Saturdays
# In pounds without VAT for all nine days, by band: (early, later), after Medway Council's Rochester market of 2024.
PRICES = {"3 × 3 m": (1700, 1900), "3 × 3 m corner": (1700, 1900), "6 × 3 m": (3400, 3800),
          "Food court 6 × 3 m": (3400, 3800)}  # fmt: skip
SOURCE = "after Medway Council, Rochester Christmas market 2024: 3 × 3 m £1,700 early, then £1,900, plus VAT"
CRITERIA = [("Quality of the goods", 5, 3), ("Fits a Christmas market", 5, 2), ("Look of the stall", 5, 2),
            ("Made or grown near here", 5, 1)]  # fmt: skip


def build_christmas(square, people, today):
    """The market, its rules as data, and everything that has become of the applications so far."""
    rnd = random.Random(NUMBER)
    market = build_market(square, people, today)
    photo = Attachment.objects.keep("certificate.jpg", certificate())
    applications = [apply(rnd, market, customer, number, today, photo) for number, customer in enumerate(applicants())]
    score(rnd, market, applications, people, today)
    decide(applications, market, people, today)
    post_old_letters(today)


def build_market(square, people, today):
    """Nine Fridays and Sundays on the square, at an early and a later price."""
    event = Event.objects.create(
        kind="market", audience="traders", title="Christmas market", slug="christmas-market", charge_type="pitch",
        budget_code="MKT-4430", summary="Nine days of gifts, food and lights on the square. Stalls stay for all of it.",
    )  # fmt: skip
    BudgetCode.objects.create(code="MKT-4430", title="Christmas market", manager_email="markets@alderbrook.example",
                              valid_from=today - timedelta(days=740))  # fmt: skip
    determine("pitch", Vat.STANDARD, "Option to tax Market Place, form VAT1614A of 2 May 2019. File FIN/VAT/09.",
              event=event, today=today, by=people["fay"], ground="option",
              option_reference="HMRC acknowledgement of 2 May 2019, form VAT1614A")  # fmt: skip
    event.required_documents.set(Event.objects.get(slug="saturday-market").required_documents.all())
    early, later = (price_list(square, name, column, today)
                    for column, name in enumerate(["Christmas market, early price", "Christmas market"]))  # fmt: skip
    days = Occurrence.objects.bulk_create(
        Occurrence(event=event, plan=square, price_list=later, starts_at=moment(day, 10), ends_at=moment(day, 19),
                   opens_at=moment(day, 7))
        for day in nine_days(today)
    )  # fmt: skip
    keep(square, days)
    types = {one.name: one for one in PriceType.objects.all()}
    MarketRules.objects.create(event=event, regular_price_type=types["Regular trader"],
                               casual_price_type=types["Casual trader"], draw_order=["registered"])  # fmt: skip
    market = SpecialistMarket.objects.create(
        event=event, applications_from=today - timedelta(days=56), applications_to=today + timedelta(days=14),
        decide_by=today + timedelta(days=28), deposit=25_000, early_until=today - timedelta(days=21),
        early_price_list=early, instalments=6, cancel_percents=[[84, 50], [42, 25]], most_alike=2,
    )  # fmt: skip
    Criterion.objects.bulk_create(Criterion(market=market, name=name, most=most, weight=weight, position=position)
                                  for position, (name, most, weight) in enumerate(CRITERIA))  # fmt: skip
    return market


def nine_days(today):
    """The next Fridays and Sundays some weeks from now, without Christmas Day and Boxing Day."""
    found, day = [], today + timedelta(days=AHEAD)
    while len(found) < DAYS:
        if day.weekday() in (FRIDAY, SUNDAY) and day not in (date(day.year, 12, 25), date(day.year, 12, 26)):
            found.append(day)
        day += timedelta(days=1)
    return found


def price_list(square, name, column, today):
    listed = PriceList.objects.create(name=name, authority=SOURCE, basis=Basis.NET,
                                      valid_from=today - timedelta(days=90))  # fmt: skip
    regular = PriceType.objects.get(name="Regular trader")
    Price.objects.bulk_create(
        Price(price_list=listed, band=band, price_type=regular, amount=100 * PRICES[band.name][column])
        for band in square.bands.all() if band.name in PRICES
    )  # fmt: skip
    return listed


def keep(square, days):
    """Every pitch of every day, kept for applicants."""
    kill = HoldType.objects.create(name=pitch_awards.KEPT, letter="A", kill=True)
    places = list(square.places)
    Hold.objects.bulk_create(Hold(occurrence=day, place=place, hold_type=kill) for day in days for place in places)


def applicants():
    """Regulars with an account that is in order, from first to last."""
    good = Customer.objects.filter(trader__approved_on__isnull=False, trader__suspended_on=None, account__isnull=False,
                                   account__stopped_at=None, account__needs_order_number=False)  # fmt: skip
    good = good.exclude(address="").exclude(email="").exclude(account__open_items__isnull=False)
    found = list(good.select_related("trader", "account").distinct().order_by("pk"))
    return found[:: max(len(found) // APPLICANTS, 1)][:APPLICANTS]


def apply(rnd, market, customer, number, today, photo):
    """One application with its deposit; the last two have not paid theirs."""
    day = today - timedelta(days=50 - 3 * number)
    answers = answers_for(rnd, customer)
    bands = list(market.prices_on(moment(day, 12)))
    hot = answers["food"]["sells"] == "yes" and number % 2
    size = next(band for band in bands if band.name == ("6 × 3 m" if hot or number % 4 == 3 else "3 × 3 m"))
    answers |= {"pitch": {"size": str(size.pk), "stands": "gazebo", "power": "16" if hot else "13"},
                "plan": {"parts": str(rnd.choice([1, 1, 2]))},
                "deposit": {"how": rnd.choice(["card", "office"])}}  # fmt: skip
    application = Application.objects.begin(event=market.event, customer=customer, answers=answers, at=moment(day, 18))
    answer_papers(application, photo, day)
    hand_in(application, at=moment(day, 18, 30))
    application.refresh_from_db()
    if number < APPLICANTS - 2:
        take(application.deposit, "bacs", reference=f"Deposit {application.pk}", at=moment(day + timedelta(days=1), 11))
    return application


def score(rnd, market, applications, people, today):
    """Mo has scored nearly all of them, Max about half."""
    criteria, at = list(market.criteria.all()), moment(today - timedelta(days=6), 10)
    for number, application in enumerate(applications[:-1]):
        for name in ["mo", "max"] if number % 2 == 0 else ["mo"]:
            points = {one: min(one.most, max(0, rnd.randint(1, 5) + (number < 5))) for one in criteria}
            note = rnd.choice(["", "", "Lovely stall last year", "Photos would help"])
            Score.objects.give(application, points, by=people[name], note=note, at=at)


def decide(applications, market, people, today):
    """Three accepted, one of them by a plan; one waits, one is refused and its deposit asked back, one cancelled."""
    at, mo = moment(today - timedelta(days=3), 15), people["mo"]
    pitches = {}
    for place in market.event.occurrences.first().plan.places.select_related("area", "band"):
        pitches.setdefault(str(place.band_id), []).append(place)
    for number in (0, 2, 4):
        application = applications[number]
        place = pitches[application.answers["pitch"]["size"]].pop(3)
        parts = min(2, market.most_parts(today))
        pitch_awards.award(application, place, parts=parts if number else 1, by=mo, at=at)
    applications[6].put_on_waiting_list("We have two stalls with these goods. You are next.", by=mo, at=at)
    pitch_endings.refuse(applications[7], "Other applications scored higher.", by=mo, at=at)
    pitch_endings.cancel(applications[8], by=mo, at=at)
