"""How prices were made: the steps behind lines that were sold, and the tariff and minute they rest on."""

from dataclasses import dataclass, field

from django.utils.timezone import now

from events.dates import short_day
from events.models import Band, Booking, Occurrence, PriceList
from events.money import pounds

NAMED = 6  # days that are named one by one; more are told from the first to the last


@dataclass
class Made:
    """Lines of one place whose price was made alike: the steps, and the version of the tariff they were sold by."""

    steps: list
    tariff: PriceList
    lines: list = field(default_factory=list)

    @property
    def when(self):
        """Thu 5 Dec, Thu 12 Dec; or 14 days from Thu 5 Dec to Thu 5 Mar."""
        days = sorted({line.occurrence.day for line in self.lines})
        if len(days) > NAMED:
            return f"{len(days)} days from {short_day(days[0])} to {short_day(days[-1])}"
        return ", ".join(short_day(one) for one in days)


def made(lines):
    """[Made] for these lines, in four queries whatever their number. Lines not sold yet are told as of now."""
    lines = list(lines)
    tariffs = dict(Occurrence.objects.filter(pk__in={line.occurrence_id for line in lines})
                   .values_list("pk", "price_list__name").order_by())  # fmt: skip
    bands = dict(Band.objects.filter(pk__in={line.place.band_id for line in lines}).values_list("pk", "name"))
    sold = dict(Booking.objects.filter(pk__in={line.booking_id for line in lines if line.booking_id})
                .values_list("pk", "created_at").order_by())  # fmt: skip
    versions, alike = {}, {}
    for one in PriceList.objects.filter(name__in=set(tariffs.values())).order_by("valid_from"):
        versions.setdefault(one.name, []).append(one)
    for line in lines:
        tariff = sold_by(line.occurrence.day, sold.get(line.booking_id) or now(), versions[tariffs[line.occurrence_id]])
        steps = steps_of(line, bands)
        key = line.place_id, tariff.pk, tuple(steps)
        alike.setdefault(key, Made(steps, tariff)).lines.append(line)
    return list(alike.values())


def steps_of(line, bands):
    """What was written down as it was sold; else the list's price was the price."""
    kind = str(line.price_type)
    listed = f"{bands[line.place.band_id]}, {kind[:1].lower()}{kind[1:]}: {pounds(line.price)}, the price on the list"
    return line.worked.splitlines() or [listed]


def sold_by(day, at, versions):
    """The version for a day of trading as things stood when the line was sold: one made since has not touched it.

    A first version may have been written down after its first sales.
    """
    fitting = [one for one in versions if one.valid_from <= day] or versions[:1]
    known = [one for one in fitting if one.made_at <= at]
    return known[-1] if known else fitting[0]
