"""How order is kept in the demo town: incidents, a warning, a suspension with its appeal, and disputes."""

import io
import random
import uuid
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont

from boxoffice.town.clock import moment
from boxoffice.town.tariffs import determine
from events.models import BookingLine, DisciplineStep, Dispute, Incident, Trader, VatDetermination
from events.money import Vat
from invoicing import discipline
from invoicing.disputes import answer, raise_dispute
from invoicing.models import Invoice

NUMBER = 1877
# (sort, words, days ago, hour, minute, what came of it)
HAPPENED = [
    ("structure", "A gazebo lifted in a gust and hit the one beside it. Nobody hurt. Weights were not on.", 12, 10, 20,
     "Both gazebos taken down. Trader reminded of the weights in the rules."),
    ("injury", "A customer tripped over a cable cover by the food court and cut a hand. First aid given by us.", 19, 12,
     5, ""),
    ("conduct", "Two traders shouted at each other about boxes left in the aisle.", 5, 8, 50, ""),
    ("near-miss", "A van reversed without anybody behind it while people were in the aisle.", 33, 15, 40,
     "Driver spoken to. Set-down moved to the north side until 4pm."),
]  # fmt: skip


def keep_order(people, now, today):
    """Everything about order, by the product's own verbs."""
    if not VatDetermination.objects.filter(charge_type="penalty").exists():
        determine("penalty", Vat.OUTSIDE, "Damages and penalties are no supply. File FIN/VAT/15, VATSC05830.",
                  reason="Outside the scope of VAT: damages", today=today, by=people["fay"])  # fmt: skip
    rnd = random.Random(NUMBER)
    incidents = [log(rnd, people, today, *row) for row in HAPPENED]
    warn(people, today, incidents[0])
    suspend(people, today)
    disagree(people, now)


def log(rnd, people, today, sort, text, ago, hour, minute, outcome):
    """One incident on the market day nearest to so many days ago, at somebody's pitch."""
    day = today - timedelta(days=ago)
    lines = BookingLine.objects.live().filter(occurrence__plan__unit="pitch", occurrence__starts_at__date__lte=day,
                                              booking__customer__trader__suspended_on=None)  # fmt: skip
    lines = lines.select_related("occurrence", "place", "booking__customer__trader").order_by("-occurrence__starts_at")
    line = rnd.choice(lines.filter(booking__customer__user=None)[:20])
    at = moment(line.occurrence.day, hour, minute)
    photos = [(f"{sort}.jpg", picture(text))] if sort in ("structure", "injury") else []
    incident = Incident.objects.log(
        client_id=uuid.UUID(int=rnd.getrandbits(128)), sort=sort, text=text, happened_at=at, by=people["mo"], at=at,
        occurrence=line.occurrence, place=line.place, photos=photos,
        trader=line.booking.customer.trader if sort in ("structure", "conduct") else None,
    )  # fmt: skip
    if outcome:
        incident.close(outcome, by=people["mo"], at=at + timedelta(hours=3))
    return incident


def warn(people, today, incident):
    """A warning for the gazebo without weights, after advice."""
    for notice, ago in (("advice", 40), ("warning", 2)):
        discipline.serve(
            incident.trader, notice=notice, rule="17.4 Gazebos and weights", by=people["mo"],
            reason="Your gazebo stood without weights in a gust of wind and hit the one beside it."
            if notice == "warning" else "Your gazebo stood without weights. We showed you how to tie it down.",
            client_id=uuid.UUID(int=NUMBER + ago), on=today - timedelta(days=ago),
            incident=incident if notice == "warning" else None,
        )  # fmt: skip


def suspend(people, today):
    """The latest of those suspended has had a notice, and appeals. A manager is to decide."""
    trader = Trader.objects.exclude(suspended_on=None).order_by("-suspended_on", "pk").first()
    served, reason = trader.suspended_on, trader.suspension_reason
    Trader.objects.filter(pk=trader.pk).update(suspended_on=None, suspension_reason="")
    rule = "7.2 Waste" if "rubbish" in reason else "9.1 Goods on the licence"
    step = discipline.serve(
        trader, notice="suspension", rule=rule, reason=f"{reason}.", by=people["mo"], days=1,
        client_id=uuid.UUID(int=NUMBER), on=served, ends_on=today + timedelta(days=45),
    )  # fmt: skip
    step = discipline.appeal(step, "Nobody spoke to me before this. Please hear me, and look at my photos of that day.",
                             by=people["mo"], on=served + timedelta(days=1))  # fmt: skip
    step.trader.note_suspension(today)
    DisciplineStep.objects.filter(pk=step.pk, hearing_by__lt=today).update(hearing_by=today + timedelta(days=6))


def disagree(people, now):
    """Amy disputes an invoice; somebody else a pitch, which is answered."""
    amy = people["amy"].customer
    invoice = Invoice.objects.issued().filter(account__customer=amy).order_by("-pk").first()
    raise_dispute(amy, about=Dispute.About.CHARGE, reference=invoice.number if invoice else "", by=people["amy"],
                  text="I told you on the Tuesday that I would not come, and the day is charged in full.",
                  client_id=uuid.UUID(int=NUMBER + 1), at=now - timedelta(days=2))  # fmt: skip
    llyr = people["llyr"].customer
    pitch = raise_dispute(llyr, about=Dispute.About.PITCH, by=people["llyr"], client_id=uuid.UUID(int=NUMBER + 2),
                          text="I was put beside the fish stall three weeks running.", at=now - timedelta(days=25),
                          )  # fmt: skip
    answer(pitch, "You are right. From next week the draw keeps honey and fish apart; see the balance of trade.",
           by=people["mo"], at=now - timedelta(days=20))  # fmt: skip


def picture(words):
    """A drawn stand-in for a photo, with what would be on it in words: its bytes."""
    page = Image.new("RGB", (900, 620), (172, 178, 184))
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 420, 900, 620), fill=(122, 116, 108))
    pen.polygon([(180, 420), (250, 190), (560, 150), (640, 420)], fill=(214, 208, 192), outline=(70, 70, 76))
    pen.line([(250, 190), (430, 420), (560, 150)], fill=(70, 70, 76), width=6)
    pen.text((30, 560), words[:62], (250, 250, 250), ImageFont.load_default(26))
    made = io.BytesIO()
    page.save(made, "JPEG", quality=85)
    return made.getvalue()
