"""E-tickets sent again, and the name on a booking changed: neither moves money nor takes a place."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boxoffice.counter.changes.chosen import the_booking
from boxoffice.counter.changes.forms import SendTickets, Transfer
from boxoffice.counter.station import till_at
from events.models import Refused
from events.ticket_letters import send_tickets
from invoicing.transfers import transfer


@require_http_methods(["GET", "HEAD", "POST"])
def e_tickets(request, reference):
    """Send the tickets by e-mail once more, to the customer's address or to another."""
    booking = the_booking(reference)
    own = {"email": booking.customer.email if booking.customer else ""}
    form = SendTickets(request.POST if request.method == "POST" else None, initial=own)
    if request.method == "POST" and form.is_valid():
        try:
            send_tickets(booking, form.cleaned_data["email"], by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"The tickets of {booking} went to {form.cleaned_data['email']}.")
            return redirect("counter:booking", booking.reference)
    return asked(request, "counter/e_tickets.html", booking, form)


@require_http_methods(["GET", "HEAD", "POST"])
def transfers(request, reference):
    """Another name on the booking; its tickets stay good unless they are replaced."""
    booking = the_booking(reference)
    form = Transfer(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            transfer(booking, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{booking} is {form.cleaned_data['name']}'s now. Print or send new tickets.")
            return redirect("counter:booking", booking.reference)
    return asked(request, "counter/transfers.html", booking, form)


def asked(request, template, booking, form):
    """Draw a page with one form; 422 where it was not right."""
    context = {"booking": booking, "form": form, "till": till_at(request)}
    return render(request, template, context, status=422 if form.errors else 200)
