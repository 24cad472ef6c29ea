"""The stage for browser tests: a theatre of 324 places, a market and the whole cast. Run once, on an empty database."""

from datetime import timedelta

import django

django.setup()

from events.models import Area, Band, Occurrence, Place, Price  # noqa: E402
from tests import cast  # noqa: E402

# Sam sells, Fay does finance, Mo runs the market, Dee is at the door, Pat programmes, Max manages; Amy trades.
ROLES = {"sam": "Box office", "fay": "Finance", "mo": "Market officers", "dee": "Door", "pat": "Programme",
         "max": "Managers"}  # fmt: skip


def rows(area, band, letters, seats, y, worse=0):
    """Rows of seats, the front and the middle best."""
    for step, letter in enumerate(letters):
        for n in range(1, seats + 1):
            yield Place(area=area, band=band, row=letter, number=str(n), position=n, x=n * 22 + 40,
                        y=y + step * 24, appeal=worse + step * 20 + abs(2 * n - seats))  # fmt: skip


def enlarge(occurrence):
    """Stalls A to J, a cheaper circle AA to EE, and standing room."""
    plan, stalls = occurrence.plan, occurrence.plan.areas.get()
    standard = plan.bands.get()
    gallery = Band.objects.create(plan=plan, name="Gallery", position=1)
    for price_type, amount in (("adult", 1200), ("child", 600)):
        Price.objects.create(price_list=occurrence.price_list, band=gallery, price_type=cast.price_type(price_type),
                             amount=amount)  # fmt: skip
    circle = Area.objects.create(plan=plan, name="Circle")
    standing = Area.objects.create(plan=plan, name="Standing", numbered=False)
    for place in stalls.places.all():
        stalls.places.filter(pk=place.pk).update(x=place.position * 22 + 40, y=100)
    Place.objects.bulk_create([
        *rows(stalls, standard, "BCDEFGHIJ", 20, 124, worse=20),
        *rows(circle, gallery, ["AA", "BB", "CC", "DD", "EE"], 20, 390, worse=400),
        *rows(standing, gallery, ["S"], 24, 550, worse=800),
    ])  # fmt: skip
    plan.places.filter(row="J", number__in=["1", "20"]).update(flags="w")
    plan.width, plan.height = 620, 580
    plan.save(update_fields=["width", "height"])
    plan.seal()


def fill():
    """Three performances of Blithe Spirit, six market days, everybody who signs in."""
    first = cast.show(seats=20)
    enlarge(first)
    for days in (1, 2):
        Occurrence.objects.create(event=first.event, plan=first.plan, price_list=first.price_list,
                                  starts_at=first.starts_at + timedelta(days=days),
                                  ends_at=first.ends_at + timedelta(days=days))  # fmt: skip
    cast.market(pitches=90)
    for name, role in ROLES.items():
        cast.staff(name, role)
    cast.trader("amy")


if __name__ == "__main__":
    fill()
