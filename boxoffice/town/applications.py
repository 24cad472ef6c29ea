"""The demo town's applications: some to be looked at, some late, one of each thing that can become of one."""

import io
import random
from datetime import timedelta

from django.utils.timezone import localdate
from PIL import Image, ImageDraw

from boxoffice.town.clock import moment
from boxoffice.town.names import HOT_FOOD
from events.application_questions import ask
from events.models import Application, Attachment, Commodity, Customer, Event, Message
from events.submission import submit
from invoicing import acceptance

NUMBER = 1871
MILLION = 100_000_000


def build_applications(people, today):
    """One for each trader who is not approved yet, one begun and not sent, and one long accepted."""
    rnd, mo, max_ = random.Random(NUMBER), people["mo"], people["max"]
    photo = Attachment.objects.keep("certificate.jpg", certificate())
    waiting = list(Customer.objects.filter(trader__approved_on=None, trader__isnull=False).order_by("pk"))
    days_ago = [20, 12, 9, 16, 18, 7, 15]
    sent = [send(rnd, customer, today - timedelta(days=days), photo)
            for customer, days in zip(waiting, days_ago, strict=False)]  # fmt: skip
    late, phoned, more, answered, listed, refused, appealed = sent
    by_phone(phoned, mo)
    acceptance.ask_more(more, "Your insurance is for £2 million, and we need £5 million. Ask your insurer for a new "
                        "certificate. Send a photo of it.", by=mo,
                        at=moment(today - timedelta(days=4), 10))  # fmt: skip
    acceptance.ask_more(answered, "Which pitch size do you need: 3 or 6 metres?", by=mo,
                        at=moment(today - timedelta(days=9), 15))  # fmt: skip
    answered.reply("Six metres. I have a trailer.", photos=[photo], at=moment(today - timedelta(days=2), 21))
    acceptance.put_on_waiting_list(listed, "Your goods are welcome. We write as soon as a pitch comes free on a "
                                   "Saturday.", by=mo, at=moment(today - timedelta(days=6), 11))  # fmt: skip
    acceptance.refuse(refused, "There are enough stalls with these goods already. Apply again in spring.", by=mo,
                      at=moment(today - timedelta(days=3), 14))  # fmt: skip
    acceptance.refuse(appealed, "The goods are too general: say exactly what you sell.", by=max_,
                      at=moment(today - timedelta(days=8), 9))  # fmt: skip
    appealed.appeal("I sell one thing only, and it is on your list.", at=moment(today - timedelta(days=1), 20))
    late.note("Rang on Tuesday to ask how long it takes.", by=mo, at=moment(today - timedelta(days=5), 12))
    long_accepted(rnd, mo, today, photo)
    begin_one(rnd, today)
    post_old_letters(today)


def certificate():
    """A picture of a certificate, of no real insurer."""
    picture = Image.new("RGB", (900, 640), "#fffdf5")
    draw = ImageDraw.Draw(picture)
    draw.rectangle([20, 20, 880, 620], outline="#0b5563", width=6)
    for line, words in enumerate(["CERTIFICATE OF INSURANCE", "", "Demonstration Mutual", "Public liability",
                                  "Sum insured: £5,000,000", "A specimen, of no real insurer"]):  # fmt: skip
        draw.text((80, 90 + 70 * line), words, fill="#1b1a24", font_size=40)
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def commodity_of(trader):
    """What a trader's own words are on the list, or something like it."""
    found = Commodity.objects.filter(name__iexact=trader.goods.removeprefix(HOT_FOOD)).first()
    return found or Commodity.objects.order_by("pk")[trader.pk % Commodity.objects.count()]


def answers_for(rnd, customer, event=None):
    """Everything that a trader would answer, by the name of the question."""
    trader, goods = customer.trader, commodity_of(customer.trader)
    person, _, rest = customer.address.partition("\n")
    food = goods.group in ("Food", "Hot food")
    answers = {
        "you": {"name": person or trader.trading_name, "phone": customer.phone, "email": customer.email},
        "business": {"trading_name": trader.trading_name, "form": "person", "vat_number": ""},
        "goods": {"key": [str(goods.pk)], "note": ""}, "beside": {"others": []},
        "food": {"sells": "yes" if food else "no"}, "pictures": {},
        "address": {"lines": rest, "postcode": customer.postcode},
    }  # fmt: skip
    if food:
        answers["hygiene"] = {"council": "Alderbrook", "number": f"FHR{rnd.randrange(10**6):06d}",
                              "rating": rnd.choice("345"), "rated_on": "2025-03-14"}  # fmt: skip
    if event is None:
        markets = Event.objects.filter(audience="traders", specialist=None).order_by("pk")
        weekdays = {market: localdate(market.occurrences.first().starts_at).weekday() for market in markets}
        days = [f"{market.pk}-{weekday}" for market, weekday in weekdays.items()]
        answers["stall"] = {"width": rnd.choice(["300", "600"]), "stands": "gazebo", "registration": "",
                            "power": "16" if food else "0"}  # fmt: skip
        answers["markets"] = {"days": days[: rnd.randint(1, len(days))], "often": rnd.choice(["regular", "casual"])}
    return answers


def send(rnd, customer, day, photo):
    """One application, sent on a day with a photo of its insurance; other papers to be brought."""
    answers = answers_for(rnd, customer)
    application = Application.objects.begin(customer=customer, answers=answers, at=moment(day, 19, 40))
    answer_papers(application, photo, day)
    customer.trader.applied_on = day
    customer.trader.save(update_fields=["applied_on"])
    submit(application, at=moment(day, 20, 5))
    application.refresh_from_db()
    return application


def answer_papers(application, photo, day):
    """Insurance with its photo, the rest promised."""
    for question in ask(application).questions:
        if question.name.startswith("paper-"):
            insured = any(field.name == "cover" for field in question.fields)
            ends = (day + timedelta(days=300)).isoformat()
            application.answers[question.name] = (
                {"number": f"PL{application.pk:07d}", "cover": 5 * MILLION, "expires_on": ends, "later": False}
                if insured else {"number": "", "expires_on": None, "later": True}
            )  # fmt: skip
            if insured:
                application.photos.create(question=question.name, attachment=photo)
    application.save(update_fields=["answers"])


def by_phone(application, officer):
    """Taken on the telephone by an officer, from somebody with the number of a trader we know."""
    known = Customer.objects.filter(trader__approved_on__isnull=False).exclude(phone="").order_by("pk").first()
    answers = {**application.answers, "you": {**application.answers["you"], "phone": known.phone, "email": ""}}
    Application.objects.filter(pk=application.pk).update(channel="phone", entered_by=officer, answers=answers)


def long_accepted(rnd, officer, today, photo):
    """One that went all the way, of a trader who has been approved since."""
    customer = Customer.objects.filter(trader__approved_on__isnull=False, trader__suspended_on=None,
                                       account__isnull=False).exclude(address="").order_by("-pk").first()  # fmt: skip
    before = customer.trader.applied_on
    application = send(rnd, customer, today - timedelta(days=40), photo)
    customer.trader.applied_on = before
    customer.trader.save(update_fields=["applied_on"])
    application.accept("Accepted.", by=officer, at=moment(today - timedelta(days=31), 12))


def begin_one(rnd, today):
    """Begun yesterday on a telephone, and not sent."""
    answers = {"you": {"name": "Nasreen Akhtar", "phone": "07700 900461", "email": "nasreen@market.example"},
               "business": {"trading_name": "Nasreen's Samosas", "form": "person", "vat_number": ""}}  # fmt: skip
    Application.objects.begin(answers=answers, at=moment(today - timedelta(days=1), 22, 10))


def post_old_letters(today):
    """What was written before today went out on its day."""
    letters = Message.objects.filter(topic="application", emailed_at=None, by_post=False)
    for letter in letters.filter(at__lt=moment(today, 0)):
        letter.emailed_at = letter.at + timedelta(minutes=1)
        letter.save(update_fields=["emailed_at"])
