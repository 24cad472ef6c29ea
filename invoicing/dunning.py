"""Sending what is due to those who owe: reminders and statements, by e-mail or through the print queue."""

from django.utils.timezone import localdate

from invoicing.emails import send
from invoicing.letters import printed_reminder, printed_statement
from invoicing.models import Account, ArrearsPolicy, Reminder, ReminderStep, Statement

ARREARS = "money has been owed on your account for too long. Pay it, or agree a plan with us."


def remind(account, *, by=None, day=None):
    """Send an account the reminder that is due: by e-mail where its step or its wish says so, else by the next post.

    None where nothing is due, which is also the answer to asking twice.
    """
    reminder = Reminder.objects.remind(account, by=by, day=day)
    if reminder:
        paper = printed_reminder(reminder)
        if by_email(reminder.account, reminder.step.channel):
            send(paper, by=by)
    return reminder


def send_statement(account, first, last, *, by=None):
    """Make an account's statement and send it as the account prefers."""
    statement = Statement.objects.make(account, first, last, by=by)
    paper = printed_statement(statement)
    if by_email(account):
        send(paper, by=by)
    return statement


def by_email(account, channel=ReminderStep.Channel.PREFERRED):
    """Whether it goes by e-mail: as the step says, or as the account prefers."""
    if channel == ReminderStep.Channel.PREFERRED:
        return account.delivery != Account.Delivery.POST and bool(account.customer.email)
    return channel == ReminderStep.Channel.EMAIL and bool(account.customer.email)


def apply_arrears(day=None):
    """Tell the market which traders get no casual place, and which do again. Returns how many changed."""
    day, policy = day or localdate(), ArrearsPolicy.current()
    accounts = Account.objects.filter(customer__trader__isnull=False).select_related("customer__trader")
    changed = 0
    for account in accounts.exclude(customer__trader__casual_stopped="", open_items=None).distinct():
        trader = account.customer.trader
        stopped = policy.stops_casual(account, day) or Reminder.objects.stopping_casual(account, day)
        words = ARREARS if stopped else ""
        if trader.casual_stopped != words:
            trader.casual_stopped = words
            trader.save(update_fields=["casual_stopped"])
            changed += 1
    return changed
