"""The demo town's last market morning as its officers tapped it: absences, notes, a warning, and one disagreement."""

import random
import uuid
from datetime import timedelta

from boxoffice.town.clock import moment
from events.models import CheckIn, Occurrence, RegisterTap, Said
from invoicing import register

SEED = 7
NOTES = ["The drain beside it is blocked. Told the depot.", "Asked for a socket next week.",
         "Weights missing on one leg of the gazebo, put right at once."]  # fmt: skip


def keep_register(people, now):
    """Taps of Mo, and one of Max who had not seen what Mo said; nobody has decided yet."""
    days = Occurrence.objects.market_days().filter(starts_at__lt=now, cancelled_at=None).with_parts()
    day = days.select_related("event__rules__casual_price_type").order_by("starts_at", "pk").last()
    rnd = random.Random(SEED)  # noqa: S311 - the same town every time
    here = set(CheckIn.objects.standing().filter(line__occurrence=day).values_list("line", flat=True))
    lines = list(day.lines.live().filter(booking__status="confirmed").order_by("place"))
    came, away = ([line for line in lines if (line.pk in here) is there] for there in (True, False))
    minutes = iter(range(0, 400, 3))

    def tap(act, line, **said):
        at = moment(day.day, 7, 30) + timedelta(minutes=next(minutes))
        return Said(uuid.UUID(int=rnd.getrandbits(128), version=4), act, min(at, now), line=line.pk, said=said)

    Act = RegisterTap.Act
    walk = [tap(Act.PRESENCE, line, presence="arrived") for line in came]
    walk += [tap(Act.PRESENCE, line, presence=presence)
             for line, presence in zip(away, ["no-show", "sick", "late-notice"], strict=False)]  # fmt: skip
    walk += [tap(Act.NOTE, line, text=text) for line, text in zip(came[3::9], NOTES, strict=False)]
    walk += [tap(Act.PRESENCE, line, presence="arrived", stood_by="assistant") for line in came[5:6]]
    walk += [tap(Act.WARNING, line, text="Traded from the walkway after being asked twice.") for line in came[7:8]]
    register.apply(day, walk, by=people["mo"], at=now)
    register.apply(day, [tap(Act.PRESENCE, line, presence="arrived") for line in away[:1]], by=people["max"], at=now)
