"""The traders a device can let a pitch to without a connection: how they are found, and what stands in their way."""

from django.db.models import prefetch_related_objects

from events.models import Trader


def traders_known(occurrence):
    """[{id, name, person, goods, phone, badge, stop, papers, account}], by name.

    `stop` is why nobody may let to them here; `papers` are those an officer would have to see today. Both only save
    the officer time: the server asks the trader's own rules again when the letting reaches it.
    """
    prefetch_related_objects([occurrence.event], "required_documents")
    traders = Trader.objects.with_gates().select_related("customer__account")
    return [known(trader, occurrence) for trader in traders.order_by("trading_name", "pk")]


def known(trader, occurrence):
    """One trader as a device knows them."""
    customer, held, day = trader.customer, list(trader.documents.all()), occurrence.day
    needed = trader.papers_needed(occurrence.event, [day])
    return {"id": trader.pk, "name": trader.trading_name, "person": customer.address.split("\n")[0][:80],
            "goods": trader.goods, "phone": customer.phone, "badge": trader.badge, "stop": why_stopped(trader, day),
            "papers": [paper.pk for paper, on in needed if trader.bare_days(paper, on, held)],
            "account": getattr(customer, "account", None) is not None}  # fmt: skip


def why_stopped(trader, day):
    """What no officer can lift on the market, in a sentence; empty where nothing does."""
    if trader.casual_stopped:
        return f"No casual place: {trader.casual_stopped}"
    if trader.approved_on is None:
        return "Not approved: the application is not decided."
    return trader.barred_on([day]).replace("Your trading is", "Trading is")
