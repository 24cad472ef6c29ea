"""Who a pitch is let to on the day: a trader we know, or a new casual trader whose papers the officer has seen.

Nobody may stand without the papers that the market asks for. An officer who may decide and who ticks each paper as
seen, with its last day, is recorded as the one who checked it; that, and nothing less, approves a new casual trader on
the spot. A trader who is suspended or stopped cannot be helped in this way.
"""

from datetime import date

from events.models import Activity, Customer, Document, DocumentType, Refused, Trader

MOST_PAPERS = 20


def customer_of(tap):
    """The customer of a letting tap, made where they are new, with the papers seen. Raises Refused."""
    new, seen = tap.said.get("new"), papers_of(tap)
    if new:
        return registered(new, seen, tap).customer
    trader = Trader.objects.select_related("customer__account").filter(pk=whole(tap.said.get("trader"))).first()
    if trader is None:
        raise Refused("Choose who the pitch is let to.")
    record_papers(trader, seen, tap)
    return trader.customer


def registered(new, seen, tap):
    """A casual trader taken on the spot; one of the same name and telephone is the same trader."""
    name, phone = (str(new.get(key, "")).strip() for key in ("name", "phone"))
    if not name or not phone:
        raise Refused("A new casual trader needs a name and a telephone number.")
    same = Trader.objects.select_related("customer__account").filter(customer__name__iexact=name[:150],
                                                                     customer__phone=phone[:30])  # fmt: skip
    if known := same.first():
        record_papers(known, seen, tap)
        return known
    if missing := [paper for paper in tap.occurrence.event.required_documents.all() if paper not in dict(seen)]:
        raise Refused(f"Ask to see: {', '.join(map(str, missing))}. Tick it as seen with its last day, or do not let.")
    check_may_decide(tap)
    day = tap.occurrence.day
    customer = Customer.objects.create(name=name[:150], phone=phone[:30])
    goods = str(new.get("goods", "")).strip()[:150] or "Not said"
    trader = Trader.objects.create(customer=customer, trading_name=name[:150], goods=goods, applied_on=day,
                                   approved_on=day)  # fmt: skip
    record_papers(trader, seen, tap)
    words = f"Registered as a casual trader on the market, papers seen on {day:%-d %B %Y}"
    Activity.objects.create(customer=customer, by=tap.by, asked=Activity.Asked.MARKET, words=words, at=tap.tapped_at)
    return trader


def papers_of(tap):
    """[(document type, last day)] that the officer ticked as seen."""
    told = tap.said.get("papers")
    told = [one for one in told if isinstance(one, dict)][:MOST_PAPERS] if isinstance(told, list) else []
    types = DocumentType.objects.in_bulk([key for one in told if (key := whole(one.get("type")))])
    try:
        return [(types[one["type"]], date.fromisoformat(str(one["until"]))) for one in told if one["type"] in types]
    except (KeyError, ValueError, TypeError):
        raise Refused("Write the last day of each paper that was seen.") from None


def record_papers(trader, seen, tap):
    """Keep each paper as sent and checked by the officer who saw it."""
    if seen:
        check_may_decide(tap)
    for paper, until in seen:
        if any(one.is_accepted and one.meets(paper) and one.covers(tap.occurrence.day)
               for one in trader.documents.all()):  # fmt: skip
            continue
        document = Document.objects.send(trader, paper, valid_from=tap.occurrence.day, expires_on=until,
                                         number="Seen on the market", cover=paper.minimum_cover, by=tap.by,
                                         at=tap.tapped_at)  # fmt: skip
        document.accept(by=tap.by, at=tap.tapped_at)


def check_may_decide(tap):
    if not tap.by.has_perm("boxoffice.decide_market"):
        raise Refused("You may not accept papers. Ask an officer who may, or let to somebody else.")


def whole(value):
    """A whole number that can be an id, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else None
