"""Any path a specialist application may take: the account ends at exactly what the rules say, worked out apart."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st

from events.models import Refused
from events.money import rounded
from invoicing import pitch_endings
from invoicing.models import Deposit, Payment, PlannedPayment
from invoicing.pitch_awards import award
from tests.apply import stage
from tests.apply.test_money_of_specialist_markets import grant_all, money_of, paid, place_of
from tests.invariants.stage import broken, examples, undone

pytestmark = pytest.mark.django_db


@given(
    deposit=st.sampled_from([0, 1, 333, 25_000]), late=st.booleans(), parts=st.integers(1, 6),
    vat=st.sampled_from([("S", 2000), ("E", 0), ("S", 500)]), extra=st.integers(0, 210_000),
    ahead=st.integers(1, 220), percents=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 100)), max_size=3),
    path=st.sampled_from(["refuse", "withdraw", "cancel", "off", "stay", "cancel then off", "accept, refuse never"]),
)  # fmt: skip
@examples(30)
def test_on_any_path_the_account_ends_where_the_rules_say(market, mo, fay, deposit, late, parts, vat, extra, ahead,
                                                          percents, path):  # fmt: skip
    with undone():
        table = dict(percents)
        market.deposit, market.cancel_percents = deposit, [[days, table[days]] for days in sorted(table, reverse=True)]
        market.early_until = localdate() + timedelta(days=-1 if late else 30)
        market.save()
        market.event.determinations.update(treatment=vat[0], rate=vat[1], reason="" if vat[1] else "Exempt")
        price = rounded(Fraction((stage.LATER if late else stage.EARLY) * (10_000 + vat[1]), 10_000))
        application = stage.sent(event=market.event)
        if deposit:
            paid(application)
        day = max(market.first_day - timedelta(days=ahead), localdate())
        at = now() + (day - localdate())
        percent = next((p for d, p in market.cancel_percents if (market.first_day - day).days >= d), 0)
        stays = end_on(path, application, market, parts, extra, at, day, mo, percent, price, deposit)
        grant_all(fay)
        account = getattr(application.customer, "account", None)
        came = money_of(account) if account else 0
        assert (came, account.balance() if account else 0) == stays
        assert broken() == {}


def end_on(path, application, market, parts, extra, at, day, mo, percent, price, deposit):
    """Walk one path; (pence that stay with us, balance of the account) as the rules say."""
    if path == "refuse":
        pitch_endings.refuse(application, "No room", by=mo, at=at)
        return 0, 0
    if path == "withdraw":
        pitch_endings.cancel(application, by=mo, at=at)
        kept = deposit - rounded(Fraction(deposit * percent, 100))
        return kept, 0
    award(application, place_of(market), parts=parts, by=mo)
    deposited = min(deposit, price)
    invoice = Deposit.objects.get(application=application).price
    due = sum(due_by(application, invoice, day, deposited, price))
    came = min(extra, invoice.owing_total())
    if came:
        Payment.objects.receive(application.customer.account, "bacs", came, invoice=invoice, reference="line")
    towards = deposited + came
    if path in ("stay", "accept, refuse never"):
        if path != "stay":
            with pytest.raises(Refused):
                pitch_endings.refuse(application, "No room", by=mo, at=at)
        return towards, price - towards
    if path == "off":
        pitch_endings.call_off(market, reason="Storm", by=mo, at=at)
        return 0, 0
    pitch_endings.cancel(application, by=mo, at=at)
    base = max(towards, due)
    kept = base - rounded(Fraction(base * percent, 100))
    if path == "cancel then off":
        pitch_endings.call_off(market, reason="Storm", by=mo, at=at)
    return min(kept, towards), kept - min(kept, towards)


def due_by(application, invoice, day, deposited, price):
    """What had fallen due by a day, worked out from the plan by itself."""
    plan = PlannedPayment.objects.filter(hold__invoice=invoice)
    if plan.exists():
        yield deposited
        yield from plan.filter(due_on__lte=day).values_list("amount", flat=True)
    else:
        yield price if invoice.due_on <= day else deposited
