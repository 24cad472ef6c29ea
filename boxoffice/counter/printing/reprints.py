"""Reprints: tickets printed anew with a reason. The codes they had before are dead from then on."""

import uuid

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from boxoffice.counter.printing.rule import check_printable, printer_at, size_of
from boxoffice.counter.printing.views import refused, sheets_of
from boxoffice.counter.station import till_at
from events.booked_tickets import tickets_of
from events.models import AskedTooMuch, Booking, Refused, TicketIssue
from events.models.ticket_issue import REASONS
from events.printing import outbox
from events.printing.spool import LANGUAGES


class Reprint(forms.Form):
    """Which tickets, why, and how often each was printed when the page was shown."""

    line = forms.TypedMultipleChoiceField(coerce=int, label="Tickets",
                                          error_messages={"required": "Tick the tickets to print anew."})  # fmt: skip
    reason = forms.ChoiceField(choices=[(f"{n}", words) for n, words in enumerate(REASONS, 1)],
                               error_messages={"required": "Say why: press a digit."})  # fmt: skip
    why = forms.CharField(required=False, max_length=60, label="In other words")

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(line.pk, f"{line.place}") for line in lines]

    def said(self):
        """The reason in words."""
        words = REASONS[int(self.cleaned_data["reason"]) - 1]
        return f"{words}: {self.cleaned_data['why']}" if self.cleaned_data["why"] else words


@require_http_methods(["GET", "HEAD", "POST"])
def reprints(request, reference):
    """Choose tickets and a reason; they are printed with new codes, and the door refuses the old ones."""
    booking = get_object_or_404(Booking.objects.select_related("customer"), reference=reference)
    lines = list(booking.live_lines.order_by("occurrence", "place"))
    form = Reprint(request.POST if request.method == "POST" else None, lines=lines)
    try:
        check_printable(booking)
        if form.is_valid():
            return redirect(printed_anew(request, booking, form))
    except AskedTooMuch as refusal:
        form.add_error(None, refusal.message)
    except Refused as refusal:
        return refused(request, booking, refusal)
    numbers = TicketIssue.objects.numbers(lines)
    ticked = set(form.data.getlist("line")) if form.is_bound else {f"{line.pk}" for line in lines}
    rows = [(line, numbers[line.pk], f"{line.pk}" in ticked) for line in lines]
    context = {"booking": booking, "form": form, "rows": rows, "reasons": form.fields["reason"].choices,
               "till": till_at(request), "history": history(booking)}  # fmt: skip
    return render(request, "counter/reprints.html", context, status=422 if form.errors else 200)


@transaction.atomic
def printed_anew(request, booking, form):
    """Issue anew and print; the address to go to. Sent twice, it is done once."""
    chosen = set(form.cleaned_data["line"])
    lines = [line for line in booking.live_lines if line.pk in chosen]
    issues = TicketIssue.objects.reissue(lines, reason=form.said(), by=request.user, since=seen(request, chosen))
    what = f"{outbox.tickets(len(issues))}, printed anew"
    key = uuid.uuid5(outbox.SALES, f"issues {sorted(issue.pk for issue in issues)}")
    printer = printer_at(request)
    if printer is None:
        outbox.by_browser(booking, what, pages=len(issues), key=key, by=request.user)
        return sheets_of(booking, size_of(request), sorted(chosen), then="booking")
    payload = LANGUAGES[printer.language].render(tickets_of(booking, chosen))
    outbox.put(printer, what, booking=booking, payload=payload, pages=len(issues), key=key, by=request.user)
    return reverse("counter:booking", args=[booking.reference])


def seen(request, chosen):
    """{line id: how often it was printed when the page was shown}."""
    shown = ((pk, request.POST.get(f"issue-{pk}", "")) for pk in chosen)
    return {pk: int(number) for pk, number in shown if number.isdecimal() and len(number) < 5}


def history(booking):
    issues = TicketIssue.objects.filter(line__booking=booking).select_related("line__place__area", "by")
    return issues.order_by("-at")
