"""What the worker does for card payments at the counter: it looks after those that nobody watches any more."""

import logging

from django.core.mail import EmailMessage
from django.utils.timezone import now

from events.models import AskedTooMuch, Refused
from events.money import pounds
from events.ticket_letters import send_tickets
from invoicing import card_readers, pay_links
from invoicing.models import CardAttempt, StoredValue
from invoicing.papers.voucher import render_voucher

log = logging.getLogger(__name__)
LOOKS = {CardAttempt.Way.READER: card_readers.look, CardAttempt.Way.LINK: pay_links.look}


def look_at_attempts():
    """Bring every card payment that is over to its end: what a browser that went away would have seen. How many."""
    ended = 0
    for attempt in CardAttempt.objects.under_way().select_related("booking", "reader", "by").order_by("pk"):
        try:
            ended += not LOOKS[attempt.way](attempt).is_under_way
        except Refused as refusal:
            log.warning("Card payment %s: %s", attempt.pk, refusal.message)
    return ended


def email_link(attempt, url):
    """Send a payment link to the address it was made for. One that is over is not sent."""
    attempt = CardAttempt.objects.select_related("booking").get(pk=attempt)
    if attempt.is_under_way and "@" in attempt.sent_to:
        EmailMessage(f"Pay {pounds(attempt.amount)} for {attempt.what}", letter(attempt, url),
                     to=[attempt.sent_to]).send()  # fmt: skip


def email_bought(attempt):
    """Send what a link paid for, tickets or a gift voucher, as a PDF to where the link went."""
    attempt = CardAttempt.objects.select_related("payment__buys", "payment__booking", "by").get(pk=attempt)
    if attempt.booking_id is None:
        return email_voucher(attempt, attempt.payment.buys)
    try:
        send_tickets(attempt.payment.booking, attempt.sent_to, by=attempt.by)
    except AskedTooMuch as refusal:  # cancelled meanwhile
        log.warning("Card payment %s: %s", attempt.pk, refusal.message)


def email_voucher(attempt, voucher):
    words = (f"Thank you: we have your {pounds(attempt.amount)}. Here is the gift voucher to print or to pass on. Its "
             f"code is {voucher.code}. Keep it like cash: whoever knows the code can spend it.\n")  # fmt: skip
    message = EmailMessage(f"Your gift voucher for {pounds(attempt.amount)}", words, to=[attempt.sent_to])
    message.attach(f"voucher-{voucher.code}.pdf", render_voucher(voucher), "application/pdf")
    message.send()


def letter(attempt, url):
    """What the e-mail says."""
    minutes = max(int((attempt.expires_at - now()).total_seconds() // 60), 1)
    kept = "We keep the places for you for" if attempt.booking_id else "You can pay there for"
    return (f"You can pay {pounds(attempt.amount)} by card for {attempt.what} here:\n\n{url}\n\n"
            f"{kept} {minutes} more minutes. Nobody will ask you for your card's number by "
            "telephone or e-mail: you enter it on the page of Stripe, which takes cards for us.\n")  # fmt: skip


def expire_vouchers():
    """Post what is left on gift vouchers that ran out. How many."""
    return StoredValue.objects.expire(at=now())
