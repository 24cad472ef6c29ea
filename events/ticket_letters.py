"""E-tickets by e-mail: a short letter with the tickets as one PDF."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.timezone import now

from events.booked_tickets import tickets_of
from events.mailing import UNSENT, why
from events.models import AskedTooMuch, Booking, BookingAct, Refused
from events.tickets import render_tickets


class NotSent(Refused):
    """The mail server did not take the letter."""

    code = "not_sent"


def send_tickets(booking, to, *, by=None, at=None):
    """Send the tickets of a paid booking to an address, and note that they went.

    Raises AskedTooMuch where there are none, NotSent where the mail server does not take them.
    """
    papers = tickets_of(booking)
    if booking.status != Booking.Status.CONFIRMED or not papers:
        raise AskedTooMuch(f"{booking} has no tickets to send: it is not paid, or it was cancelled.")
    mail = letter(booking, to, papers)
    try:
        mail.send()
    except UNSENT as error:
        raise NotSent(f"{why(error)} Look at the address, or print the tickets instead.") from error
    return BookingAct.objects.note(booking, BookingAct.Sort.SENT, f"Tickets sent to {to}", by=by, at=at or now())


def letter(booking, to, papers):
    """The e-mail, as plain text and as HTML, with the PDF."""
    council = settings.COUNCIL
    about = {"booking": booking, "papers": papers, "council": council, "name": booking.customer or "you"}
    mail = EmailMultiAlternatives(
        f"Your tickets, booking {booking}", render_to_string("emails/tickets.txt", about), to=[to],
        from_email=formataddr((council["name"], parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        reply_to=[council["email"]],
    )  # fmt: skip
    mail.attach_alternative(render_to_string("emails/tickets.html", about), "text/html")
    mail.attach(f"tickets-{booking}.pdf", render_tickets(papers), "application/pdf")
    return mail
