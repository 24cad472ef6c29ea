"""What an applicant reads of a decision: of which application and of which day it is, why, and how to appeal."""

from django.conf import settings

from events.dates import day


def named(application):
    """your application of Tue 3 Nov 2026 to trade on our markets"""
    what = f"for {application.event}" if application.event_id else "to trade on our markets"
    return f"your application of {day(application.submitted_at)} {what}"


def decided_about(application):
    """On Wed 2 Dec 2026 we decided about your application of …"""
    when = application.appeal_decided_at or application.decided_at
    return f"On {day(when)} we decided about {named(application)}"


def accepted(application, words):
    """The letter of an acceptance to trade."""
    decided = f"{decided_about(application)}: yes, you may trade with us."
    about = "Your goods are on our list. We check the papers that you sent, and write to you about each of them."
    return "\n\n".join(filter(None, [decided, words, about]))


def refusal_subject(application):
    """The head of the letter below."""
    market = f" for {application.event}" if application.event_id else ""
    if application.appeal_by:
        return f"We cannot accept your application{market}"
    return f"Your appeal{market} is not allowed"


def refused(application):
    """The letter of a refusal that may be appealed against, or of an appeal that is not allowed."""
    if application.appeal_by:
        parts = [f"{decided_about(application)}: we cannot accept it. We are sorry.",
                 f"The reason: {application.reason}", how_to_appeal(application)]  # fmt: skip
    else:
        parts = [f"On {day(application.appeal_decided_at)} we decided about your appeal: it is not allowed, and our "
                 f"decision of {day(application.decided_at)} about {named(application)} stands.",
                 f"The reason: {application.reason}",
                 "There is no further appeal to us. You may apply again when something has changed."]  # fmt: skip
    return "\n\n".join(parts)


def how_to_appeal(application):
    """Until when, how, to whom, and what happens then."""
    page = "on the page of your application, " if application.customer.email else ""
    address = ", ".join([settings.COUNCIL["name"], *settings.COUNCIL["address"].splitlines()])
    return (f"If you think that this is wrong, you may appeal until {day(application.appeal_by)}. It costs nothing. "
            f"Say why we should decide otherwise: {page}by telephone ({settings.COUNCIL['telephone']}) or by letter "
            f"({address}). Somebody other than the officer who refused it looks at it again, and answers within "
            f"{application.rules.reply_days} days.")  # fmt: skip


def waiting(application, words):
    """There is no room for now."""
    return (f"We have looked at {named(application)}. There is no room for you just now, so you are on the waiting "
            f"list.\n\n{words}\n\nYou need not apply again: we write to you as soon as there is a place.")  # fmt: skip


def more_wanted(application, words):
    """Something is missing."""
    answer = "Answer on the page of your application, or" if application.customer.email else "Answer"
    ring = settings.COUNCIL["telephone"]
    return (f"We are looking at {named(application)}, and need something from you:\n\n{words}\n\n{answer} by "
            f"telephone ({ring}) or letter. We go on as soon as we have your answer.")  # fmt: skip
