"""Sending what is due to those who owe: reminders and statements, by e-mail or through the print queue."""

from django.utils.timezone import localdate

from invoicing.emails import UNSENT, ask_to_email, send
from invoicing.letters import printed_reminder, printed_statement
from invoicing.models import Account, ArrearsPolicy, Reminder, ReminderStep, Statement

ARREARS = "money has been owed on your account for too long. Pay it, or agree a plan with us."


def remind(account, *, by=None, day=None, unsent=None):
    """Send an account the reminder that is due: by e-mail where its step or its wish says so, else by the next post.

    None where nothing is due, which is also the answer to asking twice. One that the mail server does not take was
    made all the same: it is put in the list `unsent` for the caller to `email_later`, or queued where there is none.
    """
    reminder = Reminder.objects.remind(account, by=by, day=day)
    if reminder:
        paper = printed_reminder(reminder)
        if by_email(reminder.account, reminder.step.channel):
            try_to_email("reminder", paper, by, unsent)
    return reminder


def remind_each(accounts, *, by):
    """Remind these accounts while somebody waits. Returns (how many were made, how many the mail server did not take).
    """
    unsent = []
    made = sum(remind(account, by=by, unsent=unsent) is not None for account in accounts)
    email_later("reminder", unsent, by=by)
    return made, len(unsent)


def send_statement(account, first, last, *, by=None, unsent=None):
    """Make an account's statement and send it as the account prefers; `unsent` as in `remind`."""
    statement = Statement.objects.make(account, first, last, by=by)
    paper = printed_statement(statement)
    if by_email(account):
        try_to_email("statement", paper, by, unsent)
    return statement


def try_to_email(kind, paper, by, unsent):
    try:
        send(paper, by=by)
    except UNSENT:
        if unsent is None:
            email_later(kind, [paper.document], by=by)
        else:
            unsent.append(paper.document)


def email_later(kind, documents, *, by):
    """Have the worker e-mail what was not taken; its job names what fails again. None where nobody asks, or nothing.

    What nobody asked for has no page to tell of it: it is in the print queue, as all is whose e-mail never went.
    """
    if not documents or by is None:
        return None
    title = f"E-mailing again, {len(documents)} {kind}{'' if len(documents) == 1 else 's'}"
    return ask_to_email(kind, [document.pk for document in documents], title=title, by=by)


def not_taken(count):
    """What is said after a sending of which so many were not taken; "" where all were."""
    return f"{count} not taken by the mail server. Background work e-mails again, and says how it ended." * bool(count)


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
