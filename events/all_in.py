"""The whole price of a ticket, as it must be shown: with VAT and with every fee that cannot be avoided.

Digital Markets, Competition and Consumers Act 2024 s230 (drip pricing): the first price that a consumer sees has in it
every fee that each buyer pays; a fee for the booking is told beside it, as it does not depend on the ticket.
"""

from dataclasses import dataclass

from django.utils.timezone import now

from events.models import Event, Extra, Occurrence, Price, PriceBook
from events.models.channel import PublicChannel, channels_told, channels_written
from events.models.settling import sold_where
from events.money import Priced, tax, total_of


@dataclass(frozen=True)
class Row:
    """One band and price type, and the pence to pay in each column."""

    price: Price
    to_pay: list


@dataclass(frozen=True)
class Whole:
    """What tickets of an event cost by one price list: rows in the order of the plan, a column for channels that have
    the same fees on a ticket.

    `fees` are (the channels' words, [fees for each ticket], the fee for the booking or None, its pence with VAT).
    """

    occurrence: Occurrence
    columns: list
    rows: list
    fees: list


def wholes(event, at=None):
    """[Whole], one for each price list and plan of what is to come. Raises NotPriced where VAT is not determined."""
    coming = event.occurrences.upcoming(at).with_parts() if event.audience == Event.Audience.PUBLIC else []
    first = {}
    for occurrence in coming:
        first.setdefault((occurrence.price_list_id, occurrence.plan_id), occurrence)
    fees = list(event.extras.filter(offered=True).exclude(fee=""))
    return [whole(occurrence, fees, at or now()) for occurrence in first.values()]


def whole(occurrence, fees, at):
    """The prices of one occurrence through each channel; channels that charge alike stand together. Raises NotPriced.
    """
    book = PriceBook([occurrence], at)
    rows = Price.objects.filter(price_list=occurrence.price_list_id, band__plan=occurrence.plan_id)
    rows = list(rows.select_related("band", "price_type").order_by("band__position", "band", "price_type__position"))
    columns = alike_channels(on_tickets(fees))
    return Whole(
        occurrence, [told for told, _ in columns],
        [Row(row, [to_pay(book, occurrence, row, found) for _, found in columns]) for row in rows],
        [(told, on_tickets(found), *once(book, occurrence, found)) for told, found in alike_channels(fees)],
    )  # fmt: skip


def alike_channels(fees):
    """[(their words, [fees])]: the channels that charge the same fees, in one."""
    found = {}
    for channel in PublicChannel:
        found.setdefault(tuple(fee for fee in fees if sold_where(fee.channels, channel)), []).append(channel)
    names = [(channels_written(channels), list(charged)) for charged, channels in found.items()]
    return [(channels_told("" if len(found) == 1 else written), charged) for written, charged in names]


def on_tickets(fees):
    return [fee for fee in fees if fee.fee == Extra.Fee.TICKET]


def to_pay(book, occurrence, price, fees):
    """Pence for one ticket with VAT and its fees; a ticket that costs nothing has no fees."""
    if not price.amount:
        return 0
    own = book.determination(occurrence)
    ticket = Priced(price.amount, occurrence.price_list.basis, own.treatment, own.rate)
    return total_of(tax([ticket, *(fee_priced(book, occurrence, fee) for fee in fees)])).gross


def fee_priced(book, occurrence, fee):
    decided = book.determination(occurrence, fee.charge_type)
    return Priced(fee.price, fee.basis, decided.treatment, decided.rate)


def once(book, occurrence, fees):
    """(the dearest fee for a booking, its pence with VAT), which is the one that is charged; or (None, 0)."""
    found = [fee for fee in fees if fee.fee == Extra.Fee.BOOKING]
    if not found:
        return None, 0
    dearest = max(found, key=lambda fee: (fee.price, -fee.pk))
    return dearest, total_of(tax([fee_priced(book, occurrence, dearest)])).gross
