"""A big house for the load: 1,250 seats many nights over, one night with 500, and a machine's token.

Run as a program against a migrated, empty database (DATABASE_URL): `python -m bench.house` builds and prints JSON,
`python -m bench.house count` prints what was really sold, straight from the lines.
"""

import json
import os
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boxoffice.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from api.models import Token  # noqa: E402
from boxoffice.roles import write_roles  # noqa: E402
from events.models import (  # noqa: E402
    Area,
    Band,
    BookingLine,
    Event,
    Occurrence,
    Place,
    Plan,
    Price,
    PriceList,
    PriceType,
    VatDetermination,
    Venue,
)

ROWS, SEATS = 25, 50
STAMPEDE_ROWS, STAMPEDE_SEATS = 20, 25
NIGHTS = 40


def build():
    """Everything the load generator needs to know, as one dictionary."""
    day = date(2020, 1, 1)
    VatDetermination.objects.create(charge_type="ticket", treatment="S", rate=2000, evidence="Bench",
                                    decided_by="Bench", decided_on=day, valid_from=day)  # fmt: skip
    event = Event.objects.create(kind="show", title="Load", slug="load", charge_type="ticket", budget_code="THE-1")
    adult = PriceType.objects.create(name="Adult", letter="a")
    price_list = PriceList.objects.create(name="Load", authority="Bench", basis="gross", valid_from=day)
    nights = occurrences(event, price_list, plan("Great hall", ROWS, SEATS, price_list, adult), NIGHTS)
    rush = occurrences(event, price_list, plan("Small hall", STAMPEDE_ROWS, STAMPEDE_SEATS, price_list, adult), 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"token": secret(), "orders": [one.pk for one in nights], "stampede": rush[0].pk, "price_type": adult.pk}


def plan(name, rows, seats, price_list, price_type):
    plan = Plan.objects.create(venue=Venue.objects.create(name=name), name=name)
    band, area = Band.objects.create(plan=plan, name="Standard"), Area.objects.create(plan=plan, name="Stalls")
    Place.objects.bulk_create(
        Place(area=area, band=band, row=f"R{row}", number=str(seat), position=seat, x=seat * 20, y=row * 20,
              appeal=row * 10 + abs(seat - seats // 2))
        for row in range(rows) for seat in range(1, seats + 1)
    )  # fmt: skip
    Price.objects.create(price_list=price_list, band=band, price_type=price_type, amount=1800)
    plan.seal()
    return plan


def occurrences(event, price_list, plan, count):
    starts_at = now() + timedelta(days=7)
    return Occurrence.objects.bulk_create(
        Occurrence(event=event, plan=plan, price_list=price_list, starts_at=starts_at + timedelta(days=night),
                   ends_at=starts_at + timedelta(days=night, hours=3))
        for night in range(count)
    )  # fmt: skip


def secret():
    write_roles()
    user = get_user_model().objects.create_user("load@bench.example")
    user.groups.set(Group.objects.filter(name="Machines"))
    return Token.objects.issue(user, "load")[1]


def count():
    """Live lines and different places by occurrence: {id: [lines, places]}. More lines than places is oversold."""
    rows = BookingLine.objects.live().order_by().values_list("occurrence")
    return {pk: [lines, places] for pk, lines, places in rows.annotate(Count("pk"), Count("place", distinct=True))}


if __name__ == "__main__":
    print(json.dumps(count() if sys.argv[1:] == ["count"] else build()))
