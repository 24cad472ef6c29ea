"""The demo town's weather: a storm in the winter, a windy day since, wind to come; and who is written to by post."""

from datetime import timedelta

from django.db.models import F

from boxoffice.town.clock import moment
from events.models import Activity, Customer, DayDecision, Message, Occurrence
from invoicing.models import Account
from invoicing.weather import decide

WINTER, WINDY = (1, 2, 12), (3, 10, 11)
OFFICE = "Met Office, county forecast"
State, Restriction = DayDecision.State, DayDecision.Restriction


def blow(now, today, people):
    """Decide about three days, by the product's own verb; the two that are past were told and posted long ago."""
    take_to_paper()
    mo = people["mo"]
    if storm := last_day(today, WINTER):  # closed while everybody stood there, and early enough to be credited whole
        at = moment(storm.day, 10, 45)
        tell(storm, State.CANCELLED, "", "Gusts of 52 mph: the market was closed for safety", 52, mo, at)
    if windy := last_day(today, WINDY):
        at = moment(windy.day - timedelta(days=1), 16)
        tell(windy, State.RESTRICTED, Restriction.FLAT, "Gusts of 38 mph from noon", 38, mo, at)
    sent_long_ago(now)
    coming = Occurrence.objects.market_days().filter(starts_at__gt=now, cancelled_at=None).order_by("starts_at").first()
    decide(coming, State.RESTRICTED, Restriction.GAZEBO, "Gusts of 30 mph in the afternoon",
           forecast=f"{OFFICE}: gusts of 30 mph from 1pm", forecast_at=now, gust_mph=30, by=mo, at=now)  # fmt: skip
    done_for_some(now, mo)


def take_to_paper():
    """Some of those who want their invoices by post have no e-mail address at all."""
    posted = Customer.objects.filter(account__delivery=Account.Delivery.POST, user=None).exclude(trader=None)
    Customer.objects.filter(pk__in=list(posted.order_by("pk").values_list("pk", flat=True)[::6])).update(email="")


def last_day(today, months):
    """The latest market day of the past in one of these months."""
    days = Occurrence.objects.market_days().filter(starts_at__date__lt=today, starts_at__month__in=months)
    return days.select_related("event__rules").order_by("-starts_at").first()


def tell(occurrence, state, restriction, reason, gust, by, at):
    """Decide at that moment, with what the forecast said."""
    decide(occurrence, state, restriction, reason, forecast=f"{OFFICE}: gusts of {gust} mph", forecast_at=at,
           gust_mph=gust, by=by, at=at)  # fmt: skip


def sent_long_ago(now):
    """What was written before this week went out then, and was mostly read."""
    old = Message.objects.filter(at__lt=now - timedelta(days=7))
    old.filter(by_post=False).update(emailed_at=F("at"))
    old.filter(by_post=True).update(printed_at=F("at"))
    old.filter(customer__user__isnull=False).update(read_at=F("at"))


def done_for_some(now, mo):
    """What was done by telephone for two of those without e-mail, with the letters that say so."""
    done = ["Booked, and on the account.", "We do not expect you on Saturday, and you are not charged."]
    customers = Customer.objects.filter(email="").exclude(trader=None).order_by("pk")
    for customer, words in zip(customers, done, strict=False):
        kept = Activity.objects.create(customer=customer, by=mo, asked=Activity.Asked.PHONE, words=words, at=now)
        Message.objects.tell(customer, topic="done for you", subject="What we did for you", by=mo, at=now,
                             body=f"You asked us by telephone to do something for you. This is what we did:\n\n{words}",
                             once=f"activity-{kept.pk}")  # fmt: skip
