"""The demo town's 140 traders: what they sell, their papers in every state, and their accounts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import slugify

from boxoffice.town import names
from boxoffice.town.clock import moment
from events.models import Customer, Document, DocumentType, Trader
from invoicing.models import Account

MILLION = 100_000_000
# (state, how many): the first of the insured is Amy, the first of the expired Llŷr.
STATES = [("insured", 96), ("expiring", 10), ("expired", 8), ("unchecked", 7), ("refused", 4), ("under-covered", 4),
          ("suspended", 4), ("applied", 7)]  # fmt: skip
REGULARS = 62  # of the insured; the rest of them come as casuals, and pay on the day


@dataclass
class Stall:
    """A trader as the history needs them: the days they may trade between, and whether they have an account."""

    customer: Customer
    trader: Trader
    state: str
    first: date
    last: date
    regular: bool
    account: Account = None

    @property
    def hot(self):
        return self.trader.goods.startswith(names.HOT_FOOD)


def build_papers():
    """{key: document type}."""
    return {
        "insurance": DocumentType.objects.create(name="Public liability insurance", minimum_cover=5 * MILLION),
        "food": DocumentType.objects.create(name="Food hygiene registration"),
        "identity": DocumentType.objects.create(name="Photo identity"),
        "gas": DocumentType.objects.create(name="Gas safety certificate"),
    }


def build_traders(rnd, people, papers, today):
    """Everybody who trades, has traded or would like to: [Stall]."""
    stalls, taken = [], set()
    for state, count in STATES:
        for number in range(count):
            stalls.append(draft(rnd, state, number, len(stalls), taken, people, today))
    Customer.objects.bulk_create(stall.customer for stall in stalls)
    Trader.objects.bulk_create(stall.trader for stall in stalls)
    Document.objects.bulk_create(paper for stall in stalls for paper in papers_of(rnd, stall, papers, people, today))
    leave_gaps(stalls, today)
    for stall in stalls:
        if stall.regular:
            open_account(rnd, stall)
    stop_one(stalls, today)
    return stalls


def draft(rnd, state, number, index, taken, people, today):
    """One trader, not yet saved."""
    name, trading_name, goods, user = naming(rnd, state, number, index, taken, people)
    applied = state == "applied"
    applied_on = today - timedelta(days=rnd.randint(1, 25) if applied else rnd.randint(400, 3000))
    customer = Customer(name=trading_name, user=user, phone=names.telephone(rnd), address=names.address(rnd),
                        email=user.email if user else f"{slugify(trading_name)}@market.example",
                        postcode=names.postcode(rnd))  # fmt: skip
    customer.address = f"{name}\n{customer.address}"
    suspended_on = today - timedelta(days=rnd.randint(5, 40)) if state == "suspended" else None
    reason = rnd.choice(["Left rubbish after two warnings", "Traded in goods not on the licence"])
    trader = Trader(customer=customer, trading_name=trading_name, goods=goods, applied_on=applied_on,
                    approved_on=None if applied else applied_on + timedelta(days=21), suspended_on=suspended_on,
                    suspension_reason=reason if suspended_on else "")  # fmt: skip
    return Stall(customer, trader, state, today - timedelta(days=365), today + timedelta(days=365),
                 state != "applied" and (state != "insured" or number < REGULARS))  # fmt: skip


def naming(rnd, state, number, index, taken, people):
    """(person, trading name, goods, who signs in)."""
    if (state, number) == ("insured", 0):
        return "Amy Whitlock", "Amy's Cheese", "Cheese and butter", people["amy"]
    if (state, number) == ("expired", 0):
        return "Llŷr Morgan", "Mêl Llŷr", "Honey and beeswax candles", people["llyr"]
    if state == "insured" and number <= len(names.WELSH):
        return names.full_name(rnd), *names.WELSH[number - 1], None
    while True:
        name = names.full_name(rnd)
        ending, goods = names.GOODS[index % len(names.GOODS)]
        if index % 9 == 4:
            ending, hot = names.HOT_GOODS[index // 9 % len(names.HOT_GOODS)]
            goods = f"{names.HOT_FOOD}{hot}"
        first, surname = name.split()
        trading_name = rnd.choice([f"{first}'s {ending}", f"{surname}'s {ending}", f"{surname} and Daughters {ending}"])
        if trading_name not in taken:
            taken.add(trading_name)
            return name, trading_name, goods, None


def papers_of(rnd, stall, papers, people, today):
    """The papers a trader sent in, and until when the good ones reach (which ends what they may have booked)."""
    if stall.state == "applied":
        if rnd.random() < 0.5:
            yield insurance(rnd, stall, papers, today - timedelta(days=10), checked=None)
        return
    ends = {"insured": rnd.randint(45, 330), "expiring": rnd.randint(2, 25), "expired": -rnd.randint(6, 60),
            "suspended": rnd.randint(60, 200)}.get(stall.state, -rnd.randint(3, 20))  # fmt: skip
    until = today + timedelta(days=ends)
    officer = people["mo"]
    for years in (2, 1):
        starts = until - timedelta(days=365 * years)
        yield insurance(rnd, stall, papers, starts, checked=starts - timedelta(days=5), officer=officer)
    stall.last = stall.trader.suspended_on or until
    starts = until + timedelta(days=1)
    if stall.state == "unchecked":
        yield insurance(rnd, stall, papers, starts, checked=None)
    if stall.state == "refused":
        reason = rnd.choice(["The certificate is in another name", "The page cannot be read"])
        yield insurance(rnd, stall, papers, starts, checked=today - timedelta(days=1), officer=officer, refused=reason)
    if stall.state == "under-covered":
        yield insurance(rnd, stall, papers, starts, checked=today - timedelta(days=1), officer=officer, cover=2)
    if stall.hot or "Bread" in stall.trader.goods:
        starts = today - timedelta(days=500)
        yield Document(trader=stall.trader, document_type=papers["food"], number=f"FHR{rnd.randrange(10**6):06d}",
                       valid_from=starts, expires_on=starts + timedelta(days=1095), checked_by=officer,
                       checked_at=moment(starts, 10))  # fmt: skip


def insurance(rnd, stall, papers, starts, *, checked, officer=None, refused="", cover=None):
    cover = cover or rnd.choice([5, 5, 5, 10])
    return Document(trader=stall.trader, document_type=papers["insurance"], number=f"PL{rnd.randrange(10**7):07d}",
                    cover=cover * MILLION, valid_from=starts, expires_on=starts + timedelta(days=365),
                    checked_at=moment(checked, 11) if checked else None, checked_by=officer if checked else None,
                    refused_reason=refused)  # fmt: skip


def leave_gaps(stalls, today):
    """Three newcomers without a postal address, and two to be e-mailed who gave no address: held back at billing."""
    new = [stall for stall in stalls if stall.state == "insured" and stall.regular][-5:]
    for stall in new:
        stall.first = today.replace(day=1) - timedelta(days=20)
    for stall in new[:3]:
        stall.customer.address = stall.customer.postcode = ""
    for stall in new[3:]:
        stall.customer.email = ""
    Customer.objects.bulk_update([stall.customer for stall in new], ["address", "postcode", "email"])


def open_account(rnd, stall):
    delivery = "email" if not stall.customer.email else rnd.choice(["post", "post", "post", "email", "email", "both"])
    stall.account = Account.objects.open_for(stall.customer, credit_limit=rnd.choice([150_000, 150_000, 250_000]),
                                             delivery=delivery)  # fmt: skip


def stop_one(stalls, today):
    """The account of the first suspended trader is stopped."""
    account = next(stall.account for stall in stalls if stall.state == "suspended")
    account.stopped_at, account.stop_reason = moment(today - timedelta(days=4), 9), "Two invoices long overdue"
    account.save(update_fields=["stopped_at", "stop_reason"])
